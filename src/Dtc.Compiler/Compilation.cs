using Dtc.Tree;

namespace Dtc.Compiler;

/// <summary>One input on its way: what was read, what was found, and what came out of it.</summary>
public sealed class Compilation
{
    /// <summary>What the input is.</summary>
    public InputFormat Format { get; init; }

    /// <summary>The tree as far as it could be read; null when the input could not be read.</summary>
    public DeviceTree? Tree { get; init; }

    /// <summary>All findings so far.</summary>
    public required DiagnosticBag Diagnostics { get; init; }

    /// <summary>Resolves the spans of tree and findings; null when nothing was read, or what was read is no text.</summary>
    public ISourceMap? Map { get; init; }

    /// <summary>Files read by the preprocessor (the input first, then every <c>#include</c>), each once, in order.</summary>
    public IReadOnlyList<string> PreprocessorInputs { get; init; } = [];

    /// <summary>Files read by <c>/include/</c> and <c>/incbin/</c>, in order, as dtc's <c>-d</c> lists them.</summary>
    public IReadOnlyList<string> IncludedFiles { get; init; } = [];

    /// <summary>The input could not be opened: a matter of exit code 2 rather than 1.</summary>
    public bool InputUnreadable { get; init; }

    /// <summary>A check at error level failed, in dtc's flow also when quietness kept its findings back.</summary>
    public bool ChecksFailed { get; internal set; }

    // The preprocessor failed: unknown words and labels are the consequence.
    internal bool TextIncomplete { get; init; }
}
