using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Authoring;

/// <summary>Something a document's schema finds in it.</summary>
/// <param name="Position">Where: a mapping or list at its beginning, any other value at its key or list entry.</param>
/// <param name="Path">Keys and places in lists from the top of the document, with slashes.</param>
/// <param name="Message">One line without a final full stop.</param>
/// <param name="Hint">The description that the schema gives of what belongs here, or a near name; null when there is none.</param>
public sealed record DocumentFault(SchemaPosition Position, string Path, string Message, string? Hint);

/// <summary>
/// A JSON Schema (draft 2019-09, references within itself only) for files of ours that people write: what an editor
/// completes by is what the program checks by. May be shared by threads.
/// </summary>
public sealed class DocumentSchema
{
    private readonly MetaSchemas _schemas;
    private readonly SchemaDocument _root;

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">Its text, JSON or YAML, with an <c>$id</c>.</param>
    public DocumentSchema(byte[] schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schemas = new MetaSchemas([schema]);
        _root = _schemas.Find(YamlReader.Read(schema)["$id"]!.String.TrimEnd('#'))!;
    }

    /// <summary>Checks a document.</summary>
    /// <returns>What is wrong, in the order of its text; empty when nothing is.</returns>
    public IReadOnlyList<DocumentFault> Check(SchemaValue document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var evaluator = new Evaluator();

        // The table of names grows with the document's, and the evaluator reads it.
        lock (_schemas)
        {
            var value = TypedValue.From(document, _schemas.Symbols);
            try
            {
                if (evaluator.IsValid(_root.Root, value)) return [];
                return
                [
                    .. evaluator.Run(_root.Root, value, null)
                        .Select(error => Fault(document, error))
                        .Distinct()
                        .OrderBy(fault => (fault.Position.Line, fault.Position.Column)),
                ];
            }
            catch (EvaluationDepthException)
            {
                return [new DocumentFault(document.Position, string.Empty, "values stand in each other too deeply to be checked", null)];
            }
        }
    }

    private DocumentFault Fault(SchemaValue document, EvaluationError error)
    {
        var fault = SchemaHints.Annotate(_schemas, _root, error);
        var reasons = fault.Reasons;
        return new DocumentFault(
            PlaceOf(document, error),
            string.Join('/', error.PathItems),
            reasons.Count == 0 ? fault.Brief : $"{fault.Brief}: {string.Join("; or ", reasons)}",
            Suggest(error) ?? fault.Hint);
    }

    // A key that is not known is its own place, not the mapping it stands in.
    private static SchemaPosition PlaceOf(SchemaValue document, EvaluationError error)
    {
        if (error.Keyword == "additionalProperties" && error.Subjects is [var name, ..])
            return SchemaPlaces.Find(document, [.. error.PathItems, PathItem.Of(name)]) is { Line: > 0 } place ? KeyPlace(document, error.PathItems, name) ?? place : default;
        return SchemaPlaces.Find(document, error.PathItems);
    }

    private static SchemaPosition? KeyPlace(SchemaValue document, PathItem[] path, string name)
    {
        var at = document;
        foreach (var item in path)
        {
            var next = item.Name is { } key ? at[key] : at.IsArray && item.Index < at.Items.Count ? at.Items[item.Index] : null;
            if (next is null) return null;
            at = next;
        }

        return at.IsObject && at.Members.Contains(name) ? at.Members.PositionOf(name) : null;
    }

    private static string? Suggest(EvaluationError error)
    {
        if (error.Keyword == "enum" && error.Instance.Kind == TypedKind.String)
        {
            var allowed = error.Origin.Source["enum"]!.Items.Where(item => item.IsString).Select(item => item.String);
            return Suggestions.DidYouMean(error.Instance.String, allowed);
        }

        if (error.Keyword != "additionalProperties" || error.Subjects is not [var name, ..] || error.Origin.Source["properties"] is not { IsObject: true } known) return null;
        var names = new List<string>();
        for (var i = 0; i < known.Members.Count; i++) names.Add(known.Members[i].Key);
        return Suggestions.DidYouMean(name, names);
    }
}
