namespace Cli.Tests.DropIn;

/// <summary>
/// The tools of dtc 1.8.1, right by definition. They are fetched once by <c>scripts/dtc-oracle.sh</c>;
/// DTC_SHARP_ORACLE names another directory of them.
/// </summary>
internal static class DtcTools
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The directory that holds them.</summary>
    public static string Directory => Found.Value;

    /// <summary>Runs one of them in <paramref name="directory"/> (default: the repository's root).</summary>
    public static Run Run(string tool, IEnumerable<string> arguments, byte[]? input = null, string? directory = null) =>
        Launcher.Start(Path.Combine(Directory, tool), arguments, input, directory);

    private static string Find()
    {
        var run = Launcher.Start("sh", ["scripts/dtc-oracle.sh"], null, null);
        return run.ExitCode == 0
            ? run.Text.TrimEnd()
            : throw new InvalidOperationException(
                $"the tools of dtc 1.8.1 are missing, and without them nothing can be compared; please run: scripts/dtc-oracle.sh\n{run.Error}");
    }
}
