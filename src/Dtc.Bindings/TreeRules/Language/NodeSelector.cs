using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Says which nodes are meant. Relative ones (<c>this</c>, <c>parent</c>, <c>children</c>) are so to the node of the rule.</summary>
internal sealed class NodeSelector
{
    /// <summary>Words that stand for nodes near the one of the rule, or for all.</summary>
    public static readonly string[] Words = ["this", "any", "others", "parent", "children", "siblings"];

    private readonly Func<RuleRun, RuleNode, bool> _matches;
    private readonly Func<RuleRun, RuleNode, IEnumerable<RuleNode>> _list;
    private readonly Anchor _anchor;

    private NodeSelector(
        Func<RuleRun, RuleNode, bool> matches, Func<RuleRun, RuleNode, IEnumerable<RuleNode>>? list = null, Anchor anchor = Anchor.Tree, bool withoutSelf = false)
    {
        _matches = matches;
        _list = list ?? ((run, _) => run.Tree.Nodes.Where(node => matches(run, node)));
        (_anchor, IsWithoutSelf) = (anchor, withoutSelf);
    }

    // What the nodes depend on: the tree alone, the rule's node, or that node's parent.
    private enum Anchor
    {
        Tree,
        Parent,
        Self,
    }

    /// <summary>The node of the rule.</summary>
    public static NodeSelector This { get; } = new(Always, (_, self) => [self], Anchor.Self);

    /// <summary>Every node.</summary>
    public static NodeSelector Any { get; } = new(Always);

    /// <summary>The root.</summary>
    public static NodeSelector Root { get; } = new((_, node) => node.Parent is null);

    /// <summary>Whether the node of the rule is left out of what it finds.</summary>
    public bool IsWithoutSelf { get; }

    /// <summary>Whether it depends on the node of the rule.</summary>
    public bool IsRelative => _anchor != Anchor.Tree || IsWithoutSelf;

    /// <summary>One that is built in: nodes of the tree that fulfil a condition.</summary>
    public static NodeSelector Of(Func<RuleRun, RuleNode, bool> matches, bool withoutSelf = false) => new(matches, withoutSelf: withoutSelf);

    /// <summary>Reads one: a word, a name that the file defines, a path, or a mapping of conditions.</summary>
    public static NodeSelector Read(SchemaValue value, RuleNames names)
    {
        if (!value.IsArray) return value.IsString ? ReadWord(value, names) : ReadMapping(value, names);
        NodeSelector[] any = [.. value.Items.Select(item => Read(item, names))];
        bool Matches(RuleRun run, RuleNode node) => Array.Exists(any, selector => selector.Matches(run, node));
        return Array.Exists(any, selector => selector.IsRelative)
            ? new NodeSelector(Matches, (run, self) => any.SelectMany(selector => selector.Find(run, self)).Distinct().OrderBy(node => node.Index), Anchor.Self)
            : new NodeSelector(Matches);
    }

    /// <summary>Reads one that nodes are held against, which cannot be relative.</summary>
    public static NodeSelector ReadTest(SchemaValue value, RuleNames names)
    {
        var selector = Read(value, names);
        return !selector.IsRelative ? selector : throw new RuleFormatException(
            "'this', 'others', 'parent', 'children' and 'siblings' are relative to the node of a rule and say nothing here", value.Position);
    }

    /// <summary>Whether a node is one of them.</summary>
    public bool Matches(RuleRun run, RuleNode node) => _matches(run, node);

    /// <summary>The nodes, in the order of the tree; found once for all rules' nodes that they are the same for.</summary>
    /// <param name="run">The tree.</param>
    /// <param name="self">The node of the rule, which may be among them although <see cref="IsWithoutSelf"/> is set.</param>
    public NodeSet Resolve(RuleRun run, RuleNode self)
    {
        var at = _anchor switch { Anchor.Self => self, Anchor.Parent => self.Parent, _ => null };
        return _anchor == Anchor.Parent && at is null ? NodeSet.Empty : run.SetOf(this, at, () => _list(run, self));
    }

    /// <summary>The nodes, in the order of the tree.</summary>
    /// <param name="run">The tree.</param>
    /// <param name="self">The node of the rule.</param>
    public IEnumerable<RuleNode> Find(RuleRun run, RuleNode self)
    {
        var nodes = Resolve(run, self).Nodes;
        return IsWithoutSelf ? nodes.Where(node => node != self) : nodes;
    }

    /// <summary>How many there are.</summary>
    public int Count(RuleRun run, RuleNode self)
    {
        var set = Resolve(run, self);
        return set.Nodes.Length - (IsWithoutSelf && set.Contains(self) ? 1 : 0);
    }

