using Cli.Output;
using Dtc.Compiler;
using Dtc.Parser.Preprocessing;

namespace Cli.Options;

/// <summary>Form of the dependency file.</summary>
internal enum DepfileFormat
{
    /// <summary>A make rule with phony targets for all inputs but the first (gcc's -MD -MP).</summary>
    Make,

    /// <summary>The same without phony targets.</summary>
    Ninja,

    /// <summary>What dtc -d writes: one line, and only the files dtc itself would have opened.</summary>
    Dtc,
}

/// <summary>The command line of <c>compile</c>, as written; what follows from it is worked out later.</summary>
internal sealed class CompileArguments : IIncludeArguments, IReportArguments
{
    public List<string> IncludeDirectories { get; } = [];

    public List<MacroOption> Macros { get; } = [];

    public List<string> ForcedIncludes { get; } = [];

    public string? Kernel { get; set; }

    public bool NoKernel { get; set; }

    public bool NoPreprocessor { get; set; }

    public InputFormat? InputFormat { get; set; }

    public OutputFormat? OutputFormat { get; set; }

    public int Annotate { get; set; }

    public string? Out { get; set; }

    public string? OutDirectory { get; set; }

    public string? Root { get; set; }

    public string? Depfile { get; set; }

    public DepfileFormat DepfileFormat { get; set; }

    public bool Symbols { get; set; }

    public bool AutoAliases { get; set; }

    public bool LocalFixups { get; set; }

    public bool Sort { get; set; }

    public bool Force { get; set; }

    public bool KeepGoing { get; set; }

    public PhandleFormats Phandle { get; set; } = PhandleFormats.Epapr;

    public int? Space { get; set; }

    public int? Pad { get; set; }

    public int Align { get; set; }

    public uint? BootCpu { get; set; }

    public int Reserve { get; set; }

    public int Version { get; set; } = 17;

    /// <summary>Made by the first -W or -E; null leaves the checks at their defaults.</summary>
    public CheckLevels? Checks { get; set; }

    public int Quiet { get; set; }

    public ColorChoice Color { get; set; }

    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }

    public int Jobs { get; set; }

    /// <summary>What is written: what -O says, or else the name of the output, or else a blob.</summary>
    public OutputFormat Format => OutputFormat ?? OutputName.Format(Out) ?? (InputFormat is null or Dtc.Compiler.InputFormat.Source
        ? Dtc.Compiler.OutputFormat.Blob
        : Dtc.Compiler.OutputFormat.Source);

    /// <summary>What the engine is asked to do, for an input whose include directories are known.</summary>
    public CompileOptions ToCompileOptions(IReadOnlyList<string> includeDirectories) => new()
    {
        Preprocess = this.ToPreprocessOptions(includeDirectories),
        RunPreprocessor = !NoPreprocessor,
        InputFormat = InputFormat,
        OutputFormat = Format,
        Annotate = Annotate,
        Symbols = Symbols,
        AutoAliases = AutoAliases,
        LocalFixups = LocalFixups,
        PhandleFormat = Phandle,
        Sort = Sort,
        BootCpu = BootCpu,
        Version = Version,
        ReservedEntries = Reserve,
        MinimumSize = Space ?? 0,
        Padding = Pad ?? 0,
        Alignment = Align,
        Force = Force,
        Checks = Checks is null ? CheckSettings.Default : new CheckSettings { Levels = Checks },
    };
}
