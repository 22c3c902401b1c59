using System.Text;
using Cli.Commands;
using Cli.Hosting;

namespace Cli.Tests.DropIn;

/// <summary>Runs a tool of dtc 1.8.1 and ours on the same command line.</summary>
internal static class Comparison
{
    private const int FirstSignal = 128;

    /// <summary>
    /// Null when exit code, output and messages are equal, else both. Where the original is killed by a signal, ours
    /// must end with exit code 1.
    /// </summary>
    public static string? Difference(string tool, params string[] args) => Difference(tool, args, args);

    /// <inheritdoc cref="Difference(string, string[])"/>
    public static string? Difference(string tool, string[] theirArgs, string[] ourArgs)
    {
        var theirs = DtcTools.Run(tool, theirArgs);
        var ours = Ours(tool, ourArgs);
        if (theirs.ExitCode >= FirstSignal) return ours.Code == 1 ? null : Describe("killed by a signal");
        return (theirs.ExitCode, theirs.Error) == (ours.Code, ours.Error) && theirs.Output.AsSpan().SequenceEqual(ours.OutBytes)
            ? null
            : Describe(Show(theirs.ExitCode, theirs.Text, theirs.Error));

        string Describe(string original) =>
            $"{tool} {string.Join(' ', ourArgs)}\ntheirs: {original}\nours: {Show(ours.Code, ours.Out, ours.Error)}";
    }

    /// <summary>Runs our tool in this process.</summary>
    public static TestRun Ours(string tool, params string[] args)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var code = CommandLine.Run([tool, .. args], new Host { Out = stdout, Error = stderr });
        return new TestRun(
            code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()), stdout.ToArray());
    }

    private static string Show(int code, string output, string error)
    {
        static string Cut(string text) => text.Length > 4000 ? text[..4000] + "..." : text;
        return $"exit code {code}\n{Cut(output)}\n{Cut(error)}";
    }
}
