using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.Authoring;

/// <summary>Finds patterns that are no regular expressions.</summary>
internal static class PatternCheck
{
    /// <summary>Looks through a binding.</summary>
    /// <param name="document">The binding.</param>
    /// <param name="report">Receives the path to each such pattern, its place and its text.</param>
    public static void Run(SchemaValue document, Action<PathItem[], SchemaPosition, string> report) =>
        Walk(document, [], report);

    private static void Walk(SchemaValue value, List<PathItem> path, Action<PathItem[], SchemaPosition, string> report)
    {
        if (value.IsArray)
        {
            for (var i = 0; i < value.Items.Count; i++) Below(value.Items[i], PathItem.Of(i), path, report);
        }

        if (!value.IsObject) return;
        for (var i = 0; i < value.Members.Count; i++)
        {
            var (key, member, position) = value.Members[i];

            // What these hold are values, not schemas.
            if (key is "const" or "enum" or "default" or "examples") continue;
            if (key == "pattern" && member.IsString) Try(member.String, position, [.. path, PathItem.Of(key)], report);
            if (key == "patternProperties" && member.IsObject)
            {
                for (var j = 0; j < member.Members.Count; j++)
                {
                    var name = member.Members[j];
                    Try(name.Key, name.Position, [.. path, PathItem.Of(key), PathItem.Of(name.Key)], report);
                }
            }

            Below(member, PathItem.Of(key), path, report);
        }
    }

    private static void Below(
        SchemaValue value, PathItem step, List<PathItem> path, Action<PathItem[], SchemaPosition, string> report)
    {
        path.Add(step);
        Walk(value, path, report);
        path.RemoveAt(path.Count - 1);
    }

    private static void Try(
        string pattern, SchemaPosition position, PathItem[] path, Action<PathItem[], SchemaPosition, string> report)
    {
        if (!PatternText.TryCompile(pattern, out _)) report(path, position, pattern);
    }
}
