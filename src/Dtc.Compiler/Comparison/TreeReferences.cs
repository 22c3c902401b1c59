using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Dtc.Compiler.Comparison;

/// <summary>
/// Which cells of a tree refer to which nodes: from what the source wrote, from fix-up nodes, and else from the names
/// of properties that are known to hold phandles.
/// </summary>
public sealed class TreeReferences
{
    private readonly DeviceTree _tree;
    private readonly Dictionary<uint, Node> _byPhandle = [];

    /// <summary>Looks at a tree whose passes have run.</summary>
    public TreeReferences(DeviceTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        _tree = tree;
        Collect(tree.Root);
    }

    /// <summary>True for the properties that give a node its phandle.</summary>
    public static bool IsPhandle(DeviceTree tree, Property property)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(property);
        return property.Name == tree.Names.Phandle || property.Name == tree.Names.LinuxPhandle;
    }

    /// <summary>The phandle in a node's properties; 0 for none.</summary>
    public uint PhandleOf(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var property = node.Find(_tree.Names.Phandle) ?? node.Find(_tree.Names.LinuxPhandle);
        return property?.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(property.Value) : 0;
    }

    /// <summary>The first node with a phandle; null when there is none.</summary>
    public Node? ByPhandle(uint phandle) => _byPhandle.GetValueOrDefault(phandle);

    /// <summary>The references in a value, by ascending offset.</summary>
    public IReadOnlyList<CellReference> Of(Node node, Property property)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(property);
        if (IsPhandle(_tree, property)) return [];
        var written = Written(property);
        if (written.Count > 0) return written;
        if (property.Length == 0 || property.Length % 4 != 0) return [];
        var name = Encoding.UTF8.GetString(property.Name.Utf8);
        if (name == "interrupt-map") return InterruptMap(node, property.Value);
        if (name is "iommu-map" or "msi-map") return EveryFourth(property.Value);
        return ReferenceProperties.CellsProperty(name) is { } cells ? List(property.Value, cells) : [];
    }

    private void Collect(Node node)
    {
        if (PhandleOf(node) is var phandle and not (0 or uint.MaxValue)) _byPhandle.TryAdd(phandle, node);
        foreach (var child in node.Children) Collect(child);
    }

    private List<CellReference> Written(Property property)
    {
        var found = new List<CellReference>();
        foreach (var marker in property.Markers)
        {
            if (marker.Kind != MarkerKind.PhandleReference || marker.Reference is not { } name) continue;
            if (marker.Offset < 0 || marker.Offset > property.Length - 4) continue;
            var target = ByPhandle(Cell(property.Value, marker.Offset)) ?? _tree.FindByReference(name);
            found.Add(new CellReference(marker.Offset, target, target is null ? name.ToString() : null));
        }

        return found;
    }

    // Phandles, each followed by as many cells as its node says. A value that does not fit that is no such list.
    private List<CellReference> List(ReadOnlySpan<byte> value, string cellsProperty)
    {
        var found = new List<CellReference>();
        for (var at = 0; at < value.Length; at += 4)
        {
            var phandle = Cell(value, at);
            if (phandle is 0 or uint.MaxValue) continue; // an entry left out
            if (ByPhandle(phandle) is not { } target) return [];
            found.Add(new CellReference(at, target, null));
            var cells = cellsProperty.Length == 0 ? 0 : CellsOf(target, cellsProperty, 0);
            if (cells < 0 || cells > (value.Length - at) / 4) return [];
            at += 4 * cells;
        }

        return found;
    }

    // The number, a phandle, the number there, and how many: all of one cell in practice.
    private List<CellReference> EveryFourth(ReadOnlySpan<byte> value)
    {
        var found = new List<CellReference>();
        for (var at = 4; at < value.Length; at += 16)
        {
            if (ByPhandle(Cell(value, at)) is not { } target) return [];
            found.Add(new CellReference(at, target, null));
        }

        return found;
    }

    // Unit address and interrupt of the child, the parent, unit address and interrupt there.
    private List<CellReference> InterruptMap(Node node, ReadOnlySpan<byte> value)
    {
        var found = new List<CellReference>();
        var child = 4L * (CellsOf(node, "#address-cells", 2) + CellsOf(node, "#interrupt-cells", 1));
        for (var at = child; at < value.Length; at += child)
        {
            if (at < 0 || ByPhandle(Cell(value, (int)at)) is not { } parent) return [];
            found.Add(new CellReference((int)at, parent, null));
            at += 4 + (4L * (CellsOf(parent, "#address-cells", 0) + CellsOf(parent, "#interrupt-cells", 1)));
        }

        return found;
    }

    // Negative when it is no number that makes sense.
    private int CellsOf(Node node, string name, int absent)
    {
        const int most = 64;
        if (_tree.Names.Find(Encoding.UTF8.GetBytes(name)) is not { } known || node.Find(known) is not { } property) return absent;
        if (property.Length != 4) return int.MinValue / 8;
        var cells = Cell(property.Value, 0);
        return cells > most ? int.MinValue / 8 : (int)cells;
    }

    private static uint Cell(ReadOnlySpan<byte> value, int offset) => BinaryPrimitives.ReadUInt32BigEndian(value[offset..]);
}
