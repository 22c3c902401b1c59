namespace Dtc.Compiler.Values;

/// <summary>How a value is written.</summary>
internal enum ValueKind
{
    /// <summary>As dtc would: what it looks like.</summary>
    Guessed,

    /// <summary>A list of strings.</summary>
    Strings,

    /// <summary>The path of a node, or several: as references where it can be.</summary>
    Paths,

    /// <summary>32-bit cells in hexadecimal.</summary>
    Cells,

    /// <summary>32-bit cells in decimal.</summary>
    Numbers,

    /// <summary>16-bit numbers.</summary>
    Numbers16,

    /// <summary>64-bit numbers.</summary>
    Numbers64,

    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>How the value of one property is written: type, groups of cells, references.</summary>
/// <param name="Kind">The type.</param>
internal sealed record ValueForm(ValueKind Kind)
{
    /// <summary>Byte offsets at which a new group of cells begins, after the first; null for one group.</summary>
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>The references among the cells, by offset.</summary>
    public IReadOnlyList<CellReference> References { get; init; } = [];

    /// <summary>As dtc writes it.</summary>
    public static ValueForm Guess { get; } = new(ValueKind.Guessed);
}
