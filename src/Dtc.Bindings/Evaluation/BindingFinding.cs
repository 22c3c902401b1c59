using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>What sort of thing was found.</summary>
public enum FindingKind : byte
{
    /// <summary>A schema does not accept a node.</summary>
    Validation,

    /// <summary>A compatible that no schema documents.</summary>
    Unmatched,

    /// <summary>A property or the blob does not have the form that its type asks for.</summary>
    Decode,

    /// <summary>Schemas refer to each other without end.</summary>
    Recursion,

    /// <summary>The binding of a node marks something it has as deprecated.</summary>
    Deprecated,
}

/// <summary>Something found in a tree.</summary>
public sealed class BindingFinding
{
    private readonly string? _message;

    /// <summary>What sort of thing it is.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>Path of the node that was checked; null when the blob itself cannot be read.</summary>
    public string? NodePath { get; init; }

    /// <summary>The node's name with its unit address.</summary>
    public string? NodeName { get; init; }

    /// <summary>The node's first compatible, if it has one.</summary>
    public string? Compatible { get; init; }

    /// <summary>The node as it was checked; null for other kinds than validation and unmatched.</summary>
    internal TypedObject? Node { get; init; }

    /// <summary>The path below the node: properties, places in lists, child nodes.</summary>
    public IReadOnlyList<PathItem> PropertyPath { get; init; } = [];

    /// <summary><c>$id</c> of the schema that the node was checked with, without a trailing <c>#</c>.</summary>
    public string? SchemaId { get; init; }

    /// <summary>What the schema says; null for other kinds.</summary>
    public EvaluationError? Error { get; init; }

    /// <summary>
    /// The message, worded as dt-validate words it. It may hold the whole value, and is made when it is asked for.
    /// </summary>
    public string Message
    {
        get => _message ?? Error!.Message;
        init => _message = value;
    }
}
