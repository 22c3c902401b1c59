using System.Text;
using Dtc.Bindings.Findings;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>Leads from places in a tree to the source that wrote them.</summary>
internal sealed class SourcePlaces(DeviceTree tree, ISourceMap map)
{
    /// <summary>Resolves spans.</summary>
    public ISourceMap Map => map;

    /// <summary>
    /// The span of a place: a part of a value where its cells and strings stand, a property from its name on, a node
    /// where its name stands. What was generated has the place of what it was generated for.
    /// </summary>
    public SourceSpan SpanOf(FindingPlace place)
    {
        if (place.NodePath is null || FindNode(place.NodePath) is not { } node) return SourceSpan.None;
        if (place.Property is null || FindProperty(node, place.Property) is not { } property || property.Span.IsNone) return SpanOf(node);
        return place.Length > 0 && PartOf(property, place.Offset, place.Length) is { } part ? part : property.Span;
    }

    /// <summary>Other places that help to understand a finding.</summary>
    public IReadOnlyList<RelatedSpan> Related(ExplainedFinding finding)
    {
        if (finding.Related.Count > 0)
            return [.. finding.Related.Select(place => new RelatedSpan(place.Text, SpanOf(place.Place))).Where(place => !place.Span.IsNone)];
        if (finding.Place is not { NodePath: { } path, Property: null } || FindNode(path) is not { } node) return [];
        if (finding.Rule != Rules.RequiredProperty && finding.Rule != Rules.MissingDependency) return [];
        var related = new List<RelatedSpan>();
        if (finding.Subject is { } name && tree.Names.Find(Encoding.UTF8.GetBytes(name)) is { } known
            && node.FindWithDeleted(known) is { Deleted: true, Span.IsNone: false } deleted && node.Find(known) is null)
        {
            related.Add(new RelatedSpan($"'{name}' was given here, and deleted later", new SourceSpan(deleted.Span.Start, known.Length)));
        }

        if (node.FurtherSpans is not null && node.LastSpan is { IsNone: false } last)
            related.Add(new RelatedSpan("the node is extended here, last of all", new SourceSpan(last.Start, Math.Min(1, last.Length))));
        return related;
    }

    private static SourceSpan SpanOf(Node node)
    {
        // An overlay's fragment is generated around the reference it is written as.
        for (var at = node; at is not null; at = at.FirstChild)
        {
            if (!at.NameSpan.IsNone) return at.NameSpan;
            if (!at.Span.IsNone) return new SourceSpan(at.Span.Start, Math.Min(1, at.Span.Length));
        }

        return SourceSpan.None;
    }

    private static SourceSpan? PartOf(Property property, int offset, int length)
    {
        Marker? first = null;
        Marker? last = null;
        foreach (var marker in property.Markers)
        {
            if (marker.Span.IsNone || marker.Kind is not (MarkerKind.Element or MarkerKind.PhandleReference or MarkerKind.String or MarkerKind.Untyped)) continue;
            if (marker.Offset <= offset) first = marker;
            if (marker.Offset < offset + length) last = marker;
        }

        if (first is not { } from || last is not { } to) return null;
        return to.Span.End > from.Span.Start ? SourceSpan.FromBounds(from.Span.Start, to.Span.End) : from.Span;
    }

    private Node? FindNode(string path) => path == "/" ? tree.Root : tree.FindByPath(Encoding.UTF8.GetBytes(path));

    private Property? FindProperty(Node node, string name) =>
        tree.Names.Find(Encoding.UTF8.GetBytes(name)) is { } known ? node.Find(known) : null;
}
