using System.Globalization;
using System.Text;
using Cli.Options;
using Dtc.Compiler.Comparison;
using Dtc.Tree;

namespace Cli.Inputs;

/// <summary>Finds the node that a user names: by path, alias, <c>&amp;label</c> or phandle.</summary>
internal sealed class NodeFinder(LoadedTree input)
{
    private readonly DeviceTree _tree = input.Tree;

    /// <summary>The node; null with the reason in <paramref name="reason"/>.</summary>
    /// <param name="name"><c>/path</c>, <c>alias</c>, <c>alias/path</c>, <c>&amp;label</c> or <c>0xPHANDLE</c>.</param>
    /// <param name="reason">Why there is none, with what was probably meant.</param>
    public Node? Find(string name, out string reason)
    {
        reason = "";
        if (name.StartsWith('/')) return Walk(_tree.Root, name, out reason);
        if (name.StartsWith('&')) return ByLabel(name[1..], out reason);
        if (TryPhandle(name, out var phandle))
        {
            var node = new TreeReferences(_tree).ByPhandle(phandle);
            if (node is null) reason = $"no node has the phandle 0x{phandle:x}";
            return node;
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var alias = slash < 0 ? name : name[..slash];
        if (Aliases() is not { } aliases || Property(aliases, alias) is not { } property)
        {
            var known = Aliases() is { } all ? Names(all) : [];
            reason = $"no alias '{alias}'; a path starts with '/', a label with '&'{DidYouMean(alias, known)}";
            return null;
        }

        return Walk(_tree.Root, Text(property), out reason) is { } start
            ? slash < 0 ? start : Walk(start, name[slash..], out reason)
            : null;
    }

    /// <summary>The property of a node; null with the reason.</summary>
    public static Property? Find(Node node, string name, out string reason)
    {
        var property = Property(node, name);
        reason = property is null ? $"{node.Path} has no property '{name}'{DidYouMean(name, Names(node))}" : "";
        return property;
    }

    private static bool TryPhandle(string name, out uint phandle) =>
        name.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(name.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out phandle)
            : uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out phandle);

    private static Node? Walk(Node start, string path, out string reason)
    {
        reason = "";
        var node = start;
        foreach (var component in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Child(node, component) is { } child)
            {
                node = child;
                continue;
            }

            var names = new List<string>();
            foreach (var c in node.Children) names.Add(c.Name.ToString());
            reason = $"{node.Path} has no child '{component}'{DidYouMean(component, names)}";
            return null;
        }

        return node;
    }

    // A name without unit address also finds a child that has one, if there is but one meaning: the first.
    private static Node? Child(Node node, string name)
    {
        foreach (var child in node.Children)
        {
            if (child.Name.ToString() == name) return child;
        }

        if (name.Contains('@', StringComparison.Ordinal)) return null;
        foreach (var child in node.Children)
        {
            if (child.Name.ToString().StartsWith(name + "@", StringComparison.Ordinal)) return child;
        }

        return null;
    }

    private Node? ByLabel(string label, out string reason)
    {
        reason = "";
        if (_tree.Names.Find(Encoding.UTF8.GetBytes(label)) is { } known && _tree.FindByLabel(known) is { } labelled) return labelled;
        var symbols = _tree.Root.FindChild(_tree.Names.Symbols);
        if (symbols is not null && Property(symbols, label) is { } path) return Walk(_tree.Root, Text(path), out reason);
        reason = symbols is null && input.Map is null
            ? $"no label '{label}': the blob has no /__symbols__ (it was compiled without -@)"
            : $"no label '{label}'{DidYouMean(label, symbols is null ? [] : Names(symbols))}";
        return null;
    }

    private Node? Aliases() => _tree.Root.FindChild(_tree.Names.Aliases);

    private static Property? Property(Node node, string name)
    {
        foreach (var property in node.Properties)
        {
            if (property.Name.ToString() == name) return property;
        }

        return null;
    }

    private static List<string> Names(Node node)
    {
        var names = new List<string>();
        foreach (var property in node.Properties) names.Add(property.Name.ToString());
        return names;
    }

    private static string Text(Property property)
    {
        var value = property.Value;
        var end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }

    private static string DidYouMean(string name, IEnumerable<string> candidates) =>
        NearestName.Find(name, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