    /// <summary>The same nodes without those that are out of use.</summary>
    public NodeSelector Enabled() => Narrow((_, node) => !node.IsDisabled);

    // The same nodes, of which a condition leaves some.
    private NodeSelector Narrow(Func<RuleRun, RuleNode, bool> condition) => new(
        (run, node) => _matches(run, node) && condition(run, node),
        (run, self) => Resolve(run, self).Nodes.Where(node => condition(run, node)),
        _anchor,
        IsWithoutSelf);

    private static bool Always(RuleRun run, RuleNode node) => true;

    private static NodeSelector ReadWord(SchemaValue value, RuleNames names)
    {
        switch (value.String)
        {
            case "this":
                return This;
            case "any":
                return Any;
            case "others":
                return new NodeSelector(Always, withoutSelf: true);
            case "parent":
                return new NodeSelector(Always, (_, self) => self.Parent is { } parent ? [parent] : [], Anchor.Self);
            case "children":
                return new NodeSelector(Always, (_, self) => self.Children, Anchor.Self);
            case "siblings":
                return new NodeSelector(Always, (_, self) => self.Parent?.Children ?? [], Anchor.Parent, withoutSelf: true);
            case ['/', ..]:
                var path = PathPattern.Read(value);
                return new NodeSelector((_, node) => path.Matches(node));
            default:
                return names.FindNodes(value.String)
                    ?? throw new RuleFormatException($"'{value.String}' is not defined below 'nodes'{names.SuggestNodes(value.String)}", value.Position);
        }
    }

    private static NodeSelector ReadMapping(SchemaValue value, RuleNames names)
    {
        var all = new List<Func<RuleRun, RuleNode, bool>>();
        for (var i = 0; i < value.Members.Count; i++)
        {
            var (key, given) = (value.Members[i].Key, value.Members[i].Value);
            if (key != "among") all.Add(ReadCondition(key, given, names, value.Members[i].Position));
        }

        bool Matches(RuleRun run, RuleNode node) => all.TrueForAll(condition => condition(run, node));
        return value["among"] is { } among ? Read(among, names).Narrow(Matches) : new NodeSelector(Matches);
    }

    private static Func<RuleRun, RuleNode, bool> ReadCondition(string key, SchemaValue given, RuleNames names, SchemaPosition at)
    {
        switch (key)
        {
            case "path":
                PathPattern[] paths = [.. RuleText.List(given).Select(PathPattern.Read)];
                return (_, node) => Array.Exists(paths, path => path.Matches(node));
            case "name":
                Func<string, bool>[] wanted = [.. RuleText.List(given).Select(RuleText.Matcher)];
                return (_, node) => Array.Exists(wanted, name => name(node.Name) || name(BaseName(node.Name)));
            case "compatible":
                Func<string, bool>[] strings = [.. RuleText.List(given).Select(RuleText.Matcher)];
                return (_, node) => node.Compatible.Any(text => Array.Exists(strings, matches => matches(text)));
            case "device_type":
                string[] types = [.. RuleText.List(given).Select(item => item.String)];
                return (_, node) => node["device_type"]?.Strings is [var type, ..] && types.Contains(type);
            case "has":
                string[] has = [.. RuleText.List(given).Select(item => item.String)];
                return (_, node) => Array.TrueForAll(has, name => node[name] is not null);
            case "lacks":
                string[] lacks = [.. RuleText.List(given).Select(item => item.String)];
                return (_, node) => Array.TrueForAll(lacks, name => node[name] is null);
            case "not":
                var not = ReadTest(given, names);
                return (run, node) => !not.Matches(run, node);
            case "any":
                NodeSelector[] any = [.. RuleText.List(given).Select(item => ReadTest(item, names))];
                return (run, node) => Array.Exists(any, selector => selector.Matches(run, node));
            case "parent":
                var parent = ReadTest(given, names);
                return (run, node) => node.Parent is not null && parent.Matches(run, node.Parent);
            case "under":
                var under = ReadTest(given, names);
                return (run, node) => Above(node).Any(above => under.Matches(run, above));
            case "child":
                var child = ReadTest(given, names);
                return (run, node) => node.Children.Exists(below => child.Matches(run, below));
            case "enabled":
                var enabled = given.IsTrue;
                return (_, node) => !node.IsDisabled == enabled;
            case "where":
                Assertion[] conditions = [.. RuleText.List(given).Select(item => AssertionReader.Read(item, names))];
                return (run, node) => Array.TrueForAll(conditions, condition => condition.Holds(run, node));
            default:
                throw new RuleFormatException($"'{key}' says nothing about a node", at);
        }
    }

    private static string BaseName(string name) => name.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? name[..at] : name;

    private static IEnumerable<RuleNode> Above(RuleNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent) yield return at;
    }
}
