using Dtc.Tree;

namespace Hypervisor.Hosts;

/// <summary>
/// A host's tree, read as Xen and Linux read it: paths, phandles, cells that are inherited, addresses and interrupts led to where
/// they arrive. Plans and generators read the same. The tree is not changed. Every look-up is bounded, whatever the tree says.
/// </summary>
public sealed partial class HostTree
{
    private const int MaximumPath = 4096;

    private readonly Dictionary<uint, Node> _phandles = [];
    private readonly Dictionary<string, Node> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a tree.</summary>
    /// <param name="tree">The tree, its passes run.</param>
    /// <param name="name">How messages call it.</param>
    public HostTree(DeviceTree tree, string name = "the host's tree")
    {
        ArgumentNullException.ThrowIfNull(tree);
        Name = name;
        Tree = tree;
        var nodes = new List<Node>();
        var stack = new Stack<(Node Node, string Path)>();
        stack.Push((tree.Root, ""));
        while (stack.TryPop(out var item))
        {
            nodes.Add(item.Node);
            _paths.TryAdd(item.Path.Length == 0 ? "/" : item.Path, item.Node);
            if (item.Node.PhandleOf() is not 0 and var phandle) _phandles.TryAdd(phandle, item.Node);
            var children = item.Node.Children.AsEnumerable();
            // Paths that grow without end would need memory in the square of the depth.
            for (var i = children.Count - 1; i >= 0; i--)
            {
                var path = item.Path.Length > MaximumPath ? item.Path : $"{item.Path}/{children[i].Name}";
                stack.Push((children[i], path));
            }
        }

        Nodes = nodes;
        Addresses = new HostAddresses();
        Interrupts = new HostInterrupts(this);
    }

    /// <summary>The files it was read from: the source, and what that includes; none for a blob.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How messages call it.</summary>
    public string Name { get; }

    /// <summary>The tree.</summary>
    public DeviceTree Tree { get; }

    /// <summary>All nodes in the order of the tree, the root first.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The root.</summary>
    public Node Root => Tree.Root;

    /// <summary>Addresses of devices as the CPU sees them.</summary>
    internal HostAddresses Addresses { get; }

    /// <summary>Where interrupts arrive.</summary>
    internal HostInterrupts Interrupts { get; }

    /// <summary>The node at a path; case does not matter, as in Xen.</summary>
    public Node? Find(string path) => _paths.GetValueOrDefault(path);

    /// <summary>The first node with a phandle.</summary>
    public Node? Find(uint phandle) => _phandles.GetValueOrDefault(phandle);

    /// <summary>
    /// The node that somebody wrote down: by its path, letter by letter, or by an alias, which may have a path behind it. Options
    /// after a colon are left out.
    /// </summary>
    public Node? Resolve(string pathOrAlias)
    {
        ArgumentNullException.ThrowIfNull(pathOrAlias);
        var path = pathOrAlias.Split(':')[0];
        if (path.Length == 0) return null;
        if (path[0] != '/')
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var alias = slash < 0 ? path : path[..slash];
            if (Root.Child("aliases")?.Text(alias) is not ['/', ..] target) return null;
            path = slash < 0 ? target : target + path[slash..];
        }

        Node? at = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at?.Child(name);
            if (at is null) return null;
        }

        return at;
    }

    /// <summary>The node that Xen takes for its console when it is told this: a path or an alias, with options after a colon.</summary>
    public Node? FindConsole(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Split(':')[0];
        if (name is ['/', ..]) return Find(name);
        return Find("/aliases") is { } aliases && aliases.Text(name) is { } path ? Find(path) : null;
    }

    /// <summary>Cells of addresses and sizes in a node's own <c>reg</c>: all ancestors are asked, not only the parent.</summary>
    internal static (int Address, int Size) CellsFor(Node node) => node.Parent is { } parent ? CellsBelow(parent) : (2, 1);

    /// <summary>Cells of addresses and sizes of a node's children: its own, or those of an ancestor.</summary>
    internal static (int Address, int Size) CellsBelow(Node node) =>
        (Inherited(node, "#address-cells", 2), Inherited(node, "#size-cells", 1));

    private static int Inherited(Node? node, string name, int missing)
    {
        for (; node is not null; node = node.Parent)
        {
            if (node.Cell(name) is { } cells) return cells > int.MaxValue ? int.MaxValue : (int)cells;
        }

        return missing;
    }
}
