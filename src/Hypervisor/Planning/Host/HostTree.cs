using Dtc.Tree;
using Hypervisor.Planning.Facts;

namespace Hypervisor.Planning.Host;

/// <summary>The host's tree, read for what plans ask: devices with their addresses and interrupts, memory, CPUs.</summary>
public sealed class HostTree
{
    private readonly Dictionary<uint, Node> _phandles = [];
    private readonly Dictionary<string, HostDevice> _byPath = new(StringComparer.Ordinal);
    private readonly InterruptResolution _interrupts;

    /// <summary>The files it was read from: the source, and what that includes.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Reads a tree.</summary>
    /// <param name="name">How messages call it.</param>
    /// <param name="tree">The tree, its passes run.</param>
    public HostTree(string name, DeviceTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        Name = name;
        Tree = tree;
        Nodes = [.. Walk(tree.Root)];
        foreach (var node in Nodes)
        {
            if (node.Cell("phandle") is { } phandle) _phandles.TryAdd(phandle, node);
            else if (node.Cell("linux,phandle") is { } old) _phandles.TryAdd(old, node);
        }

        _interrupts = new InterruptResolution(_phandles, DeviceFacts.Instance.Controllers);
        var devices = new List<HostDevice>();
        foreach (var node in Nodes)
        {
            if (IsMemory(node) || IsReserved(node)) continue;
            var regions = AddressTranslation.Regions(node);
            var interrupts = _interrupts.Of(node);
            if (regions.Count == 0 && interrupts.Count == 0) continue;
            var device = new HostDevice(node, node.Path, regions, interrupts);
            devices.Add(device);
            _byPath.TryAdd(device.Path, device);
        }

        Devices = devices;
        Memory = [.. Nodes.Where(IsMemory).SelectMany(AddressTranslation.Regions)];
        Reserved =
        [
            .. tree.Reservations.Select(r => ("/memreserve/", new HostRegion(r.Address, r.Size))),
            .. Nodes.Where(IsReserved).SelectMany(node => AddressTranslation.Regions(node).Select(region => (node.Path, region))),
        ];
        Cpus = [.. (tree.Root.Child("cpus")?.Children.AsEnumerable() ?? []).Where(node => node.Text("device_type") == "cpu")];
    }

    /// <summary>How messages call it.</summary>
    public string Name { get; }

    /// <summary>The tree itself.</summary>
    public DeviceTree Tree { get; }

    /// <summary>All nodes, parents before children.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Nodes with registers or interrupts, in the order of the tree.</summary>
    public IReadOnlyList<HostDevice> Devices { get; }

    /// <summary>The memory nodes' banks.</summary>
    public IReadOnlyList<HostRegion> Memory { get; }

    /// <summary>What is reserved, and by what.</summary>
    public IReadOnlyList<(string Path, HostRegion Region)> Reserved { get; }

    /// <summary>The nodes of the CPUs.</summary>
    public IReadOnlyList<Node> Cpus { get; }

    /// <summary>The device at a path.</summary>
    public HostDevice? Device(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>A node by its path, or by an alias (which may have a path behind it); options after a colon are left out.</summary>
    public Node? Find(string pathOrAlias)
    {
        ArgumentNullException.ThrowIfNull(pathOrAlias);
        var path = pathOrAlias.Split(':')[0];
        if (path.Length == 0) return null;
        if (path[0] != '/')
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var alias = slash < 0 ? path : path[..slash];
            if (Tree.Root.Child("aliases")?.Text(alias) is not ['/', ..] target) return null;
            path = slash < 0 ? target : target + path[slash..];
        }

        Node? at = Tree.Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = at?.Child(name);
            if (at is null) return null;
        }

        return at;
    }

    /// <summary>The node that bears a phandle.</summary>
    public Node? ByPhandle(uint phandle) => _phandles.GetValueOrDefault(phandle);

    /// <summary>The node that a node's interrupts go to first.</summary>
    public Node? InterruptParent(Node node) => _interrupts.ParentOf(node);

    private static bool IsMemory(Node node) => node.Text("device_type") == "memory";

    private static bool IsReserved(Node node) => node.Parent is { Parent.Parent: null } parent && parent.Name.ToString() == "reserved-memory";

    private static IEnumerable<Node> Walk(Node root)
    {
        var stack = new Stack<Node>([root]);
        while (stack.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children.AsEnumerable().Reverse()) stack.Push(child);
        }
    }
}
