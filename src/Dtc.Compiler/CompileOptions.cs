using Dtc.Parser.Preprocessing;

namespace Dtc.Compiler;

/// <summary>Which properties carry generated phandles (dtc <c>-H</c>).</summary>
[Flags]
public enum PhandleFormats
{
    /// <summary><c>linux,phandle</c>.</summary>
    Legacy = 1,

    /// <summary><c>phandle</c>, the default.</summary>
    Epapr = 2,

    /// <summary>Both.</summary>
    Both = Legacy | Epapr,
}

/// <summary>What a compilation is asked to do; the letters are dtc's options.</summary>
public sealed record CompileOptions
{
    /// <summary>The defaults: version 17, no symbols.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>Preprocessor settings; the include directories also serve <c>/include/</c> and <c>/incbin/</c>.</summary>
    public PreprocessOptions Preprocess { get; init; } = PreprocessOptions.Default;

    /// <summary>Run the built-in preprocessor; false takes the text as it is, as dtc does.</summary>
    public bool RunPreprocessor { get; init; } = true;

    /// <summary><c>-I</c>: what the input is; null finds out by looking at it.</summary>
    public InputFormat? InputFormat { get; init; }

    /// <summary><c>-O</c>: what to write.</summary>
    public OutputFormat OutputFormat { get; init; }

    /// <summary><c>-T</c>: origins as comments in source output; 2 with full paths and ranges, 0 for none.</summary>
    public int Annotate { get; init; }

    /// <summary>Remarks on nodes and properties, as comments in source output; null for none.</summary>
    public ITreeComments? Comments { get; init; }

    /// <summary><c>-@</c>: make <c>/__symbols__</c> and give every labelled node a phandle.</summary>
    public bool Symbols { get; init; }

    /// <summary><c>-A</c>: make <c>/aliases</c> entries for all labels.</summary>
    public bool AutoAliases { get; init; }

    /// <summary><c>-L</c>: make <c>/__fixups__</c> and <c>/__local_fixups__</c> also outside plugins.</summary>
    public bool LocalFixups { get; init; }

    /// <summary><c>-H</c>: names of generated phandle properties.</summary>
    public PhandleFormats PhandleFormat { get; init; } = PhandleFormats.Epapr;

    /// <summary><c>-s</c>: sort reservations, properties and nodes before writing.</summary>
    public bool Sort { get; init; }

    /// <summary><c>-b</c>: boot CPU id; null takes it from the tree.</summary>
    public uint? BootCpu { get; init; }

    /// <summary><c>-V</c>: blob version 1, 2, 3, 16 or 17.</summary>
    public int Version { get; init; } = 17;

    /// <summary><c>-R</c>: empty slots added to the reserve map.</summary>
    public int ReservedEntries { get; init; }

    /// <summary><c>-S</c>: minimum size of the blob in bytes; 0 for none. Excludes <see cref="Padding"/>.</summary>
    public int MinimumSize { get; init; }

    /// <summary><c>-p</c>: bytes of padding; 0 for none.</summary>
    public int Padding { get; init; }

    /// <summary><c>-a</c>: the blob's size is rounded up to this power of two; 0 for none.</summary>
    public int Alignment { get; init; }

    /// <summary><c>-W</c>, <c>-E</c>: the checks, and how they run.</summary>
    public CheckSettings Checks { get; init; } = CheckSettings.Default;

    /// <summary>Keep the place of every cell and byte of values (<see cref="Tree.MarkerKind.Element"/>).</summary>
    public bool MarkElements { get; init; }

    /// <summary><c>-f</c>: make a blob even though the tree has errors (not for syntax errors, which leave no tree).</summary>
    public bool Force { get; init; }
}
