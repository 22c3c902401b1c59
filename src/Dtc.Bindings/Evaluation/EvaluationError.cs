using Dtc.Bindings.Documents;
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

    /// <summary>The schema that asks for it, or that is just false.</summary>
    internal Schema Origin { get; init; } = null!;

    /// <summary>File of the binding that asks for it: the one a reference led to; empty when that is not known.</summary>
    public string BindingFile => Origin.Document.File;

    /// <summary><c>$id</c> of that binding.</summary>
    public string BindingId => Origin.Document.Id;

    /// <summary>Where in that binding the keyword stands; line 0 when it is not known, or no line asks for it.</summary>
    public SchemaPosition BindingPosition =>
        Keyword is { } name && Origin.Source.IsObject && Origin.Source.Members.PositionOf(name) is { Line: > 0 } position
            ? position
            : Origin.Source.Position;

    internal EvaluationError[] Branches { get; init; } = [];

    /// <summary>
    /// The names it is about: what is missing (and what asks for it), or what is not allowed. Empty when it is about a value.
    /// </summary>
    internal IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>
    /// What is wrong, in the reference implementation's words. It may hold the whole value, so it is made when it is
    /// asked for.
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
