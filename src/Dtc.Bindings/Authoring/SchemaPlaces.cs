using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;

namespace Dtc.Bindings.Authoring;

/// <summary>Where in a binding something stands.</summary>
internal static class SchemaPlaces
{
    /// <summary>The place that a path leads to: a mapping or list at its beginning, another value at its key or entry.</summary>
    public static SchemaPosition Find(SchemaValue document, IReadOnlyList<PathItem> path)
    {
        var place = document.Position;
        var at = document;
        foreach (var item in path)
        {
            SchemaValue? next;
            if (item.Name is { } name)
            {
                next = at[name];
                place = at.IsObject ? at.Members.PositionOf(name) : place;
            }
            else
            {
                next = at.IsArray && item.Index < at.Items.Count ? at.Items[item.Index] : null;
                place = next?.Position ?? place;
            }

            if (next is null) return place;
            at = next;
            if (at.IsObject || at.IsArray) place = at.Position;
        }

        return place;
    }

    /// <summary>Whether dt-doc-validate knows the place: its document has places for all that is deeper than the top.</summary>
    public static bool IsKnownToReference(SchemaValue document, IReadOnlyList<PathItem> path)
    {
        if (path.Count == 0) return false;
        SchemaValue? at = document;
        foreach (var item in path)
        {
            at = item.Name is { } name ? at?[name] : at is { IsArray: true } && item.Index < at.Items.Count ? at.Items[item.Index] : null;
        }

        return at is { IsObject: true } or { IsArray: true } || (path.Count > 1 && path[^1].Name != "$nodename");
    }
}
