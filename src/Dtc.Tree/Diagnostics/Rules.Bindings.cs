namespace Dtc.Tree;

/// <content>What bindings find in trees (BND00xx). What is wrong with bindings themselves has BND01xx.</content>
public static partial class Rules
{
    /// <summary>A property or child that must be there is not.</summary>
    public static Rule RequiredProperty { get; } = new(
        "BND0001", "required-property", Severity.Error, "a required property or node is missing",
        "The binding lists it under `required`, be it for all devices or for those with this compatible. Add it, or see the "
        + "suggestion: a misspelt name leaves the right one missing. Nodes that are disabled need not be complete. A required "
        + "`interrupts` may also be given as `interrupts-extended`.");

    /// <summary>A property no part of the binding knows.</summary>
    public static Rule UnknownProperty { get; } = new(
        "BND0002", "unknown-property", Severity.Error, "a property that the binding does not know",
        "The binding allows no other properties than those it names (`additionalProperties: false` or `unevaluatedProperties: "
        + "false`). The name is misspelt, belongs into another node, or the binding knows it for other compatibles only. Where a "
        + "part of the binding knows it but refuses the node for another reason, correct that first.");

    /// <summary>A child node no part of the binding knows.</summary>
    public static Rule UnknownNode { get; } = new(
        "BND0003", "unknown-node", Severity.Error, "a child node that the binding does not know",
        "The binding allows no other children than those it names. Mind the unit address: a pattern such as `^port@[0-9]$` does "
        + "not match `port`.");

    /// <summary>A value of another type than the binding asks for.</summary>
    public static Rule WrongType { get; } = new(
        "BND0004", "wrong-type", Severity.Error, "a value is of the wrong type",
        "A string where cells are expected, a value where a flag has none, a property where a node is expected, or the other way "
        + "round.");

    /// <summary>A value that is not among those allowed.</summary>
    public static Rule ValueNotAllowed { get; } = new(
        "BND0005", "value-not-allowed", Severity.Error, "a value is not among those allowed",
        "The binding lists the values that may stand here (`const` or `enum`). For a `compatible` it is the list of known "
        + "devices, and each place of the list has its own.");

    /// <summary>A number beyond its bounds.</summary>
    public static Rule ValueOutOfRange { get; } = new(
        "BND0006", "value-out-of-range", Severity.Error, "a number is out of range",
        "The binding gives a smallest or a largest value, or asks for a multiple of a number.");

    /// <summary>A string that does not have the form asked for.</summary>
    public static Rule PatternMismatch { get; } = new(
        "BND0007", "pattern-mismatch", Severity.Error, "a string does not have the form that is asked for",
        "The binding gives a regular expression that the string must match; it is searched for, so `^` and `$` are part of it "
        + "where the whole string is meant.");

    /// <summary>A list is too short.</summary>
    public static Rule TooFewItems { get; } = new(
        "BND0008", "too-few-items", Severity.Error, "a value has too few entries",
        "An entry is one string, one cell, or one group of cells: for `reg` an address and a size, for `interrupts` what the "
        + "interrupt controller asks for, for references the phandle and its arguments. How cells are grouped follows from the "
        + "`#...-cells` of other nodes, so those may be at fault too.");

    /// <summary>A list is too long.</summary>
    public static Rule TooManyItems { get; } = new(
        "BND0009", "too-many-items", Severity.Error, "a value has too many entries",
        "An entry is one string, one cell, or one group of cells. The place shown is the first entry that is too much; how cells "
        + "are grouped follows from the `#...-cells` of other nodes.");

    /// <summary>An item occurs twice.</summary>
    public static Rule RepeatedItem { get; } = new(
        "BND0010", "repeated-item", Severity.Error, "an entry occurs more than once",
        "The entries of this value must differ from each other.");

    /// <summary>A list lacks something.</summary>
    public static Rule MissingItem { get; } = new(
        "BND0011", "missing-item", Severity.Error, "a list lacks an entry that it must have",
        "One of the entries must be what the binding names under `contains`.");

    /// <summary>A property that another one needs is missing.</summary>
    public static Rule MissingDependency { get; } = new(
        "BND0012", "missing-dependency", Severity.Error, "a property needs another one that is missing",
        "The binding says that the property makes sense only together with another one (`dependencies`). Add the other, or "
        + "remove this one. The place is that of the property that asks for the other.");

    /// <summary>None of several alternatives fits.</summary>
    public static Rule NoAlternative { get; } = new(
        "BND0013", "no-alternative", Severity.Error, "none of several alternatives fits",
        "The binding offers alternatives (`oneOf`, `anyOf`), and all of them refuse the value. The message tells of the one that "
        + "comes nearest; `--explain` shows what each of them misses.");

    /// <summary>More than one alternative fits.</summary>
    public static Rule SeveralAlternatives { get; } = new(
        "BND0014", "several-alternatives", Severity.Error, "more than one of several alternatives fits",
        "The binding asks for exactly one of several alternatives (`oneOf`). Properties that exclude each other are given "
        + "together, or the binding's alternatives overlap.");

