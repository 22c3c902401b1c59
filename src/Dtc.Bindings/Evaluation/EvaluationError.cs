using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>One fault that a schema finds in a value, or in one branch of an alternative below it.</summary>
public sealed class EvaluationError
{
    private readonly Keyword? _keyword;
    private string? _message;

    internal EvaluationError(
        string? message, Keyword? keyword, TypedValue instance, SchemaBody? schema, PathItem[] path, PathItem[] schemaPath)
    {
        _message = message;
        _keyword = keyword;
        Instance = instance;
        Schema = schema;
        PathItems = path;
        SchemaItems = schemaPath;
    }

    /// <summary>The keyword; null when a schema is just false.</summary>
    public string? Keyword => _keyword?.Name;

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

    /// <summary>
    /// What is wrong, in the reference implementation's words. It may hold the whole value, so it is made when it is
    /// asked for, which must be while the finding is being told.
    /// </summary>
    public string Message => _message ??= _keyword switch
    {
        null => $"False schema does not allow {PythonText.Of(Instance)}",
        Assertion assertion => assertion.Describe(Instance),
        _ => $"{PythonText.Of(Instance)} is not valid under any of the given schemas",
    };

    /// <summary>Whether the value has the type that the schema asks for, if it asks for one.</summary>
    internal bool MatchesType => Schema is { Types: not JsonTypes.None } && Instance.IsOf(Schema.Types);
}
