using System.Runtime.InteropServices;

namespace Cli.DropIn;

/// <summary>Why a file cannot be written, in the words of the C library.</summary>
internal static class OutputProblem
{
    private const int NoSuchFile = 2;
    private const int NotPermitted = 13;
    private const int NotADirectory = 20;
    private const int IsADirectory = 21;

    /// <summary>What is sure to prevent writing, before there is anything to write; null when nothing is.</summary>
    public static string? Foresee(string path)
    {
        if (path.Length == 0) return Text(NoSuchFile);
        if (Directory.Exists(path)) return Text(IsADirectory);
        if (path.EndsWith('/')) return Text(IsADirectory);
        var directory = Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(directory) || Directory.Exists(directory)) return null;
        return Text(File.Exists(directory) ? NotADirectory : NoSuchFile);
    }

    /// <summary>Why writing has failed.</summary>
    public static string Of(string path) => Foresee(path) ?? Text(NotPermitted);

    private static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
