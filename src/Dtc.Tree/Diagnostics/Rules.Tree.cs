namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A node to extend, delete or omit that does not exist.</summary>
    public static Rule LabelNotFound { get; } = new(
        "DTS0301", "target-not-found", Severity.Error, "the node to extend or delete does not exist at this point",
        "A '&label { }' or '/delete-node/ &label;' needs a node with that label in the text before it. Check the "
        + "spelling and the order of the includes; a node may also have been deleted earlier. In an overlay "
        + "('/plugin/;') open references are allowed.");

    /// <summary>Two siblings of the same name.</summary>
    public static Rule DuplicateNodeNames { get; } = new(
        "DTS0302", "duplicate_node_names", Severity.Error, "two nodes of one parent have the same name",
        "Within the body that first defines a node each child name may stand once. Give one of them another unit "
        + "address, or merge them.");

    /// <summary>A property twice in one body.</summary>
    public static Rule DuplicatePropertyNames { get; } = new(
        "DTS0303", "duplicate_property_names", Severity.Error, "a property is given twice in one node body",
        "Within the body that first defines a node each property may stand once. Remove one.");

    /// <summary>A character that node names must not have.</summary>
    public static Rule NodeNameChars { get; } = new(
        "DTS0304", "node_name_chars", Severity.Error, "a node name has a character it must not have",
        "Node names consist of letters, digits and ,._+- with one @ before the unit address (Devicetree Specification 2.2.1).");

    /// <summary>More than one unit address.</summary>
    public static Rule NodeNameFormat { get; } = new(
        "DTS0305", "node_name_format", Severity.Error, "a node name has more than one '@'",
        "A node name is NAME or NAME@UNIT-ADDRESS (Devicetree Specification 2.2.1).");

    /// <summary>No name before the unit address.</summary>
    public static Rule NodeNameNotEmpty { get; } = new(
        "DTS0306", "node_name_not_empty", Severity.Error, "a node name has nothing before its '@'",
        "Only the root's name is empty. Put a generic name before the unit address.");

    /// <summary>A character that property names must not have.</summary>
    public static Rule PropertyNameChars { get; } = new(
        "DTS0307", "property_name_chars", Severity.Error, "a property name has a character it must not have",
        "Property names consist of letters, digits and ,._+*#?- (Devicetree Specification 2.2.4).");

    /// <summary>A name property that is no string.</summary>
    public static Rule NameIsString { get; } = new(
        "DTS0308", "name_is_string", Severity.Error, "the 'name' property is not one string",
        "The property is deprecated; leave it out: it only repeats the node's name.");

    /// <summary>A name property that contradicts the node's name.</summary>
    public static Rule NameProperties { get; } = new(
        "DTS0309", "name_properties", Severity.Error, "the 'name' property differs from the node's base name",
        "The property is deprecated; leave it out: it only repeats the node's name.");

    /// <summary>One label on two items.</summary>
    public static Rule DuplicateLabel { get; } = new(
        "DTS0310", "duplicate_label", Severity.Error, "one label stands on two different items",
        "A label names one node, property or place in the whole tree. Rename one of them.");

    /// <summary>A phandle property that cannot be right.</summary>
    public static Rule ExplicitPhandles { get; } = new(
        "DTS0311", "explicit_phandles", Severity.Error, "a phandle property is malformed or used twice",
        "A phandle is one cell, neither 0 nor 0xffffffff, and belongs to one node. Leave the property out: phandles "
        + "are assigned where they are needed.");

    /// <summary>A phandle reference to nothing.</summary>
    public static Rule PhandleReferences { get; } = new(
        "DTS0312", "phandle_references", Severity.Error, "a reference names a node that does not exist",
        "No node of the finished tree has that label or path. Check the spelling, whether the file that defines it is "
        + "included, and whether the node was deleted.");

    /// <summary>A path reference to nothing.</summary>
    public static Rule PathReferences { get; } = new(
        "DTS0313", "path_references", Severity.Error, "a path reference names a node that does not exist",
        "Outside '< >' a reference stands for the node's full path, which must exist, in overlays too.");

    /// <summary>A node twice in one body, merged without a word.</summary>
    public static Rule RepeatedNode { get; } = new(
        "DTS0314", "repeated-node", Severity.Warning, "one body has two nodes of the same name, which are merged into one",
        "Because the parent was defined before, dtc takes the second as an extension of the first: one node remains, "
        + "with the later values and both labels. That is hardly ever meant; give them different names.");

    /// <summary>A property twice in one body, the first value lost without a word.</summary>
    public static Rule RepeatedProperty { get; } = new(
        "DTS0315", "repeated-property", Severity.Warning, "one body gives a property twice, and the first value is lost",
        "Because the node was defined before, dtc takes each as an override: the last one wins. Remove one.");

    /// <summary>A label-relative path in an overlay.</summary>
    public static Rule RelativeReferenceInPlugin { get; } = new(
        "DTS0316", "relative-reference-in-plugin", Severity.Error, "an overlay cannot extend a node by a path relative to a label",
        "The target's label is only known when the overlay is applied. Label the node itself, or use an absolute path.");

    /// <summary>An open reference that cannot be recorded.</summary>
    public static Rule UnrecordableFixup { get; } = new(
        "DTS0317", "unrecordable-fixup", Severity.Error, "an open reference cannot be recorded in /__fixups__",
        "Fix-ups name labels, so a reference by path must resolve within the overlay; and node paths and property "
        + "names in them must not hold ':'.");

    /// <summary>A label that /__symbols__ or /aliases has already.</summary>
    public static Rule SymbolExists { get; } = new(
        "DTS0318", "symbol-exists", Severity.Warning, "a label is already an entry of /__symbols__ or /aliases",
        "The entry that the source gives is kept, whatever it says.");

    /// <summary>Symbols or fix-ups of the input that refer to nothing.</summary>
    public static Rule MalformedMetadata { get; } = new(
        "DTS0319", "malformed-metadata", Severity.Warning, "an entry of /__symbols__, /__fixups__ or /__local_fixups__ is malformed",
        "The source carries these nodes itself, and an entry in them names something that does not exist. It is left "
        + "as it is. Leave these nodes to the compiler (-@).");

    /// <summary>A blob larger than its minimum.</summary>
    public static Rule MinimumSizeExceeded { get; } = new(
        "DTS0320", "minimum-size-exceeded", Severity.Warning, "the blob is larger than the minimum size asked for",
        "Nothing was padded. Give a larger -S, or pad by a number of bytes with -p.");

    /// <summary>A tree that does not fit a blob.</summary>
    public static Rule BlobTooLarge { get; } = new(
        "DTS0321", "blob-too-large", Severity.Error, "the blob would exceed 2 GiB",
        "Offsets in a blob are 32 bits wide. Check -S, -p and the size of /incbin/ files.");

    /// <summary>Data that cannot be written with its type.</summary>
    public static Rule UntypedData { get; } = new(
        "DTS0330", "untyped-data", Severity.Error, "YAML needs the types of all values, and a value has none",
        "YAML says of every value whether it holds strings, cells or bytes. What comes from a blob says nothing about that: "
        + "compile the source.");

    private static Rule[] TreeRules =>
    [
        LabelNotFound, DuplicateNodeNames, DuplicatePropertyNames, NodeNameChars, NodeNameFormat, NodeNameNotEmpty,
        PropertyNameChars, NameIsString, NameProperties, DuplicateLabel, ExplicitPhandles, PhandleReferences,
        PathReferences, RepeatedNode, RepeatedProperty, RelativeReferenceInPlugin, UnrecordableFixup, SymbolExists,
        MalformedMetadata, MinimumSizeExceeded, BlobTooLarge, UntypedData,
    ];
}
