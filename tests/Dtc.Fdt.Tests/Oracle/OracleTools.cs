using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Dtc.Fdt.Tests;

/// <summary>Debian's tools of dtc 1.8.1; without them the tests that need them fail with the remedy.</summary>
internal static class OracleTools
{
    private static readonly Lazy<string> Directory = new(Find);

    /// <summary>Runs a tool to its end and returns its exit code and what it said on standard error.</summary>
    public static (int Code, string Error) Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Directory.Value, tool), arguments)
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static string Find()
    {
        var script = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "scripts", "dtc-oracle.sh"));
        using var process = Process.Start(new ProcessStartInfo("sh", [script]) { RedirectStandardOutput = true })!;
        var directory = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0 || !File.Exists(Path.Combine(directory, "fdtoverlay")))
            throw new InvalidOperationException("dtc 1.8.1 is missing, please run: scripts/dtc-oracle.sh");
        return directory;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
