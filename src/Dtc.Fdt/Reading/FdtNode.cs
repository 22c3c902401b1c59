namespace Dtc.Fdt;

/// <summary>
/// A node inside a blob: a view that reads the blob when asked. Compare nodes by <see cref="Offset"/>.
/// </summary>
public readonly ref struct FdtNode
{
    internal readonly FdtBlocks Blocks;

    internal FdtNode(scoped in FdtBlocks blocks, int offset, int body)
    {
        Blocks = blocks;
        Offset = offset;
        Body = body;
    }

    /// <summary>Offset of the node's token in the structure block, the same number libfdt uses.</summary>
    public int Offset { get; }

    /// <summary>Where the content starts.</summary>
    internal int Body { get; }

    /// <summary>
    /// The node name with its unit address, without NUL; empty for the root. Before version 16, where blobs hold
    /// full paths, the part after the last slash.
    /// </summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            if (Body == 0) return default;
            var name = FdtScan.NodeName(Blocks.Structure, Offset, Body);
            return Blocks.FullPaths ? name[(name.LastIndexOf((byte)'/') + 1)..] : name;
        }
    }

    /// <summary>The name up to the unit address.</summary>
    public ReadOnlySpan<byte> BaseName
    {
        get
        {
            var name = Name;
            var at = name.IndexOf((byte)'@');
            return at < 0 ? name : name[..at];
        }
    }

    /// <summary>What follows the first <c>@</c> of the name; empty without one.</summary>
    public ReadOnlySpan<byte> UnitAddress
    {
        get
        {
            var name = Name;
            var at = name.IndexOf((byte)'@');
            return at < 0 ? default : name[(at + 1)..];
        }
    }

    /// <summary>
    /// The properties, in blob order. Those after a child, which no sound blob has, are not seen (as in libfdt).
    /// </summary>
    public FdtPropertyEnumerator Properties => new(Blocks, Body);

    /// <summary>
    /// The child nodes, in blob order. Stepping skips the subtree of a child; to visit all nodes use
    /// <see cref="Descendants"/>.
    /// </summary>
    public FdtChildEnumerator Children => new(Blocks, Body);

    /// <summary>All nodes below this one, depth first, in one pass.</summary>
    public FdtNodeEnumerator Descendants => new(Blocks, Body, -1);

    /// <summary>The first property called <paramref name="name"/>.</summary>
    public bool TryGetProperty(scoped ReadOnlySpan<byte> name, out FdtProperty property)
    {
        if (!name.Contains((byte)0))
        {
            for (var all = Properties; all.MoveNext();)
            {
                if (!all.IsNamed(name)) continue;
                property = all.Current;
                return true;
            }
        }
        property = default;
        return false;
    }

    /// <summary>
    /// The child called <paramref name="name"/>. A name without unit address also finds a child that has one,
    /// whichever comes first (libfdt's rule).
    /// </summary>
    public bool TryGetChild(scoped ReadOnlySpan<byte> name, out FdtNode child)
    {
        var offset = name.Contains((byte)0) ? -(int)FdtError.NotFound : FdtLookup.Child(Blocks, Body, name, out _);
        return FdtLookup.TryMakeNode(Blocks, offset, out child, out _);
    }

    /// <summary>The phandle: the one cell of <c>phandle</c>, else of <c>linux,phandle</c>, else 0.</summary>
    public uint Phandle
    {
        get
        {
            if (TryGetProperty("phandle"u8, out var property) && property.TryGetUInt32(out var phandle)) return phandle;
            return TryGetProperty("linux,phandle"u8, out property) && property.TryGetUInt32(out phandle) ? phandle : 0;
        }
    }

    /// <summary>True when the string list <c>compatible</c> holds <paramref name="compatible"/>.</summary>
    public bool IsCompatibleWith(scoped ReadOnlySpan<byte> compatible) =>
        TryGetProperty("compatible"u8, out var property) && property.Strings.Contains(compatible);

    /// <summary>
    /// Cells of an address in this node's children's <c>reg</c>: <c>#address-cells</c>, 2 when absent.
    /// </summary>
    /// <param name="cells">1 to 4.</param>
    /// <returns><see cref="FdtError.None"/>, or <see cref="FdtError.BadCellCount"/>.</returns>
    public FdtError GetAddressCells(out int cells)
    {
        var error = GetCellCount("#address-cells"u8, 2, out cells);
        return error == FdtError.None && cells == 0 ? FdtError.BadCellCount : error;
    }

    /// <summary>Cells of a size in this node's children's <c>reg</c>: <c>#size-cells</c>, 1 when absent.</summary>
    /// <param name="cells">0 to 4.</param>
    /// <returns><see cref="FdtError.None"/>, or <see cref="FdtError.BadCellCount"/>.</returns>
    public FdtError GetSizeCells(out int cells) => GetCellCount("#size-cells"u8, 1, out cells);

    private FdtError GetCellCount(ReadOnlySpan<byte> name, int absent, out int cells)
    {
        const int most = 4; // libfdt's limit: no bus has longer addresses
        cells = absent;
        if (!TryGetProperty(name, out var property)) return FdtError.None;
        cells = 0;
        if (!property.TryGetUInt32(out var value) || value > most) return FdtError.BadCellCount;
        cells = (int)value;
        return FdtError.None;
    }
}
