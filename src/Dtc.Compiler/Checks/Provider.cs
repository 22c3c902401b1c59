using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>A property that lists phandles of providers, each followed by as many cells as the provider says.</summary>
/// <param name="Check">dtc's name for the pair of checks, without <c>_property</c> and <c>_is_cell</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Cells">The provider's property that gives the number of cells.</param>
/// <param name="Optional">A provider without that property takes no cells.</param>
internal sealed record Provider(string Check, string Property, string Cells, bool Optional)
{
    /// <summary>All of them, in the order of dtc's checks.</summary>
    public static Provider[] All { get; } =
        [.. Rules.ProviderLists.Select(list => new Provider(list.Check, list.Property, list.Cells, list.Check == "msi_parent"))];

    /// <summary>Place of the one whose cells interrupts have.</summary>
    public const int Interrupts = 4;

    /// <summary>The trait of a node with the property.</summary>
    public static Traits PropertyTrait(int index) => (Traits)(1UL << index);

    /// <summary>The trait of a node with the cells.</summary>
    public static Traits CellsTrait(int index) => (Traits)(1UL << (16 + index));
}
