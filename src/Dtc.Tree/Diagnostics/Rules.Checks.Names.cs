namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>dtc's check <c>node_name_vs_property_name</c>.</summary>
    public static Rule NodeNameVersusPropertyName { get; } = new(
        "DTS0401", "node_name_vs_property_name", Severity.Warning, "a node has the name of a property of its parent",
        "Software that looks names up without asking for the kind finds the wrong one, and in the file system "
        + "that shows the tree both are the same path. Rename the node or the property.");

    /// <summary>dtc's check <c>address_cells_is_cell</c>.</summary>
    public static Rule AddressCellsIsCell { get; } = new(
        "DTS0402", "address_cells_is_cell", Severity.Warning, "'#address-cells' is not one cell",
        "The property says how many cells an address of a child has: write '#address-cells = <1>' or '<2>' "
        + "(Devicetree Specification 2.3.5).");

    /// <summary>dtc's check <c>size_cells_is_cell</c>.</summary>
    public static Rule SizeCellsIsCell { get; } = new(
        "DTS0403", "size_cells_is_cell", Severity.Warning, "'#size-cells' is not one cell",
        "The property says how many cells a size has in the children's 'reg': write '#size-cells = <1>', or "
        + "'<0>' where addresses have no size (Devicetree Specification 2.3.5).");

    /// <summary>dtc's check <c>device_type_is_string</c>.</summary>
    public static Rule DeviceTypeIsString { get; } = new(
        "DTS0404", "device_type_is_string", Severity.Warning, "'device_type' is not one string",
        "Only CPUs, memory and PCI bridges need the property, as one string: 'device_type = \"cpu\"'. Elsewhere "
        + "remove it.");

    /// <summary>dtc's check <c>model_is_string</c>.</summary>
    public static Rule ModelIsString { get; } = new(
        "DTS0405", "model_is_string", Severity.Warning, "'model' is not one string",
        "The property names the model in one string, for people to read (Devicetree Specification 2.3.2). "
        + "Lists belong into 'compatible'.");

    /// <summary>dtc's check <c>status_is_string</c>.</summary>
    public static Rule StatusIsString { get; } = new(
        "DTS0406", "status_is_string", Severity.Warning, "'status' is not one string",
        "Write 'status = \"okay\"' or 'status = \"disabled\"' (Devicetree Specification 2.3.4).");

    /// <summary>dtc's check <c>label_is_string</c>.</summary>
    public static Rule LabelIsString { get; } = new(
        "DTS0407", "label_is_string", Severity.Warning, "'label' is not one string",
        "The property gives a device a name for people, in one string. It is something else than a label in "
        + "front of a node.");

    /// <summary>dtc's check <c>compatible_is_string_list</c>.</summary>
    public static Rule CompatibleIsStringList { get; } = new(
        "DTS0408", "compatible_is_string_list", Severity.Warning, "'compatible' is not a list of strings",
        "The property lists what the device is compatible with, the most specific first: 'compatible = "
        + "\"vendor,chip\", \"vendor,family\"' (Devicetree Specification 2.3.1).");

    /// <summary>dtc's check <c>names_is_string_list</c>.</summary>
    public static Rule NamesIsStringList { get; } = new(
        "DTS0409", "names_is_string_list", Severity.Warning, "a property called '*-names' is not a list of strings",
        "Such a property names the entries of another one, as 'clock-names' does for 'clocks': one string for "
        + "each entry, in the same order.");

    /// <summary>dtc's check <c>property_name_chars_strict</c>.</summary>
    public static Rule PropertyNameCharsStrict { get; } = new(
        "DTS0410", "property_name_chars_strict", Severity.Warning, "a property name has a character that is not recommended",
        "Letters, digits, ',' and '-' are recommended, and '#' at the start or behind the vendor prefix. Off "
        + "by default, because old bindings have others; '-W property_name_chars_strict' turns it on.");

    /// <summary>dtc's check <c>node_name_chars_strict</c>.</summary>
    public static Rule NodeNameCharsStrict { get; } = new(
        "DTS0411", "node_name_chars_strict", Severity.Warning, "a node name has a character that is not recommended",
        "Letters, digits, ',' and '-' are recommended before the unit address. Off by default, because old "
        + "trees have others; '-W node_name_chars_strict' turns it on.");

    /// <summary>A check of dtc that was not run.</summary>
    public static Rule FailedPrerequisite { get; } = new(
        "DTS0400", "failed-prerequisite", Severity.Warning, "a check did not run because one that it presupposes failed",
        "Only the stand-in for dtc says so, because dtc does. Correct what the other check found.");

    private static Rule[] NameCheckRules =>
    [
        FailedPrerequisite, NodeNameVersusPropertyName, AddressCellsIsCell, SizeCellsIsCell, DeviceTypeIsString, ModelIsString,
        StatusIsString, LabelIsString, CompatibleIsStringList, NamesIsStringList, PropertyNameCharsStrict,
        NodeNameCharsStrict,
    ];
}
