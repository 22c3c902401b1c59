namespace Cli.Options;

/// <summary>The command line of <c>decompile</c>.</summary>
internal sealed class DecompileArguments : IReportArguments
{
    public string? Out { get; set; }

    public bool Plain { get; set; }

    public int Quiet { get; set; }

    public ColorChoice Color { get; set; }

    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }

    /// <summary>The options.</summary>
    public static OptionSpec<DecompileArguments>[] Specs() =>
    [
        new("Output", 'o', "out", "FILE", "write the source to FILE; - is standard output, the default",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new("Output", '\0', "plain", null, "write what dtc -I dtb -O dts writes: types guessed, phandles as numbers",
            static (a, _) => a.Plain = true),
        .. ReportOptions.Specs<DecompileArguments>(),
    ];
}
