using System.Runtime.InteropServices;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// The rows of an <c>interrupt-map</c> (Devicetree Specification 2.4.3): child address and specifier, under the mask, lead to a
/// parent, an address and a specifier there. The first row that fits counts.
/// </summary>
internal sealed class InterruptNexus
{
    private readonly Dictionary<string, (RuleNode Parent, uint[] Address, uint[] Cells)> _rows = new(StringComparer.Ordinal);
    private readonly RuleProperty? _mask;
    private readonly int _addressCells;
    private readonly int _interruptCells;

    public InterruptNexus(RuleTree tree, RuleNode node)
    {
        (_addressCells, _interruptCells) = (AddressCellsOf(node), node.CellsOf("#interrupt-cells", 1));
        _mask = node["interrupt-map-mask"];
        var map = node["interrupt-map"]!;
        for (var at = 0; at + _addressCells + _interruptCells < map.CellCount;)
        {
            var key = KeyOf(map.Take(at, _addressCells), map.Take(at + _addressCells, _interruptCells));
            at += _addressCells + _interruptCells;
            if (tree.FindByPhandle(map.Cell(at++)!.Value) is not { } parent) return;
            var (above, count) = (parent.CellsOf("#address-cells", 0), parent.CellsOf("#interrupt-cells", 1));
            if (at + above + count > map.CellCount) return;
            _rows.TryAdd(key, (parent, map.Take(at, above), map.Take(at + above, count)));
            at += above + count;
        }
    }

    /// <summary>Where an interrupt goes on to; null when no row is for it.</summary>
    public (RuleNode Parent, uint[] Address, uint[] Cells)? Find(uint[] address, uint[] cells) =>
        _rows.TryGetValue(KeyOf(address, cells), out var row) ? row : null;

    // As Linux has it: the node's own, or those of the nearest node above that says.
    internal static int AddressCellsOf(RuleNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at["#address-cells"] is not null) return at.AddressCells;
        }

        return 2;
    }

    private string KeyOf(uint[] address, uint[] cells)
    {
        var key = new uint[_addressCells + _interruptCells];
        for (var i = 0; i < key.Length; i++)
        {
            var cell = i < _addressCells ? At(address, i) : At(cells, i - _addressCells);
            key[i] = cell & (_mask?.Cell(i) ?? uint.MaxValue);
        }

        return new string(MemoryMarshal.Cast<uint, char>(key));
    }

    private static uint At(uint[] cells, int index) => index < cells.Length ? cells[index] : 0;
}
