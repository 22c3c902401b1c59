namespace Cli.Hosting;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All went well; there may be warnings.</summary>
    public const int Success = 0;

    /// <summary>An input has errors.</summary>
    public const int InputErrors = 1;

    /// <summary>Wrong command line, unreadable input or unwritable output.</summary>
    public const int UsageOrIO = 2;

    /// <summary>A fault of ours.</summary>
    public const int Internal = 3;

    /// <summary>Nobody reads standard output any more: what a shell tells of a program that SIGPIPE ended.</summary>
    public const int BrokenPipe = 128 + 13;
}
