using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// How the rows of a property are made up of addresses, sizes and single cells, in the cells of its own node or of the
/// node's parent, and which of the parts are the region.
/// </summary>
internal sealed class RowLayout
{
    private enum Part
    {
        Address,
        Size,
        Cell,
    }

    private readonly NodeSelector _of;
    private readonly Part[] _parts;
    private readonly bool _cellsOfParent;
    private readonly int _address;
    private readonly int _size;

    private RowLayout(string property, NodeSelector of, Part[] parts, bool cellsOfParent, int address, int size)
    {
        (Property, _of, _parts, _cellsOfParent, _address, _size) = (property, of, parts, cellsOfParent, address, size);
    }

    public string Property { get; }

    public static RowLayout Read(SchemaValue value, RuleNames names)
    {
        Part[] parts = [.. value["row"]!.Items.Select(item => item.String switch { "address" => Part.Address, "size" => Part.Size, _ => Part.Cell })];
        var address = value["address"] is { } at ? (int)RuleText.Number(at) : Array.IndexOf(parts, Part.Address);
        var size = value["size"] is { } length ? (int)RuleText.Number(length) : Array.IndexOf(parts, Part.Size);
        if (address < 0 || address >= parts.Length || parts[address] != Part.Address || size < 0 || size >= parts.Length || parts[size] != Part.Size)
            throw new RuleFormatException("a region needs an address and a size in its row", value["row"]!.Position);
        return new RowLayout(
            value["property"]!.String,
            value["of"] is { } of ? NodeSelector.Read(of, names) : NodeSelector.This,
            parts,
            value["cells-of"]?.String == "parent",
            address,
            size);
    }

    public IEnumerable<Region> Find(RuleRun run, RuleNode self)
    {
        foreach (var node in _of.Find(run, self))
        {
            if (node[Property] is not { } property) continue;
            var cells = _cellsOfParent ? node.Parent ?? node : node;
            var widths = _parts.Select(part => part switch { Part.Address => cells.AddressCells, Part.Size => cells.SizeCells, _ => 1 }).ToArray();
            var row = widths.Sum();
            if (row == 0) continue;
            for (var (entry, at) = (0, 0); at + row <= property.CellCount; entry++, at += row)
            {
                if (property.Number(at + widths[.._address].Sum(), widths[_address]) is not { } start) continue;
                if (property.Number(at + widths[.._size].Sum(), widths[_size]) is not { } size) continue;
                yield return new Region(node, Property, entry, at * 4, row * 4, start, size);
            }
        }
    }
}
