using System.Buffers.Binary;
using Dtc.Compiler.Values;
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
    private IReadOnlyDictionary<Property, ValueForm>? _forms;

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
    public IReadOnlyList<CellReference> Of(Property property)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (IsPhandle(_tree, property)) return [];
        var written = Written(property);
        if (written.Count > 0) return written;
        return Forms.TryGetValue(property, out var form) ? form.References : [];
    }

    /// <summary>True when nothing is known about a value: what it holds may be a phandle or a number.</summary>
    public bool IsUnknown(Property property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.MarkerCount == 0 && !Forms.ContainsKey(property);
    }

    /// <summary>
    /// The nodes whose phandles a value may hold of which nothing is known; none when it is text or its length says that it
    /// is no cells.
    /// </summary>
    public IEnumerable<Node> Possible(Property property)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (property.Length % 4 != 0 || !IsUnknown(property) || ValueText.IsStrings(property.Value)) yield break;
        for (var at = 0; at < property.Length; at += 4)
        {
            if (ByPhandle(Cell(property.Value, at)) is { } node) yield return node;
        }
    }

    // Only trees without markers need it.
    private IReadOnlyDictionary<Property, ValueForm> Forms => _forms ??= ValueAnalysis.Run(_tree, _byPhandle).Forms;

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
            found.Add(new CellReference(marker.Offset, target, target is null ? name : null));
        }

        return found;
    }

    private static uint Cell(ReadOnlySpan<byte> value, int offset) => BinaryPrimitives.ReadUInt32BigEndian(value[offset..]);
}
