using System.Runtime.InteropServices;

namespace Cli.Output;

/// <summary>
/// Says in words why the system refused. The texts of .NET's own exceptions are left out of the binary
/// (UseSystemResourceKeys), and they name types and parameters rather than what a user can change.
/// </summary>
internal static class IOReason
{
    /// <summary>True for what the file system throws.</summary>
    public static bool IsIO(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The reason, lower case, without a full stop.</summary>
    public static string Of(Exception e) => e switch
    {
        DirectoryNotFoundException => "the directory does not exist",
        FileNotFoundException => "no such file",
        PathTooLongException => "the path is too long",
        UnauthorizedAccessException => "permission denied, or it is a directory",
        IOException { HResult: > 0 and < 4096 and var errno } => Marshal.GetPInvokeErrorMessage(errno),
        _ => "it cannot be opened",
    };
}
