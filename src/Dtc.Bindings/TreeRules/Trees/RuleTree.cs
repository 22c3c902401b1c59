using System.Text;
using Dtc.Bindings.Decoding;

namespace Dtc.Bindings.TreeRules;

/// <summary>A tree as rules see it: parents, paths, phandles, and properties by name. Serves one thread.</summary>
internal sealed class RuleTree
{
    private readonly Dictionary<uint, RuleNode> _byPhandle = [];

    private RuleTree(RuleNode root)
    {
        Root = root;
    }

    public RuleNode Root { get; }

    /// <summary>Where interrupts lead.</summary>
    public InterruptMap Interrupts => field ??= new InterruptMap(this);

    /// <summary>The highest phandle there is; 0 when there is none.</summary>
    public uint HighestPhandle { get; private set; }

    /// <summary>All nodes, depth first in the order of the tree.</summary>
    public List<RuleNode> Nodes { get; } = [];

    /// <summary>Takes the nodes of a tree; null when it has none.</summary>
    public static RuleTree? Of(BindingTree source)
    {
        if (source.NodeCount == 0) return null;
        var tree = new RuleTree(new RuleNode(string.Empty, null, 0));
        tree.Take(source, 0, tree.Root);
        return tree;
    }

    /// <summary>The node that a phandle names; null when none does. The first one counts.</summary>
    public RuleNode? FindByPhandle(uint phandle) => _byPhandle.GetValueOrDefault(phandle);

    /// <summary>The node at a path, or behind an alias; null when there is none.</summary>
    public RuleNode? FindByPath(string path)
    {
        if (!path.StartsWith('/'))
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var alias = slash < 0 ? path : path[..slash];
            if (Root.Child("aliases")?[alias]?.Strings is not [['/', ..] target]) return null;
            path = slash < 0 ? target : target + path[slash..];
        }

        var node = Root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node.Child(name) is not { } child) return null;
            node = child;
        }

        return node;
    }

    private void Take(BindingTree source, int index, RuleNode node)
    {
        Nodes.Add(node);
        var (first, count) = source.PropertiesOf(index);
        for (var i = first; i < first + count; i++)
        {
            node.Add(new RuleProperty(Encoding.UTF8.GetString(source.PropertyName(i)), source.PropertyMemory(i)));
        }

        if (node.Phandle is not (0 or uint.MaxValue)) _byPhandle.TryAdd(node.Phandle, node);
        HighestPhandle = Math.Max(HighestPhandle, node.Phandle);
        for (var child = source.FirstChild(index); child >= 0; child = source.NextSibling(child))
        {
            Take(source, child, new RuleNode(Encoding.UTF8.GetString(source.NodeName(child)), node, Nodes.Count));
        }
    }
}
