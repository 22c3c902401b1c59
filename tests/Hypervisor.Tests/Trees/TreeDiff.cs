using Dtc.Tree;

namespace Hypervisor.Tests.Trees;

/// <summary>Compares trees byte for byte, the order of properties and nodes included.</summary>
internal sealed class TreeDiff
{
    private readonly Func<string, string, string?> _allowed;

    private TreeDiff(Func<string, string, string?> allowed) => _allowed = allowed;

    /// <summary>What differs and is not allowed.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>What differs and is allowed, with the reason.</summary>
    public List<string> Allowed { get; } = [];

    public int Nodes { get; private set; }

    public int Properties { get; private set; }

    /// <summary>Compares; <paramref name="allowed"/> gets the path and the property and gives a reason for an allowed difference.</summary>
    public static TreeDiff Of(DeviceTree promised, DeviceTree read, Func<string, string, string?> allowed)
    {
        var diff = new TreeDiff(allowed);
        diff.Node(promised.Root, read.Root, "");
        return diff;
    }

    private void Node(Node promised, Node read, string path)
    {
        Nodes++;
        var left = Names(promised.Properties);
        var right = Names(read.Properties);
        foreach (var name in left.Keys.Concat(right.Keys).Distinct())
        {
            Properties++;
            if (!left.TryGetValue(name, out var a)) Add(path, name, "not promised");
            else if (!right.TryGetValue(name, out var b)) Add(path, name, "not read back");
            else if (!a.Value.SequenceEqual(b.Value)) Add(path, name, $"{Convert.ToHexString(a.Value)} promised, {Convert.ToHexString(b.Value)} read back");
        }

        if (!left.Keys.Where(right.ContainsKey).SequenceEqual(right.Keys.Where(left.ContainsKey))) Differences.Add($"{path}: order of properties");
        var nodes = Children(promised);
        var others = Children(read);
        if (!nodes.Select(node => NameOf(node, path)).SequenceEqual(others.Select(node => NameOf(node, path))))
        {
            Differences.Add($"{path}/: promised {string.Join(' ', nodes.Select(node => node.Name))}; read back {string.Join(' ', others.Select(node => node.Name))}");
            return;
        }

        for (var i = 0; i < nodes.Count; i++) Node(nodes[i], others[i], $"{path}/{nodes[i].Name}");
    }

    // Where the address of memory is open, so is the node's name.
    private string NameOf(Node node, string path) =>
        path.Length == 0 && node.Name.Utf8.StartsWith("memory@"u8) && _allowed("/memory", "reg") is not null ? "memory" : node.Name.ToString();

    private void Add(string path, string name, string what)
    {
        if (_allowed(path, name) is { } reason) Allowed.Add($"{path} {name}: {what} ({reason})");
        else Differences.Add($"{path} {name}: {what}");
    }

    private static Dictionary<string, Property> Names(PropertyEnumerable properties)
    {
        var result = new Dictionary<string, Property>(StringComparer.Ordinal);
        foreach (var property in properties) result.Add(property.Name.ToString(), property);
        return result;
    }

    private static List<Node> Children(Node node)
    {
        var result = new List<Node>();
        foreach (var child in node.Children) result.Add(child);
        return result;
    }
}
