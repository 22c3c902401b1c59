using Dtc.Parser.Preprocessing;

namespace Cli.Options;

/// <summary>What the commands share that read whole trees: where sources find their includes, how findings are shown.</summary>
internal class TreeArguments : IIncludeArguments, IReportArguments
{
    public List<string> IncludeDirectories { get; } = [];

    public List<MacroOption> Macros { get; } = [];

    public List<string> ForcedIncludes { get; } = [];

    public string? Kernel { get; set; }

    public bool NoKernel { get; set; }

    // Warnings are for those who compile a tree, not for those who look at it.
    public int Quiet { get; set; } = 1;

    public ColorChoice Color { get; set; }

    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }

    /// <summary><c>-@</c>: give sources <c>/__symbols__</c>.</summary>
    public bool Symbols { get; set; }

    /// <summary><c>--json</c>.</summary>
    public bool Json { get; set; }

    /// <summary>The options of all such commands; those of one command come first.</summary>
    public static OptionSpec<T>[] With<T>(params OptionSpec<T>[] own)
        where T : TreeArguments =>
    [
        .. own,
        new("Sources", '@', "symbols", null, "compile sources with /__symbols__", static (a, _) => a.Symbols = true),
        .. IncludeOptions.Specs<T>(),
        .. ReportOptions.Specs<T>(),
    ];
}
