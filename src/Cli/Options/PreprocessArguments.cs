using Dtc.Parser.Preprocessing;

namespace Cli.Options;

/// <summary>The command line of <c>preprocess</c>.</summary>
internal sealed class PreprocessArguments : IIncludeArguments, IReportArguments
{
    public List<string> IncludeDirectories { get; } = [];

    public List<MacroOption> Macros { get; } = [];

    public List<string> ForcedIncludes { get; } = [];

    public string? Kernel { get; set; }

    public bool NoKernel { get; set; }

    public int Quiet { get; set; }

    public ColorChoice Color { get; set; }

    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }

    public string? Out { get; set; }

    public bool NoLineMarkers { get; set; }

    /// <summary>The options.</summary>
    public static OptionSpec<PreprocessArguments>[] Specs() =>
    [
        new("Output", 'o', "out", "FILE", "write the text to FILE; - is standard output, the default",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new("Output", 'P', "no-line-markers", null, "leave out the markers that say which line of which file follows",
            static (a, _) => a.NoLineMarkers = true),
        .. IncludeOptions.Specs<PreprocessArguments>(),
        .. ReportOptions.Specs<PreprocessArguments>(),
    ];
}
