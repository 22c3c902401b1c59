namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A binding cannot be opened.</summary>
    public static Rule UnreadableBinding { get; } = new(
        "BND0101", "unreadable-binding", Severity.Error, "a binding cannot be read",
        "The file or directory does not exist or may not be read. Check the path and its permissions.");

    /// <summary>A binding is not YAML.</summary>
    public static Rule BindingSyntax { get; } = new(
        "BND0102", "binding-syntax", Severity.Error, "a binding is not the YAML it should be",
        "The text breaks the grammar of YAML 1.2, has a key twice in one mapping, or is not a mapping at all. Most "
        + "often a line is indented by too much or too little, or a text with a colon or a quote in it wants quotes "
        + "around it. The place is where reading ended; the cause may be a line above it.");

    /// <summary>A binding's head is incomplete or malformed.</summary>
    public static Rule BindingEnvelope { get; } = new(
        "BND0103", "binding-envelope", Severity.Error, "what a binding says about itself is incomplete or malformed",
        "Each binding gives its $id, its $schema, a title and its maintainers, each in a given form, and has nothing "
        + "but known keywords at its top. The hint says what is wanted.");

    /// <summary>A keyword is unknown or stands where it means nothing.</summary>
    public static Rule BindingKeyword { get; } = new(
        "BND0104", "binding-keyword", Severity.Error, "a keyword is unknown here, or does not go with its neighbours",
        "Bindings use a part of JSON Schema. A keyword outside of it is mostly a misspelling, or the name of a property "
        + "that is indented wrongly; and some keywords exclude or need each other, as those for arrays and for "
        + "single values do. The hint says which.");

    /// <summary>A property schema does not suit the property's name.</summary>
    public static Rule BindingProperty { get; } = new(
        "BND0105", "binding-property", Severity.Error, "a property is not described as its name asks for",
        "The names of common properties say how their schemas are written: lists of cells count their entries, lists of "
        + "strings name them, quantities get their type from their unit, properties of a vendor need a type and a "
        + "description, and some names come only together with others. The hint says what is wanted here.");

    /// <summary>A keyword's value does not have the form that JSON Schema gives it.</summary>
    public static Rule BindingForm { get; } = new(
        "BND0106", "binding-form", Severity.Error, "a keyword's value does not have the form it must have",
        "This is about JSON Schema itself (draft 2019-09): a list where a mapping is wanted, a text where a number is "
        + "wanted, and so on. A set of bindings leaves such a file out.");

    /// <summary>A pattern is no regular expression.</summary>
    public static Rule BindingPattern { get; } = new(
        "BND0107", "binding-pattern", Severity.Error, "a pattern is not a regular expression",
        "The pattern cannot be compiled, so it matches nothing, and dt-validate ends in a traceback on the first node "
        + "it is tried on. dt-doc-validate does not see it. Characters that mean something in a pattern are taken "
        + "literally with a backslash before them.");

    /// <summary>A binding nests too deeply.</summary>
    public static Rule BindingDepth { get; } = new(
        "BND0108", "binding-depth", Severity.Error, "a binding nests too deeply to be checked",
        "Schemas stand in schemas beyond any use. Bindings of the kernel are at most 13 levels deep.");

    /// <summary>$id and file name disagree.</summary>
    public static Rule BindingId { get; } = new(
        "BND0109", "binding-id", Severity.Warning, "the $id of a binding does not fit its path",
        "The part of the $id behind \"schemas/\" is the path of the file below the directory of bindings. References are "
        + "looked up by it, so they cannot be checked as long as it differs.");

    /// <summary>A reference leads nowhere.</summary>
    public static Rule BindingReference { get; } = new(
        "BND0110", "binding-reference", Severity.Warning, "a $ref leads nowhere",
        "No binding has that address, or the binding that has it holds nothing at that place. dt-validate takes such a "
        + "reference for the schema false, which no node satisfies.");

    /// <summary>A child node may hold anything.</summary>
    public static Rule BindingOpenNode { get; } = new(
        "BND0111", "binding-open-node", Severity.Warning, "a child node may hold any property",
        "The schema of a child node lists properties and neither it nor the schema it refers to says that others are "
        + "not allowed. Add \"additionalProperties: false\", or \"unevaluatedProperties: false\" beside a $ref.");

    private static Rule[] AuthoringRules =>
    [
        UnreadableBinding, BindingSyntax, BindingEnvelope, BindingKeyword, BindingProperty, BindingForm, BindingPattern,
        BindingDepth, BindingId, BindingReference, BindingOpenNode,
    ];
}
