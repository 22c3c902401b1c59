using System.Runtime.InteropServices;
using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>Reads the files of the drop-in tools as dtc's utilities do, with the C library's words for what fails.</summary>
internal static class ToolFile
{
    private const int FirstSize = 128 << 10; // most blobs fit, so that they are read without copying
    private const int InterruptedCall = 4;
    private const int OutOfMemory = 12;

    /// <summary>Reads a blob, or says on standard error why it cannot be read and returns null.</summary>
    public static ToolBlob? ReadBlob(string path, Host host)
    {
        var errno = TryRead(path, out var blob);
        if (errno == 0) return blob;
        var message = $"Couldn't open blob from '{path}': {Marshal.GetPInvokeErrorMessage(errno)}\n";
        host.WriteError(Encoding.UTF8.GetBytes(message));
        return null;
    }

    /// <summary>Reads a file (<c>-</c> is standard input). Returns 0, or the error number of the C library.</summary>
    public static int TryRead(string path, out ToolBlob blob)
    {
        blob = default;
        var descriptor = path == "-" ? 0 : Open(path, 0);
        if (descriptor < 0) return Marshal.GetLastPInvokeError();
        var buffer = new byte[FirstSize];
        var length = 0;
        var errno = 0;
        while (errno == 0)
        {
            if (length == buffer.Length)
            {
                if (length > Array.MaxLength / 2)
                {
                    errno = OutOfMemory;
                    break;
                }

                Array.Resize(ref buffer, 2 * length);
            }

            var got = Read(descriptor, ref buffer[length], buffer.Length - length);
            if (got == 0) break;
            if (got > 0) length += (int)got;
            else if (Marshal.GetLastPInvokeError() is var reason && reason != InterruptedCall) errno = reason;
        }

        if (descriptor != 0) _ = Close(descriptor);
        if (errno == 0) blob = new ToolBlob(buffer, length);
        return errno;
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int descriptor, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
