using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>dtc's checks 1 to 8: names of nodes and properties. Redundant <c>name</c> properties are removed.</summary>
internal static class NameChecks
{
    // Beyond this many siblings a set finds the repeated one; below, comparing each with each is faster.
    private const int SetThreshold = 24;

    private static readonly bool[] NodeChars = Allowed(",._+-@");
    private static readonly bool[] PropertyChars = Allowed(",._+*#?-");

    public static void Run(TreeContext context) => Visit(context, context.Tree.Root);

    private static void Visit(TreeContext context, Node node)
    {
        NodeName(context, node);
        RepeatedChildren(context, node);
        Properties(context, node);
        foreach (var child in node.Children) Visit(context, child);
    }

    private static void NodeName(TreeContext context, Node node)
    {
        var name = node.Name.Utf8;
        foreach (var c in name)
        {
            if (NodeChars[c]) continue;
            context.Report(Rules.NodeNameChars, TreeContext.Place(node), $"'{(char)c}' in the node name '{node.Name}'");
            return;
        }

        if (node.Name.UnitAddress.Contains((byte)'@'))
        {
            context.Report(Rules.NodeNameFormat, TreeContext.Place(node), $"more than one '@' in the node name '{node.Name}'");
        }

        if (node.Name.BaseLength == 0 && node.Parent is not null)
        {
            context.Report(Rules.NodeNameNotEmpty, TreeContext.Place(node), $"nothing before the '@' in the node name '{node.Name}'");
        }
    }

    // A live node with a later sibling of the same name, even one that only stands for a deletion.
    private static void RepeatedChildren(TreeContext context, Node node)
    {
        if (node.ChildCount < 2) return;
        if (node.ChildCount > SetThreshold)
        {
            var seen = new Dictionary<Name, Node>(node.ChildCount);
            for (var child = node.FirstChild; child is not null; child = child.NextSibling)
            {
                if (seen.TryGetValue(child.Name, out var first)) Repeated(context, first, child);
                else if (!child.Deleted) seen.Add(child.Name, child);
            }

            return;
        }

        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child.Deleted) continue;
            for (var later = child.NextSibling; later is not null; later = later.NextSibling)
            {
                if (later.Name == child.Name) Repeated(context, child, later);
            }
        }
    }

    private static void Repeated(TreeContext context, Node first, Node second)
    {
        var message = second.Deleted
            ? $"'/delete-node/ {second.Name}' stands in the same body as the node, where it deletes nothing"
            : $"a second node '{second.Name}' in {Describe(first.Parent!)}";
        context.Diagnostics.Add(new Diagnostic(Rules.DuplicateNodeNames, TreeContext.Place(second), message)
        {
            Related = [new RelatedSpan("the first one", TreeContext.Place(first))],
            Help = second.Deleted ? "remove both" : "give them different names or unit addresses",
        });
    }

    private static void Properties(TreeContext context, Node node)
    {
        Property? nameProperty = null;
        var set = node.PropertyCount > SetThreshold ? new Dictionary<Name, Property>(node.PropertyCount) : null;
        for (var property = node.FirstProperty; property is not null; property = property.Next)
        {
            if (property.Name == context.Names.NameProperty) nameProperty ??= property;
            if (property.Deleted) continue;
            PropertyName(context, property);
            if (set is null)
            {
                for (var later = property.Next; later is not null; later = later.Next)
                {
                    if (later.Name == property.Name && !later.Deleted) Repeated(context, node, property, later);
                }
            }
            else if (!set.TryAdd(property.Name, property)) Repeated(context, node, set[property.Name], property);
        }

        if (nameProperty is not null) NameProperty(context, node, nameProperty);
    }

    private static void PropertyName(TreeContext context, Property property)
    {
        foreach (var c in property.Name.Utf8)
        {
            if (PropertyChars[c]) continue;
            context.Report(Rules.PropertyNameChars, TreeContext.Place(property), $"'{(char)c}' in the property name '{property.Name}'");
            return;
        }
    }

    private static void Repeated(TreeContext context, Node node, Property first, Property second) =>
        context.Diagnostics.Add(new Diagnostic(Rules.DuplicatePropertyNames, TreeContext.Place(second),
            $"'{second.Name}' is given a second time in {Describe(node)}")
        {
            Related = [new RelatedSpan("the first one", TreeContext.Place(first))],
            Help = "remove one of them",
        });

    // Looks at the first "name", deleted or not, as dtc does.
    private static void NameProperty(TreeContext context, Node node, Property property)
    {
        var value = property.Value;
        if (!property.Deleted && (value.Length == 0 || value.IndexOf((byte)0) != value.Length - 1))
        {
            context.Report(Rules.NameIsString, TreeContext.Place(property), "the 'name' property is not one string", "remove it");
            return;
        }

        if (value.Length == node.Name.BaseLength + 1 && value[..^1].SequenceEqual(node.Name.Utf8[..node.Name.BaseLength]))
        {
            node.Remove(property);
            return;
        }

        context.Report(Rules.NameProperties, TreeContext.Place(property),
            $"the 'name' property differs from the node's base name '{BaseName(node)}'", "remove it");
    }

    private static string BaseName(Node node) => System.Text.Encoding.UTF8.GetString(node.Name.Utf8[..node.Name.BaseLength]);

    private static string Describe(Node node) => node.Parent is null ? "the root" : $"'{node.Path}'";

    private static bool[] Allowed(string others)
    {
        var table = new bool[256];
        for (var c = 0; c < 128; c++) table[c] = char.IsAsciiLetterOrDigit((char)c) || others.Contains((char)c);
        return table;
    }
}
