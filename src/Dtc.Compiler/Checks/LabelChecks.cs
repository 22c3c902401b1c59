using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>A label names one node, property or place of the whole tree.</summary>
internal static class LabelChecks
{
    /// <summary>Runs over the whole tree when it comes to the root.</summary>
    public static void Duplicates(CheckRun run, int at)
    {
        if (at > 0) return;
        var seen = new Dictionary<Name, Bearer>();
        var unique = true;
        ForEach(run, (label, bearer) => unique &= seen.TryAdd(label, bearer));
        if (unique) return;
        if (run.DtcFlow) seen = ByKind(run);
        ForEach(run, (label, bearer) =>
        {
            var first = seen[label];
            if (first.Is(bearer)) return;
            run.Fail(bearer.Node, $"Duplicate label '{DtcText.Of(label)}' on {bearer.Describe()} and {first.Describe()}",
                $"the label '{label}' stands on two different items", "rename one of them",
                new RelatedSpan("the other one", first.Span), bearer.Span.IsNone ? null : bearer.Span);
        });
    }

    // dtc takes the first node that bears the label for the right one, else the first property, else the first place.
    private static Dictionary<Name, Bearer> ByKind(CheckRun run)
    {
        var first = new Dictionary<Name, Bearer>();
        ForEach(run, (label, bearer) =>
        {
            if (!first.TryGetValue(label, out var known) || bearer.Kind < known.Kind) first[label] = bearer;
        });
        return first;
    }

    private static void ForEach(CheckRun run, Action<Name, Bearer> visit)
    {
        for (var at = 0; at < run.Count; at++)
        {
            if ((run.Facts(at).Marks & Marks.Labels) == 0) continue;
            var node = run.Node(at);
            for (var label = node.Labels; label is not null; label = label.Next)
            {
                if (!label.Deleted) visit(label.Name, new Bearer(node, null, -1, label.Span));
            }

            foreach (var property in node.Properties)
            {
                for (var label = property.Labels; label is not null; label = label.Next)
                {
                    if (!label.Deleted) visit(label.Name, new Bearer(node, property, -1, label.Span));
                }

                for (var i = 0; i < property.MarkerCount; i++)
                {
                    var marker = property.Markers[i];
                    if (marker.Kind == MarkerKind.Label) visit(marker.Reference!, new Bearer(node, property, i, marker.Span));
                }
            }
        }
    }

    private readonly record struct Bearer(Node Node, Property? Property, int Place, SourceSpan Span)
    {
        public int Kind => Property is null ? 0 : Place < 0 ? 1 : 2;

        public bool Is(Bearer other) => Node == other.Node && Property == other.Property && Place == other.Place;

        public string Describe() => Property is null
            ? DtcText.Path(Node)
            : $"{(Place < 0 ? "" : "value of ")}'{DtcText.Of(Property.Name)}' in {DtcText.Path(Node)}";
    }
}
