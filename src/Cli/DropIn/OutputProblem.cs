using System.Runtime.InteropServices;
using Cli.Output;

namespace Cli.DropIn;

/// <summary>Why a file cannot be written, in the words of the C library.</summary>
internal static class OutputProblem
{
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;
    private const int IsADirectory = 21;
    private const int WriteAccess = 2;

    /// <summary>What is sure to prevent writing, before there is anything to write; null when nothing is.</summary>
    public static string? Foresee(string path)
    {
        if (path.Length == 0) return Text(NoSuchFile);
        if (Directory.Exists(path)) return Text(IsADirectory);
        if (path.EndsWith('/')) return Text(IsADirectory);
        if (!OperatingSystem.IsWindows()) return Refusal(path);
        var directory = Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(directory) || Directory.Exists(directory)) return null;
        return Text(File.Exists(directory) ? NotADirectory : NoSuchFile);
    }

    /// <summary>True when files can be made beside <paramref name="path"/>.</summary>
    public static bool TakesNewFiles(string path) =>
        OperatingSystem.IsWindows() || Access(DirectoryOf(path), WriteAccess) == 0;

    private static string? Refusal(string path)
    {
        if (Access(path, WriteAccess) == 0) return null;
        var errno = Marshal.GetLastPInvokeError();
        if (errno != NoSuchFile) return Text(errno);
        // It has to be made, in a directory that is there.
        return Access(DirectoryOf(path), WriteAccess) == 0 ? null : Text(Marshal.GetLastPInvokeError());
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(RealPath.Resolve(path)) ?? "/";

    private static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
