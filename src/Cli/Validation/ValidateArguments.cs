using Cli.Options;
using Dtc.Parser.Preprocessing;

namespace Cli.Validation;

/// <summary>How findings are written.</summary>
internal enum FindingForm
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>As dt-validate prints them.</summary>
    DtValidate,
}

/// <summary>From which level on findings make a run fail.</summary>
internal enum FailOn
{
    /// <summary>Errors.</summary>
    Error,

    /// <summary>Warnings too.</summary>
    Warning,

    /// <summary>Nothing that is found.</summary>
    Never,
}

/// <summary>The command line of <c>validate</c>.</summary>
internal sealed class ValidateArguments : IIncludeArguments, IReportArguments
{
    public List<string> Bindings { get; } = [];

    public List<string> Named { get; } = [];

    /// <summary>Files of rules across nodes.</summary>
    public List<string> Rules { get; } = [];

    /// <summary>Versions of hypervisors by the name of their binding.</summary>
    public Dictionary<string, Version> Versions { get; } = new(StringComparer.Ordinal);

    public string? Core { get; set; }

    public bool NoCache { get; set; }

    public string? CacheDirectory { get; set; }

    public List<string> Limits { get; } = [];

    public bool CompatibleOnly { get; set; }

    public bool ShowUnmatched { get; set; }

    public FindingForm Format { get; set; }

    public FailOn FailOn { get; set; }

    public bool Explain { get; set; }

    public string? Out { get; set; }

    public string? Source { get; set; }

    public bool Symbols { get; set; }

    public int Jobs { get; set; }

    public List<string> IncludeDirectories { get; } = [];

    public List<MacroOption> Macros { get; } = [];

    public List<string> ForcedIncludes { get; } = [];

    public string? Kernel { get; set; }

    public bool NoKernel { get; set; }

    public int Quiet { get; set; }

    public ColorChoice Color { get; set; }

    // Sources that do not compile are told of as compile does.
    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }
}
