namespace Dtc.Tests;

/// <summary>
/// Debian's build of dtc 1.8.1: the oracle for whatever 1.6.1, which Debian 12 installs, does otherwise. A missing one
/// is an error that names the command which fetches it.
/// </summary>
internal static class DtcTools
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The directory with <c>dtc</c>, <c>fdtget</c>, <c>fdtput</c>, <c>fdtoverlay</c>, <c>fdtdump</c> and <c>convert-dtsv0</c>.</summary>
    public static string Directory => Found.Value;

    /// <summary>The path of one of the tools.</summary>
    public static string Path(string tool) => System.IO.Path.Combine(Directory, tool);

    private static string Find()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var directory = Environment.GetEnvironmentVariable("DTC_SHARP_ORACLE") is { Length: > 0 } named
            ? named
            : System.IO.Path.Combine(home, "dtc-sharp", "dtc-1.8.1", "bin");
        return File.Exists(System.IO.Path.Combine(directory, "dtc"))
            ? directory
            : throw new InvalidOperationException(
                $"dtc 1.8.1 is not in {directory}, and without it nothing can be compared; please run: scripts/dtc-oracle.sh");
    }
}
