using Cli.Hosting;

namespace Cli.Inputs;

/// <summary>The exit code when an input cannot be used.</summary>
internal static class TreeTrouble
{
    /// <summary>2 when there is nothing at the path to be read, 1 when what is there is damaged.</summary>
    public static int Code(string path) =>
        path == "-" || File.Exists(path) ? ExitCode.InputErrors : ExitCode.UsageOrIO;
}
