namespace Dtc.Tree;

public static partial class Rules
{
    private const string Companion =
        " Rules of this sort stand in files beside bindings (docs/tree-rules.md); the finding names the one that is broken, its source, "
        + "and what happens to those who break it.";

    /// <summary>Addresses that must be apart.</summary>
    public static Rule RegionsOverlap { get; } = new(
        "BND0201", "regions-overlap", Severity.Error, "two regions overlap that must lie apart",
        "Both are shown as the CPU sees them, led through the `ranges` of all buses above." + Companion);

    /// <summary>An address that is not where it must be.</summary>
    public static Rule RegionOutside { get; } = new(
        "BND0202", "region-outside", Severity.Error, "a region does not lie where it must",
        "The region has to lie wholly inside of an area, such as RAM." + Companion);

    /// <summary>A base or size that is not of the form asked for.</summary>
    public static Rule RegionMisaligned { get; } = new(
        "BND0203", "region-misaligned", Severity.Error, "the base or size of a region is not as asked for",
        "Bases and sizes may have to be multiples of something, and sizes not too small or large." + Companion);

    /// <summary>Regions in the wrong order.</summary>
    public static Rule RegionsUnordered { get; } = new(
        "BND0204", "regions-unordered", Severity.Error, "regions do not ascend",
        "Each region has to begin behind the end of the one before." + Companion);

    /// <summary>Too many or too few nodes.</summary>
    public static Rule WrongCount { get; } = new(
        "BND0205", "wrong-count", Severity.Error, "there are too few or too many nodes of a sort",
        "The tree as a whole lacks a node, or has more than it may." + Companion);

    /// <summary>An interrupt of the wrong sort.</summary>
    public static Rule InterruptKind { get; } = new(
        "BND0206", "interrupt-kind", Severity.Error, "an interrupt is not of the sort that is asked for",
        "Interrupts are led to the controller they end at (`interrupt-parent`, `interrupts-extended`, `interrupt-map`), and "
        + "judged by what their cells mean there: private or shared, number, trigger." + Companion);

    /// <summary>A value that occurs twice.</summary>
    public static Rule NotUnique { get; } = new(
        "BND0207", "not-unique", Severity.Error, "a value occurs more than once that must not",
        "No two nodes may have it; some values not even in different trees, which are then checked in one command." + Companion);

    /// <summary>A phandle that leads to the wrong node.</summary>
    public static Rule WrongTarget { get; } = new(
        "BND0208", "wrong-target", Severity.Error, "a phandle does not lead to what it should",
        "It names no node, or one of another sort, or is followed by too few cells." + Companion);

    /// <summary>References that should lead to each other.</summary>
    public static Rule NotMutual { get; } = new(
        "BND0209", "not-mutual", Severity.Error, "two nodes do not refer to each other",
        "The node that is referred to has to refer back." + Companion);

    /// <summary>A sum that is not right.</summary>
    public static Rule SumDiffers { get; } = new(
        "BND0210", "sum-differs", Severity.Error, "values do not add up",
        "One value has to equal another, or the sum of others." + Companion);

    /// <summary>Strings in the wrong order.</summary>
    public static Rule StringOrder { get; } = new(
        "BND0211", "string-order", Severity.Error, "strings stand in the wrong order",
        "Software that looks at the first string only must find the right one there." + Companion);

    /// <summary>A string that is not what it must be here.</summary>
    public static Rule WrongText { get; } = new(
        "BND0212", "wrong-text", Severity.Error, "a string is not what it must be in such a tree",
        "The value is possible in itself, but not together with the rest of the tree." + Companion);

    /// <summary>A device that is not where the platform has it.</summary>
    public static Rule SlotMismatch { get; } = new(
        "BND0213", "slot-mismatch", Severity.Error, "a device is not at a place where the platform has one",
        "Platforms have rows of equal devices; address and interrupt of each follow from its number." + Companion);

    /// <summary>A path or alias that leads nowhere.</summary>
    public static Rule UnresolvedName { get; } = new(
        "BND0214", "unresolved-name", Severity.Error, "a path or alias in a text does not lead to what it should",
        "Texts such as boot arguments and aliases name nodes by path." + Companion);

    /// <summary>A number that is not right in this tree.</summary>
    public static Rule NumberOutOfRule { get; } = new(
        "BND0215", "number-out-of-rule", Severity.Error, "a number is not as the rest of the tree asks for",
        "A number is bounded by others, or by how many nodes there are." + Companion);

    /// <summary>Something that does not belong here.</summary>
    public static Rule NotExpectedHere { get; } = new(
        "BND0216", "not-expected-here", Severity.Error, "something does not belong in such a tree",
        "A node, property or region that makes sense elsewhere is wrong here, or nobody looks at it." + Companion);

    /// <summary>A property that such a tree needs.</summary>
    public static Rule PropertyMissing { get; } = new(
        "BND0217", "property-missing", Severity.Error, "a property is missing that such a tree needs",
        "The node is complete in itself, but not together with the rest of the tree." + Companion);

    /// <summary>Values that should be equal.</summary>
    public static Rule ValuesDiffer { get; } = new(
        "BND0218", "values-differ", Severity.Error, "two nodes that belong together differ",
        "Nodes that share a name or number have to agree in the rest as well." + Companion);

    /// <summary>Something newer than the hypervisor.</summary>
    public static Rule UnknownInVersion { get; } = new(
        "BND0219", "unknown-in-version", Severity.Error, "this version of the hypervisor does not know something",
        "The version is taken from the tree, or given with the binding's name (`--binding xen@4.17`)." + Companion);

    /// <summary>A hypervisor was recognised that no built-in binding describes.</summary>
    public static Rule OtherHypervisor { get; } = new(
        "BND0220", "other-hypervisor", Severity.Note, "the node of another hypervisor",
        "The tree has a node by which guests detect a hypervisor that none of the bindings in use describes. What is known of "
        + "its binding is said; nothing was checked.");

    /// <summary>A file of rules is wrong.</summary>
    public static Rule RuleFileFault { get; } = new(
        "BND0230", "rule-file", Severity.Error, "a file of rules cannot be used",
        "The file does not follow bindings/rules.schema.json, or refers to something that it does not define. Nothing was checked "
        + "by it. docs/tree-rules.md describes the language.");

    private static Rule[] CrossingRules =>
    [
        RegionsOverlap, RegionOutside, RegionMisaligned, RegionsUnordered, WrongCount, InterruptKind, NotUnique, WrongTarget,
        NotMutual, SumDiffers, StringOrder, WrongText, SlotMismatch, UnresolvedName, NumberOutOfRule, NotExpectedHere,
        PropertyMissing, ValuesDiffer, UnknownInVersion, OtherHypervisor, RuleFileFault,
    ];
}
