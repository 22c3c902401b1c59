using Dtc.Tree;

namespace Hypervisor.Hosts;

/// <summary>A bus of the host: its <c>ranges</c>, decoded once, and the step from an address on it to one of its parent.</summary>
internal sealed class HostBus
{
    private const int MaximumCells = 4;
    private const uint SpaceBits = 0x03000000;

    private readonly int _parentCells;
    private readonly Window[]? _windows;
    private readonly bool _isTransparent;

    /// <summary>Decodes a node that has others below it.</summary>
    public HostBus(Node node)
    {
        (AddressCells, SizeCells) = HostTree.CellsBelow(node);
        IsRoot = node.Parent is null;
        _parentCells = HostTree.CellsFor(node).Address;
        if (IsRoot || !IsCount(_parentCells) || !IsCount(AddressCells) || node.Find("ranges") is not { } ranges) return;
        _isTransparent = ranges.Length == 0;
        if (IsCount(SizeCells)) _windows = Decode(ranges.Cells());
    }

    /// <summary>Cells of an address on the bus.</summary>
    public int AddressCells { get; }

    /// <summary>Cells of a size.</summary>
    public int SizeCells { get; }

    /// <summary>The root: its addresses are the CPU's.</summary>
    public bool IsRoot { get; }

    /// <summary>True when <c>reg</c> of its children can be cut.</summary>
    public bool HasAddresses => IsCount(AddressCells) && IsCount(SizeCells);

    /// <summary>The windows to the parent: the address there, in cells, and the length in bytes.</summary>
    public IEnumerable<(uint[] Address, ulong Size)> Windows => (_windows ?? []).Select(window => (window.At(0, _parentCells), window.Size));

    /// <summary>An address of the parent for one on the bus; null when no window leads there.</summary>
    public uint[]? Up(uint[] address)
    {
        if (_isTransparent) return address.Length == _parentCells ? address : Window.Cells(NodeValues.Number(address), [], _parentCells);
        foreach (var window in _windows ?? [])
        {
            if (window.Distance(address) is { } distance) return window.At(distance, _parentCells);
        }

        return null;
    }

    private static bool IsCount(int cells) => cells is >= 1 and <= MaximumCells;

    private Window[] Decode(uint[] cells)
    {
        var width = AddressCells + _parentCells + SizeCells;
        var windows = new Window[cells.Length / width];
        for (var i = 0; i < windows.Length; i++)
        {
            var row = cells.AsSpan(i * width, width);
            var upper = row.Slice(AddressCells, _parentCells);
            windows[i] = new Window(
                // The flags of PCI addresses stand in the first of three cells; there the other two count.
                AddressCells > 2 ? row[0] & SpaceBits : null,
                NodeValues.Number(row[..AddressCells]),
                NodeValues.Number(upper),
                _parentCells > 2 ? upper[..^2].ToArray() : [],
                NodeValues.Number(row[(AddressCells + _parentCells)..]));
        }

        return windows;
    }

    private sealed record Window(uint? Space, ulong From, ulong To, uint[] Above, ulong Size)
    {
        public ulong? Distance(uint[] address)
        {
            if (Space is { } space && (address[0] & SpaceBits) != space) return null;
            var wanted = NodeValues.Number(address);
            return wanted >= From && wanted - From < Size ? wanted - From : null;
        }

        public uint[] At(ulong distance, int count) => Cells(unchecked(To + distance), Above, count);

        public static uint[] Cells(ulong value, uint[] above, int count)
        {
            var cells = new uint[count];
            above.CopyTo(cells, 0);
            cells[^1] = (uint)value;
            if (count > 1) cells[^2] = (uint)(value >> 32);
            return cells;
        }
    }
}
