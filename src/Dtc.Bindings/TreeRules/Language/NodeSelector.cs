using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Says which nodes are meant. Relative ones (<c>this</c>, <c>parent</c>, <c>children</c>) are so to the node of the rule.</summary>
internal sealed class NodeSelector
{
    private readonly Func<RuleRun, RuleNode, bool> _matches;
    private readonly Func<RuleRun, RuleNode, IEnumerable<RuleNode>>? _find;

    private NodeSelector(Func<RuleRun, RuleNode, bool> matches, Func<RuleRun, RuleNode, IEnumerable<RuleNode>>? find = null)
    {
        _matches = matches;
        _find = find;
    }

    /// <summary>The node of the rule.</summary>
    public static NodeSelector This { get; } = new((_, _) => true, (_, self) => [self]);

    /// <summary>Every node.</summary>
    public static NodeSelector Any { get; } = new((_, _) => true);

    /// <summary>Reads one: a word, a name that the file defines, a path, or a mapping of conditions.</summary>
    public static NodeSelector Read(SchemaValue value, RuleNames names)
    {
        if (value.IsArray)
        {
            NodeSelector[] any = [.. value.Items.Select(item => Read(item, names))];
            return new NodeSelector(
                (run, node) => Array.Exists(any, selector => selector.Matches(run, node)),
                Array.Exists(any, selector => selector._find is not null)
                    ? (run, self) => any.SelectMany(selector => selector.Find(run, self)).Distinct().OrderBy(node => node.Index)
                    : null);
        }

        return value.IsString ? ReadWord(value, names) : new NodeSelector(ReadConditions(value, names), ReadRelative(value, names));
    }

    /// <summary>Whether a node is one of them; relative selectors take any.</summary>
    public bool Matches(RuleRun run, RuleNode node) => _matches(run, node);

    /// <summary>The nodes, in the order of the tree.</summary>
    /// <param name="run">The tree.</param>
    /// <param name="self">The node of the rule.</param>
    public IEnumerable<RuleNode> Find(RuleRun run, RuleNode self) => _find is null ? run.FindAll(this) : _find(run, self);

    /// <summary>The same nodes without those that are out of use.</summary>
    public NodeSelector Enabled() => new(
        (run, node) => !node.IsDisabled && _matches(run, node),
        _find is null ? null : (run, self) => _find(run, self).Where(node => !node.IsDisabled));

    private static NodeSelector ReadWord(SchemaValue value, RuleNames names)
    {
        switch (value.String)
        {
            case "this":
                return This;
            case "any":
                return Any;
            case "others":
                return new NodeSelector((_, _) => true, (run, self) => run.Tree.Nodes.Where(node => node != self));
            case "parent":
                return new NodeSelector((_, _) => true, (_, self) => self.Parent is { } parent ? [parent] : []);
            case "children":
                return new NodeSelector((_, _) => true, (_, self) => self.Children);
            case "siblings":
                return new NodeSelector((_, _) => true, (_, self) => self.Parent?.Children.Where(node => node != self) ?? []);
            case ['/', ..]:
                var path = PathPattern(value);
                return new NodeSelector((_, node) => path(node));
            default:
                return names.FindNodes(value.String)
                    ?? throw new RuleFormatException($"'{value.String}' is not defined below 'nodes'{names.SuggestNodes(value.String)}", value.Position);
        }
    }

    private static Func<RuleRun, RuleNode, IEnumerable<RuleNode>>? ReadRelative(SchemaValue value, RuleNames names)
    {
        if (value["among"] is not { } among) return null;
        var outer = Read(among, names);
        var matches = ReadConditions(value, names);
        return (run, self) => outer.Find(run, self).Where(node => matches(run, node));
    }

    private static Func<RuleRun, RuleNode, bool> ReadConditions(SchemaValue value, RuleNames names)
    {
        var all = new List<Func<RuleRun, RuleNode, bool>>();
        for (var i = 0; i < value.Members.Count; i++)
        {
            var (key, given) = (value.Members[i].Key, value.Members[i].Value);
            if (key != "among") all.Add(ReadCondition(key, given, names, value.Members[i].Position));
        }

        return (run, node) => all.TrueForAll(condition => condition(run, node));
    }

    private static Func<RuleRun, RuleNode, bool> ReadCondition(string key, SchemaValue given, RuleNames names, SchemaPosition at)
    {
        switch (key)
        {
            case "path":
                Func<RuleNode, bool>[] paths = [.. RuleText.List(given).Select(PathPattern)];
                return (_, node) => Array.Exists(paths, path => path(node));
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
                var not = Read(given, names);
                return (run, node) => !not.Matches(run, node);
            case "any":
                NodeSelector[] any = [.. RuleText.List(given).Select(item => Read(item, names))];
                return (run, node) => Array.Exists(any, selector => selector.Matches(run, node));
            case "parent":
                var parent = Read(given, names);
                return (run, node) => node.Parent is not null && parent.Matches(run, node.Parent);
            case "under":
                var under = Read(given, names);
                return (run, node) => Above(node).Any(above => under.Matches(run, above));
            case "child":
                var child = Read(given, names);
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

    // "/chosen/*" has * for one name, "**" for any number of them; a name may have * within.
    private static Func<RuleNode, bool> PathPattern(SchemaValue value)
    {
        var text = value.String;
        if (text is not ['/', ..]) throw new RuleFormatException("a path begins with '/'", value.Position);
        if (!text.Contains('*', StringComparison.Ordinal)) return node => node.Path == text;
        var pattern = string.Join('/', text.Split('/').Select(part => part == "**" ? ".*"
            : System.Text.RegularExpressions.Regex.Escape(part).Replace("\\*", "[^/]*", StringComparison.Ordinal)));
        var compiled = RuleText.Pattern(SchemaValue.Of($"^{pattern}$", value.Position));
        return node => RuleText.IsFound(compiled, node.Path);
    }

    private static string BaseName(string name) => name.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? name[..at] : name;

    private static IEnumerable<RuleNode> Above(RuleNode node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent) yield return at;
    }
}
