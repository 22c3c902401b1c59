namespace Cli.Options;

/// <summary>The options of <see cref="IReportArguments"/>, and the one for help.</summary>
internal static class ReportOptions
{
    private const string Group = "Messages";

    /// <summary>The table for a command whose arguments are <typeparamref name="T"/>.</summary>
    public static OptionSpec<T>[] Specs<T>()
        where T : IReportArguments =>
    [
        new(Group, 'q', "quiet", null, "hide warnings",
            static (a, _) => a.Quiet++),
        new(Group, '\0', "diagnostics", "FORM", "text (default), short: one line each, json: one object a line",
            static (a, v) => a.Diagnostics = OptionValue.Choice(
                "--diagnostics",
                v,
                ("text", DiagnosticsFormat.Text),
                ("short", DiagnosticsFormat.Short),
                ("json", DiagnosticsFormat.Json))),
        new(Group, '\0', "color", "WHEN", "auto (default; respects NO_COLOR), always or never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color",
                v,
                ("auto", ColorChoice.Auto),
                ("always", ColorChoice.Always),
                ("never", ColorChoice.Never))),
        new(Group, '\0', "max-errors", "N", "show at most N errors of an input (default 50); 0 shows all",
            static (a, v) => a.MaxErrors = OptionValue.Int("--max-errors", v)),
        new(Group, 'h', "help", null, "show this text", static (_, _) => { }),
    ];
}
