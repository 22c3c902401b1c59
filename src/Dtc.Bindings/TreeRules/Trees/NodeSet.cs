namespace Dtc.Bindings.TreeRules;

/// <summary>Nodes that a selector found, and what has been worked out from all of them together. Serves one thread.</summary>
internal sealed class NodeSet(RuleNode[] nodes)
{
    private readonly Dictionary<object, object> _derived = [];
    private HashSet<RuleNode>? _members;

    public static NodeSet Empty => new([]);

    /// <summary>In the order of the tree.</summary>
    public RuleNode[] Nodes => nodes;

    public bool Contains(RuleNode node) => (_members ??= [.. nodes]).Contains(node);

    /// <summary>Something that is made of the nodes once: an index by key, by address, by interrupt.</summary>
    public T Derive<T>(object key, Func<T> make)
        where T : class
    {
        if (_derived.TryGetValue(key, out var made)) return (T)made;
        var value = make();
        _derived[key] = value;
        return value;
    }
}
