using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Siblings, and properties of one node, of the same name.</summary>
internal static class DuplicateChecks
{
    // Beyond this many a table finds the repeated ones; below, comparing each with each is faster.
    private const int TableThreshold = 24;

    // A live node with a later sibling of the same name, even one that only stands for a deletion.
    public static void Nodes(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.ChildCount < 2) return;
        if (node.ChildCount > TableThreshold)
        {
            ManyNodes(run, node);
            return;
        }

        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child.Deleted) continue;
            for (var later = child.NextSibling; later is not null; later = later.NextSibling)
            {
                if (later.Name == child.Name) Repeated(run, child, later);
            }
        }
    }

    public static void Properties(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.PropertyCount > TableThreshold)
        {
            ManyProperties(run, node);
            return;
        }

        for (var property = node.FirstProperty; property is not null; property = property.Next)
        {
            if (property.Deleted) continue;
            for (var later = property.Next; later is not null; later = later.Next)
            {
                if (later.Name == property.Name && !later.Deleted) Repeated(run, node, property, later);
            }
        }
    }

    private static void ManyNodes(CheckRun run, Node node)
    {
        var seen = new HashSet<Name>(node.ChildCount);
        HashSet<Name>? repeated = null;
        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (!seen.Add(child.Name)) (repeated ??= []).Add(child.Name);
        }

        if (repeated is null) return;
        var groups = new Dictionary<Name, List<Node>>();
        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (!repeated.Contains(child.Name)) continue;
            if (!groups.TryGetValue(child.Name, out var group)) groups.Add(child.Name, group = []);
            group.Add(child);
        }

        var passed = new Dictionary<Name, int>();
        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (!groups.TryGetValue(child.Name, out var group)) continue;
            var later = passed[child.Name] = passed.GetValueOrDefault(child.Name) + 1;
            if (child.Deleted) continue;
            for (; later < group.Count; later++) Repeated(run, child, group[later]);
            if (!run.DtcFlow) groups.Remove(child.Name); // each with the first is enough
        }
    }

    private static void ManyProperties(CheckRun run, Node node)
    {
        var groups = new Dictionary<Name, List<Property>?>(node.PropertyCount);
        var any = false;
        foreach (var property in node.Properties)
        {
            if (!groups.TryAdd(property.Name, null)) any = true;
        }

        if (!any) return;
        foreach (var property in node.Properties) (groups[property.Name] ??= []).Add(property);
        foreach (var property in node.Properties)
        {
            if (groups[property.Name] is not { } group) continue;
            var later = group.IndexOf(property) + 1;
            for (; later < group.Count; later++) Repeated(run, node, property, group[later]);
            if (!run.DtcFlow) groups[property.Name] = null; // each with the first is enough
        }
    }

    private static void Repeated(CheckRun run, Node first, Node second)
    {
        var message = second.Deleted
            ? $"'/delete-node/ {second.Name}' stands in the same body as the node, where it deletes nothing"
            : $"a second node '{second.Name}' in {Describe(first.Parent!)}";
        run.Fail(second, "Duplicate node name", message,
            second.Deleted ? "remove both" : "give them different names or unit addresses",
            new RelatedSpan("the first one", TreeContext.Place(first)));
    }

    // dtc names the first, we the one that is too many.
    private static void Repeated(CheckRun run, Node node, Property first, Property second)
    {
        var place = TreeContext.Place(second);
        run.Fail(node, first, "Duplicate property name", $"'{second.Name}' is given a second time in {Describe(node)}",
            "remove one of them", new RelatedSpan("the first one", TreeContext.Place(first)), place.IsNone ? null : place);
    }

    private static string Describe(Node node) => node.Parent is null ? "the root" : $"'{node.Path}'";
}
