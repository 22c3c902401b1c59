namespace Cli.Options;

/// <summary>The options that say how findings are shown; shared by all commands that find any.</summary>
internal interface IReportArguments
{
    /// <summary>How often <c>-q</c> was given.</summary>
    int Quiet { get; set; }

    /// <summary><c>--color</c>.</summary>
    ColorChoice Color { get; set; }

    /// <summary><c>--diagnostics</c>.</summary>
    DiagnosticsFormat Diagnostics { get; set; }

    /// <summary><c>--max-errors</c>; null when not given.</summary>
    int? MaxErrors { get; set; }
}

/// <summary>Form of the diagnostics on standard error.</summary>
internal enum DiagnosticsFormat
{
    /// <summary>With source lines, carets, chains and help.</summary>
    Text,

    /// <summary>One line each.</summary>
    Short,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>When to colour the diagnostics.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
