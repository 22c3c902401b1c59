using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Tree;

namespace Dtc.Bindings.Authoring;

/// <summary>Something found in the text of a binding.</summary>
public sealed class SchemaFinding
{
    private readonly string? _message;

    /// <summary>The rule that was broken; its severity is the finding's.</summary>
    public required Rule Rule { get; init; }

    /// <summary>The file, as it was named.</summary>
    public required string File { get; init; }

    /// <summary>
    /// Where: a mapping or list at its beginning, any other value at its key or list entry. Line 0 when the finding
    /// is about the whole file.
    /// </summary>
    public SchemaPosition Position { get; init; }

    /// <summary>Keys and places in lists from the top of the document down to what it is about.</summary>
    public IReadOnlyList<PathItem> Path { get; init; } = [];

    /// <summary>
    /// What is wrong, in one line without a final full stop. Where alternatives are offered of which none fits, this says
    /// so, and <see cref="Reasons"/> why.
    /// </summary>
    public string Message
    {
        get => _message ?? Fault!.Brief;
        init => _message = value;
    }

    /// <summary>What each of several alternatives lacks, one line each.</summary>
    public IReadOnlyList<string> Reasons => Fault?.Reasons ?? [];

    /// <summary>What to write instead; null when nothing is known.</summary>
    public string? Hint { get; init; }

    /// <summary>A near name ("did you mean 'maxItems'?"); null when there is none.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Id of the meta-schema that asks for it; null when none does.</summary>
    public string? MetaSchemaId => Fault?.SchemaId;

    /// <summary>Whether dt-doc-validate finds it too.</summary>
    public bool IsKnownToReference { get; init; } = true;

    /// <summary>What the meta-schema found; null for other findings.</summary>
    internal SchemaFault? Fault { get; init; }

    /// <summary>Whether dt-doc-validate tells the place when it is asked to; not of what stands at the top of a document.</summary>
    internal bool HasReferencePlace { get; init; }

    /// <summary>dt-doc-validate's text where it is not put together from the fault.</summary>
    internal string? ReferenceText { get; init; }
}
