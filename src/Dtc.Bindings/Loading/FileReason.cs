using System.Runtime.InteropServices;

namespace Dtc.Bindings.Loading;

/// <summary>Why the system refused a file, in words: .NET's own are left out of a native binary.</summary>
internal static class FileReason
{
    /// <summary>The reason, lower case, without a full stop.</summary>
    public static string Of(Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or directory",
        UnauthorizedAccessException => "permission denied",
        IOException { HResult: > 0 and < 4096 and var number } => Marshal.GetPInvokeErrorMessage(number),
        _ => "it cannot be opened",
    };
}
