using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>What is wrong with a set of bindings, by kind.</summary>
public enum LoadFault
{
    /// <summary>A file or directory cannot be read.</summary>
    Unreadable,

    /// <summary>A file is not the YAML it should be; it is left out.</summary>
    Syntax,

    /// <summary>A file is no JSON schema of draft 2019-09; it is left out.</summary>
    Schema,

    /// <summary>A second file has an <c>$id</c> that is taken; it is left out.</summary>
    DuplicateId,

    /// <summary>A directory holds no schema.</summary>
    EmptyDirectory,

    /// <summary>No binding gives a type to a property that some binding uses.</summary>
    MissingType,

    /// <summary>Bindings disagree about the type of a property in a way that makes its bytes ambiguous.</summary>
    TypeConflict,

    /// <summary>Two bindings claim one compatible string; the later counts.</summary>
    DuplicateCompatible,
}

/// <summary>One finding about a set of bindings.</summary>
/// <param name="Fault">Its kind.</param>
/// <param name="File">The file (or directory) in question.</param>
/// <param name="Position">Where in the file; line 0 when the finding is about the whole of it.</param>
/// <param name="Message">One sentence without a final full stop.</param>
public sealed record LoadFinding(LoadFault Fault, string File, SchemaPosition Position, string Message)
{
    /// <summary>For <see cref="LoadFault.Schema"/>: keys and places down to what is wrong, as far as that is known.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>True when a file was left out.</summary>
    public bool IsError => Fault is LoadFault.Unreadable or LoadFault.Syntax or LoadFault.Schema;
}
