using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// How the rows of a property are made up of addresses, sizes and single cells, and which of the parts are the region, if
/// they have one. The cells are those of the node itself, of its parent, or, as Xen has it, of the nearest node above that says.
/// </summary>
internal sealed class RowLayout
{
    private readonly Part[] _parts;
    private readonly string? _cellsOf;
    private readonly int _address;
    private readonly int _size;

    private RowLayout(string property, Part[] parts, string? cellsOf, int address, int size)
    {
        (Property, _parts, _cellsOf, _address, _size) = (property, parts, cellsOf, address, size);
    }

    private enum Part
    {
        Address,
        Size,
        Cell,
    }

    public string Property { get; }

    /// <summary>Reads rows that hold a region.</summary>
    public static RowLayout Read(SchemaValue value)
    {
        var parts = ReadParts(value);
        var address = value["address"] is { } at ? RuleText.Small(at) : Array.IndexOf(parts, Part.Address);
        var size = value["size"] is { } length ? RuleText.Small(length) : Array.IndexOf(parts, Part.Size);
        if (address < 0 || address >= parts.Length || parts[address] != Part.Address || size < 0 || size >= parts.Length || parts[size] != Part.Size)
            throw new RuleFormatException("a region needs an address and a size in its row", value["row"]!.Position);
        return new RowLayout(value["property"]!.String, parts, value["cells-of"]?.String, address, size);
    }

    /// <summary>Reads rows of any parts.</summary>
    public static RowLayout ReadRow(SchemaValue value) => new(value["property"]!.String, ReadParts(value), value["cells-of"]?.String, -1, -1);

    /// <summary>What a row is made of, in words, and how many cells that is below this node.</summary>
    public (string Text, int Cells) Describe(RuleNode node)
    {
        var widths = Widths(node);
        var text = string.Join(", ", _parts.Zip(widths, (part, width) => part switch
        {
            Part.Address => $"address of {width}",
            Part.Size => $"size of {width}",
            _ => "1 cell",
        }));
        return (text, widths.Sum());
    }

    public IEnumerable<Region> Find(RuleNode node)
    {
        if (node[Property] is not { } property) yield break;
        var widths = Widths(node);
        var row = widths.Sum();
        if (widths[_address] == 0 || widths[_size] == 0) yield break;
        var (address, size) = (widths[.._address].Sum(), widths[.._size].Sum());
        for (var (entry, at) = (0, 0); at + row <= property.CellCount; entry++, at += row)
        {
            if (property.Number(at + address, widths[_address]) is not { } start) continue;
            if (property.Number(at + size, widths[_size]) is not { } length) continue;
            yield return new Region(node, Property, entry, at * 4, row * 4, start, length);
        }
    }

    private static Part[] ReadParts(SchemaValue value) =>
        [.. value["row"]!.Items.Select(item => item.String switch { "address" => Part.Address, "size" => Part.Size, _ => Part.Cell })];

    private int[] Widths(RuleNode node)
    {
        var (address, size) = Cells(node);
        return Array.ConvertAll(_parts, part => part switch { Part.Address => address, Part.Size => size, _ => 1 });
    }

    private (int Address, int Size) Cells(RuleNode node) => _cellsOf switch
    {
        "parent" when node.Parent is { } parent => (parent.AddressCells, parent.SizeCells),
        "above" => (Above(node, "#address-cells", 2), Above(node, "#size-cells", 1)),
        _ => (node.AddressCells, node.SizeCells),
    };

    private static int Above(RuleNode node, string name, int otherwise)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
        {
            if (at.CellsOf(name, -1) is >= 0 and var cells) return cells;
        }

        return otherwise;
    }
}
