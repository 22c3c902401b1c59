using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>One fault that a schema finds in a value, or in one branch of an alternative below it.</summary>
public sealed class EvaluationError
{
    private string? _message;

    internal EvaluationError(
        string? message, string? keyword, TypedValue instance, SchemaBody? schema, PathItem[] path, PathItem[] schemaPath)
    {
        _message = message;
        Keyword = keyword;
        Instance = instance;
        Schema = schema;
        PathItems = path;
        SchemaItems = schemaPath;
    }

    /// <summary>The keyword; null when a schema is just false.</summary>
    public string? Keyword { get; }

    /// <summary>The value that the schema was asked about.</summary>
    internal TypedValue Instance { get; }

    /// <summary>The schema that the keyword belongs to.</summary>
    internal SchemaBody? Schema { get; }

    /// <summary>Path from the value that the alternatives were asked about, or from the node.</summary>
    public IReadOnlyList<PathItem> Path => PathItems;

    internal PathItem[] PathItems { get; }

    /// <summary>Path of the keyword below the alternative, or below the document.</summary>
    public IReadOnlyList<PathItem> SchemaPath => SchemaItems;

    internal PathItem[] SchemaItems { get; }

    /// <summary>What the branches of an alternative found, in their order.</summary>
    public IReadOnlyList<EvaluationError> Context => Branches;

    internal EvaluationError[] Branches { get; init; } = [];

    /// <summary>Made late for alternatives: it holds the whole value, and text output does not show it.</summary>
    public string Message => _message ??= $"{PythonText.Of(Instance)} is not valid under any of the given schemas";

    /// <summary>Whether the value has the type that the schema asks for, if it asks for one.</summary>
    internal bool MatchesType => Schema is { Types: not JsonTypes.None } && Instance.IsOf(Schema.Types);
}