    /// <summary>Something that must not be here.</summary>
    public static Rule NotAllowedHere { get; } = new(
        "BND0015", "not-allowed-here", Severity.Error, "a property or value is not allowed here",
        "The binding knows the property, but forbids it for this node (`false` or `not`), mostly because of its compatible.");

    /// <summary>An integer of the wrong width.</summary>
    public static Rule WrongWidth { get; } = new(
        "BND0016", "wrong-width", Severity.Error, "a number has the wrong width",
        "Cells have 32 bits; numbers of 8, 16 or 64 bits are written `/bits/ 8 <...>`.");

    /// <summary>Bytes that do not have the form of the property's type.</summary>
    public static Rule MalformedValue { get; } = new(
        "BND0017", "malformed-value", Severity.Error, "a value does not have the form of its type",
        "The length is no multiple of the type's, a string has no end, or cells refer to a node or to `#...-cells` that is not "
        + "there. What bindings say of the value cannot be checked then.");

    /// <summary>A property of which no binding says a type.</summary>
    public static Rule UndocumentedProperty { get; } = new(
        "BND0018", "undocumented-property", Severity.Error, "no binding documents a property",
        "No binding of the set gives a type to a property of this name, so its value is just bytes. It is misspelt, or its "
        + "binding is not part of the set, or is still a text file.");

    /// <summary>A name whose prefix is no vendor's.</summary>
    public static Rule UnknownVendor { get; } = new(
        "BND0019", "unknown-vendor", Severity.Error, "a vendor prefix is not registered",
        "What stands before the comma of a property's or a compatible's name must be listed in `vendor-prefixes.yaml`.");

    /// <summary>A compatible that no binding knows.</summary>
    public static Rule UndocumentedCompatible { get; } = new(
        "BND0020", "undocumented-compatible", Severity.Warning, "no binding documents a compatible",
        "Nothing can be said about the properties of such a node beyond what holds for all nodes, when it is the only "
        + "compatible. It is misspelt, or its binding is not part of the set, or is still a text file.");

    /// <summary>A property, node or value that should not be used any more.</summary>
    public static Rule Deprecated { get; } = new(
        "BND0021", "deprecated", Severity.Warning, "something that should not be used any more",
        "The binding marks it `deprecated: true`: it is still understood, but new trees should do without. The binding's "
        + "description mostly says what to use in its place.");

    /// <summary>A node of the wrong name.</summary>
    public static Rule NodeName { get; } = new(
        "BND0022", "node-name", Severity.Error, "a node does not have the name it should have",
        "Names of nodes say what kind of device it is; the binding, or one for this class of devices, asks for a certain name. A "
        + "node that has `reg` or `ranges` also has a unit address.");

    /// <summary>Bindings that refer to each other without end.</summary>
    public static Rule EndlessBinding { get; } = new(
        "BND0023", "endless-binding", Severity.Error, "bindings refer to each other without end",
        "The node was not checked to the end, because a binding refers to itself on the same value.");

    /// <summary>A blob that cannot be read, or not to its end.</summary>
    public static Rule DamagedBlob { get; } = new(
        "BND0024", "damaged-blob", Severity.Error, "a blob is damaged",
        "The file is no device tree blob, or its structure breaks off. What could be read of it was checked.");

    /// <summary>A binding that could not be used.</summary>
    public static Rule BindingSkipped { get; } = new(
        "BND0025", "binding-skipped", Severity.Warning, "a binding was left out",
        "The file is not the YAML it should be, is no JSON schema, or has the `$id` of another file. All others were used. "
        + "`dtc-sharp schema check FILE` tells all that is wrong with it.");

    /// <summary>The source given for positions is not that of the blob.</summary>
    public static Rule SourceDiffers { get; } = new(
        "BND0026", "source-differs", Severity.Warning, "the source does not give the blob that is checked",
        "Findings are those of the blob; lines are taken from the source that `--source` names, as far as it has the same nodes "
        + "and properties. It is another version, or was compiled with other macros.");

    /// <summary>Something else that a schema asks for.</summary>
    public static Rule SchemaMismatch { get; } = new(
        "BND0027", "schema-mismatch", Severity.Error, "a node is not what the binding asks for",
        "The binding uses a condition that has no rule of its own; the message says what it is.");

    private static Rule[] BindingRules =>
    [
        RequiredProperty, UnknownProperty, UnknownNode, WrongType, ValueNotAllowed, ValueOutOfRange, PatternMismatch,
        TooFewItems, TooManyItems, RepeatedItem, MissingItem, MissingDependency, NoAlternative, SeveralAlternatives,
        NotAllowedHere, WrongWidth, MalformedValue, UndocumentedProperty, UnknownVendor, UndocumentedCompatible, Deprecated,
        NodeName, EndlessBinding, DamagedBlob, BindingSkipped, SourceDiffers, SchemaMismatch,
    ];
}
