using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Hypervisor.Trees.Hosts;

/// <summary>
/// A host's tree as Xen reads it: paths, phandles, compatibles, cells that are inherited. The tree is not changed. Every look-up is
/// bounded, whatever the tree says.
/// </summary>
internal sealed class HostTree
{
    private readonly Dictionary<uint, Node> _phandles = [];
    private readonly Dictionary<string, Node> _paths = new(StringComparer.OrdinalIgnoreCase);

    public HostTree(DeviceTree tree)
    {
        Tree = tree;
        var nodes = new List<Node>();
        var stack = new Stack<(Node Node, string Path)>();
        stack.Push((tree.Root, ""));
        var children = new List<Node>();
        while (stack.TryPop(out var item))
        {
            nodes.Add(item.Node);
            _paths.TryAdd(item.Path.Length == 0 ? "/" : item.Path, item.Node);
            if (PhandleOf(item.Node) is not 0 and var phandle) _phandles.TryAdd(phandle, item.Node);
            children.Clear();
            foreach (var child in item.Node.Children) children.Add(child);
            // Paths that grow without end would need memory in the square of the depth.
            for (var i = children.Count - 1; i >= 0; i--)
            {
                var path = item.Path.Length > MaximumPath ? item.Path : $"{item.Path}/{children[i].Name}";
                stack.Push((children[i], path));
            }
        }

        Nodes = nodes;
    }

    private const int MaximumPath = 4096;

    /// <summary>The tree.</summary>
    public DeviceTree Tree { get; }

    /// <summary>All nodes in the order of the tree, the root first.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The root.</summary>
    public Node Root => Tree.Root;

    /// <summary>The node at a path; case does not matter, as in Xen.</summary>
    public Node? Find(string path) => _paths.GetValueOrDefault(path);

    /// <summary>The first node with a phandle.</summary>
    public Node? Find(uint phandle) => _phandles.GetValueOrDefault(phandle);

    /// <summary>The node that an alias names.</summary>
    public Node? FindAlias(string alias) =>
        Find("/aliases") is { } aliases && Text(aliases, alias) is { } path ? Find(path) : null;

    /// <summary>A property of a node.</summary>
    public Property? Property(Node node, string name) =>
        Tree.Names.Find(Encoding.UTF8.GetBytes(name)) is { } interned ? node.Find(interned) : null;

    /// <summary>The first string of a property; null when there is none or it has no end.</summary>
    public string? Text(Node node, string name)
    {
        if (Property(node, name) is not { } property) return null;
        var end = property.Value.IndexOf((byte)0);
        return end < 0 ? null : Encoding.UTF8.GetString(property.Value[..end]);
    }

    /// <summary>The first cell of a property; null when there is none.</summary>
    public uint? Cell(Node node, string name) =>
        Property(node, name) is { Length: >= 4 } property ? BinaryPrimitives.ReadUInt32BigEndian(property.Value) : null;

    /// <summary>All cells of a property; what is left over is not among them.</summary>
    public uint[] Cells(Node node, string name) => Property(node, name) is { } property ? CellsOf(property) : [];

    /// <summary>All cells of a value; what is left over is not among them.</summary>
    public static uint[] CellsOf(Property property)
    {
        var cells = new uint[property.Length / 4];
        for (var i = 0; i < cells.Length; i++) cells[i] = BinaryPrimitives.ReadUInt32BigEndian(property.Value[(i * 4)..]);
        return cells;
    }

    /// <summary>True when the node has a compatible of the list; the one it has comes along.</summary>
    public bool IsCompatible(Node node, IEnumerable<string> list, out string matched)
    {
        matched = "";
        if (Property(node, "compatible") is not { } property) return false;
        foreach (var wanted in list)
        {
            foreach (var have in Strings(property))
            {
                if (!string.Equals(have, wanted, StringComparison.OrdinalIgnoreCase)) continue;
                matched = wanted;
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the node has the compatible.</summary>
    public bool IsCompatible(Node node, string compatible) => IsCompatible(node, [compatible], out _);

    /// <summary>The strings of a value.</summary>
    public static IEnumerable<string> Strings(Property property)
    {
        var text = Encoding.UTF8.GetString(property.Value);
        return text.TrimEnd('\0').Split('\0');
    }

    /// <summary>True for nodes without a status, or with one that says so.</summary>
    public bool IsAvailable(Node node) => Text(node, "status") is null or "okay" or "ok";

    /// <summary>The phandle, however the property is called; 0 for none.</summary>
    public uint PhandleOf(Node node)
    {
        foreach (var property in node.Properties)
        {
            if (property.Length >= 4 && (property.Name == Tree.Names.Phandle || property.Name == Tree.Names.LinuxPhandle)
                && BinaryPrimitives.ReadUInt32BigEndian(property.Value) is not 0 and var phandle) return phandle;
        }

        return 0;
    }

    /// <summary>Cells of addresses and sizes in a node's own <c>reg</c>: Xen asks all ancestors, not only the parent.</summary>
    public (int Address, int Size) CellsFor(Node node) =>
        node.Parent is { } parent ? (Inherited(parent, "#address-cells", 2), Inherited(parent, "#size-cells", 1)) : (2, 1);

    /// <summary>Cells of addresses and sizes of a node's children: its own, or those of an ancestor.</summary>
    public (int Address, int Size) CellsBelow(Node node) =>
        (Inherited(node, "#address-cells", 2), Inherited(node, "#size-cells", 1));

    private int Inherited(Node? node, string name, int missing)
    {
        for (; node is not null; node = node.Parent)
        {
            if (Cell(node, name) is { } cells) return cells > int.MaxValue ? int.MaxValue : (int)cells;
        }

        return missing;
    }
}
