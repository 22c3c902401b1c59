using System.Collections.Concurrent;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Findings;

/// <summary>
/// What shipped bindings say of the very thing that a finding is about: the description nearest to the keyword, where each
/// names its source and what happens to those who break it. They are dropped from compiled sets, so the text is read
/// again when something is found. Safe for many threads.
/// </summary>
internal static class ShippedDescriptions
{
    private static readonly ConcurrentDictionary<string, SchemaValue?> Files = new(StringComparer.Ordinal);

    /// <summary>The description; null for other bindings than those shipped for hypervisors.</summary>
    /// <param name="error">What was found.</param>
    /// <param name="subject">The property or child it is about, which may be missing; null when it is the node.</param>
    public static string? Of(EvaluationError error, string? subject)
    {
        var file = error.BindingFile;
        if (!file.StartsWith(ShippedBindings.Root, StringComparison.Ordinal) || ShippedBindings.IsCore(file)) return null;
        if (Files.GetOrAdd(file, Read) is not { } document) return null;
        if (error.Keyword is "required" or "dependentRequired" && subject is not null && document["properties"]?[subject]?["description"] is { IsString: true } own)
            return own.String;

        // The innermost mapping that encloses the keyword, or one around it, with a description.
        string? found = null;
        Search(document, error.BindingPosition, ref found);
        return found ?? document["description"]?.String;
    }

    /// <summary>What the binding that a node was checked with says of a property, or of itself; null for other bindings than those shipped for hypervisors.</summary>
    /// <param name="schemaId">Its <c>$id</c>.</param>
    /// <param name="property">The property; null for the node.</param>
    /// <returns>The words and the file they stand in.</returns>
    public static (string Words, string File)? OfBinding(string schemaId, string? property)
    {
        const string folder = "/schemas/";
        if (schemaId.IndexOf(folder, StringComparison.Ordinal) is not (>= 0 and var at)) return null;
        var file = ShippedBindings.Root + schemaId[(at + folder.Length)..];
        if (ShippedBindings.IsCore(file) || Files.GetOrAdd(file, Read) is not { } document) return null;
        var words = property is null ? null : document["properties"]?[property]?["description"];
        return words is { IsString: true } ? (words.String, PathOf(file)) : document["description"] is { IsString: true } whole ? (whole.String, PathOf(file)) : null;
    }

    /// <summary>Where a shipped file lies in the repository.</summary>
    public static string PathOf(string file) => $"bindings/{file[ShippedBindings.Root.Length..]}";

    private static SchemaValue? Read(string file)
    {
        try
        {
            return ShippedBindings.TryRead(file[ShippedBindings.Root.Length..]) is { } bytes ? YamlReader.Read(bytes) : null;
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    // Values stand in the order of the text, so the last one that begins before the place encloses it.
    private static void Search(SchemaValue value, SchemaPosition place, ref string? found)
    {
        if (value.IsObject)
        {
            if (value["description"] is { IsString: true } description) found = description.String;
            SchemaValue? next = null;
            for (var i = 0; i < value.Members.Count; i++)
            {
                if (IsBefore(value.Members[i].Position, place)) next = value.Members[i].Value;
            }

            if (next is not null) Search(next, place, ref found);
        }
        else if (value.IsArray && value.Items.FindLast(item => IsBefore(item.Position, place)) is { } item)
        {
            Search(item, place, ref found);
        }
    }

    private static bool IsBefore(SchemaPosition a, SchemaPosition b) => a.Line < b.Line || (a.Line == b.Line && a.Column <= b.Column);
}
