using Cli.Options;

namespace Cli.Edits;

/// <summary>The command line of <c>overlay apply</c>.</summary>
internal sealed class OverlayArguments : TreeArguments
{
    /// <summary>Where the result goes.</summary>
    public string? Out { get; set; }

    /// <summary>The options.</summary>
    public static OptionSpec<OverlayArguments>[] Specs() =>
    [
        new("Output", 'o', "out", "FILE", "write the result to FILE, which may be BASE; - is standard output",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        .. IncludeOptions.Specs<OverlayArguments>(),
        .. ReportOptions.Specs<OverlayArguments>(),
    ];
}
