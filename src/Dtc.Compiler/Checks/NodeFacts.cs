namespace Dtc.Compiler.Checks;

/// <summary>The buses whose bridges dtc recognises; a later check takes a node over from an earlier one.</summary>
internal enum Bus : byte
{
    None,
    Pci,
    Simple,
    I2c,
    Spi,
    GraphPort,
    GraphPorts,
}

/// <summary>Marks of a node that have nothing to do with names.</summary>
[Flags]
internal enum Marks : byte
{
    None = 0,
    PhandleReferences = 1,
    PathReferences = 2,
    Labels = 4,

    /// <summary>dtc has lost this node's parent: its first mention was a deletion.</summary>
    LostParent = 8,

    /// <summary>Its name is wrong, which was reported: what follows from the name is not.</summary>
    Misnamed = 16,
}

/// <summary>What the checks know of one node.</summary>
internal struct NodeFacts
{
    /// <summary>What its names say.</summary>
    public Traits Traits;

    /// <summary>Index of its parent; -1 for the root.</summary>
    public int Above;

    /// <summary><c>#address-cells</c>; -1 when it has none, 0 before they were looked at.</summary>
    public int AddressCells;

    /// <summary><c>#size-cells</c>, likewise.</summary>
    public int SizeCells;

    /// <summary>The bus it is a bridge of.</summary>
    public Bus Bus;

    /// <summary>Further marks.</summary>
    public Marks Marks;

    /// <summary>The number of cells of child addresses: 2 by default.</summary>
    public readonly int AddressCellsOrDefault => AddressCells == -1 ? 2 : AddressCells;

    /// <summary>The number of cells of child sizes: 1 by default.</summary>
    public readonly int SizeCellsOrDefault => SizeCells == -1 ? 1 : SizeCells;
}
