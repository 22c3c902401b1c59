using Dtc.Tree;

namespace Dtc.Compiler;

/// <summary>What came of one compilation.</summary>
public sealed class CompileResult
{
    /// <summary>
    /// The blob, or the text in the format asked for; null when there were errors (and
    /// <see cref="CompileOptions.Force"/> could not help).
    /// </summary>
    public byte[]? Output { get; init; }

    /// <summary>The tree that was written, or as far as it could be read; null when the input could not be read.</summary>
    public DeviceTree? Tree { get; init; }

    /// <summary>All findings, in the order of the source.</summary>
    public required DiagnosticBag Diagnostics { get; init; }

    /// <summary>Resolves the spans of <see cref="Diagnostics"/>; null when the input could not be read.</summary>
    public ISourceMap? Map { get; init; }

    /// <summary>Files read by the preprocessor (the input first, then every <c>#include</c>), each once, in order.</summary>
    public IReadOnlyList<string> PreprocessorInputs { get; init; } = [];

    /// <summary>Files read by <c>/include/</c> and <c>/incbin/</c>, in order, as dtc's <c>-d</c> lists them.</summary>
    public IReadOnlyList<string> IncludedFiles { get; init; } = [];

    /// <summary>The input could not be opened: a matter of exit code 2 rather than 1.</summary>
    public bool InputUnreadable { get; init; }
}
