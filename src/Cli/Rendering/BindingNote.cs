using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Cli.Rendering;

/// <summary>A finding about a binding, or about an example in one, as it is shown.</summary>
/// <param name="Kind">What sort it is, one word.</param>
/// <param name="IsError">Error or warning.</param>
/// <param name="File">The binding.</param>
/// <param name="Position">Where in it; line 0 for the whole.</param>
/// <param name="Message">One sentence without a final full stop; more lines may follow.</param>
internal sealed record BindingNote(string Kind, bool IsError, string File, SchemaPosition Position, string Message)
{
    /// <summary>What to do about it.</summary>
    public string? Help { get; init; }

    /// <summary>The rule's id, where there is a rule.</summary>
    public string? Rule { get; init; }

    /// <summary><c>$id</c> of the schema that asks for it.</summary>
    public string? Schema { get; init; }

    /// <summary>Path of the node in question, or of the place in the document.</summary>
    public string? Path { get; init; }

    /// <summary>A finding of loading a set.</summary>
    public static BindingNote Of(LoadFinding finding) => new(
        finding.Fault switch
        {
            LoadFault.Unreadable => "unreadable",
            LoadFault.Syntax => "syntax",
            LoadFault.Schema => "schema",
            LoadFault.DuplicateId => "duplicate-id",
            LoadFault.EmptyDirectory => "empty-directory",
            LoadFault.MissingType => "missing-type",
            LoadFault.TypeConflict => "type-conflict",
            _ => "duplicate-compatible",
        },
        finding.IsError,
        finding.File,
        finding.Position,
        finding.Message);
}
