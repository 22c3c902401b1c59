using System.Runtime.InteropServices;
using System.Text;
using Cli.Hosting;
using Cli.Output;

namespace Cli.DropIn;

/// <summary>
/// Writes the files of the drop-in tools: as a whole or not at all, which the tools themselves do not. What they would
/// refuse is refused in their words.
/// </summary>
internal static class ToolWriter
{
    private const int NoEntry = 2;
    private const int IsDirectory = 21;
    private const int MayWrite = 2;

    /// <summary>Writes a blob to a file (<c>-</c> is standard output), or says on standard error why not.</summary>
    public static bool TryWriteBlob(string path, ReadOnlySpan<byte> blob, Host host)
    {
        if (path == "-")
        {
            host.Out.Write(blob);
            return true;
        }

        if (Refusal(path) is not { } reason && (reason = Write(path, blob)) is null) return true;
        host.WriteError(Encoding.UTF8.GetBytes($"Couldn't write blob to '{path}': {reason}\n"));
        return false;
    }

    private static string? Write(string path, ReadOnlySpan<byte> blob)
    {
        // A file keeps its mode: the one put in its place would have that of a new file.
        var mode = !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : (UnixFileMode?)null;
        var reason = OutputFile.TryWrite(path, blob);
        if (reason is not null && mode is not null && !TakesNewFiles(path)) reason = Overwrite(path, blob);
        else if (reason is null && mode is { } old && !OperatingSystem.IsWindows()) Restore(path, old);
        return reason;
    }

    /// <summary>
    /// True when a file can be made beside <paramref name="path"/>: then it is something else, such as a full disk, that
    /// kept it from being replaced, and its contents are not put at risk.
    /// </summary>
    private static bool TakesNewFiles(string path) =>
        OperatingSystem.IsWindows() || Access(Path.GetDirectoryName(RealPath.Resolve(path)) ?? "/", MayWrite) == 0;

    /// <summary>Writes into a file in whose directory nothing can be created; if that fails, it gets its old bytes back.</summary>
    private static string? Overwrite(string path, ReadOnlySpan<byte> blob)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 0);
            var old = new byte[file.Length];
            file.ReadExactly(old);
            try
            {
                Put(file, blob);
            }
            catch (IOException)
            {
                Put(file, old);
                throw;
            }

            return null;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return IOReason.Of(e);
        }
    }

    private static void Put(FileStream file, ReadOnlySpan<byte> bytes)
    {
        // The length comes last: room that the file has is not given away before it is needed again.
        file.Position = 0;
        file.Write(bytes);
        file.SetLength(bytes.Length);
    }

    private static void Restore(string path, UnixFileMode mode)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != mode) File.SetUnixFileMode(path, mode);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // The contents are right; somebody else's device keeps its mode anyway.
        }
    }

    /// <summary>Why opening the file for writing would fail; null when it would not, or only writing can tell.</summary>
    private static string? Refusal(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        if (Directory.Exists(path)) return Marshal.GetPInvokeErrorMessage(IsDirectory);
        if (path.Length == 0) return Marshal.GetPInvokeErrorMessage(NoEntry);
        if (Access(path, MayWrite) == 0) return null;
        var errno = Marshal.GetLastPInvokeError();
        if (errno != NoEntry) return Marshal.GetPInvokeErrorMessage(errno);
        // It has to be made, in a directory that is there.
        var target = RealPath.Resolve(path);
        return Access(Path.GetDirectoryName(target) ?? "/", MayWrite) == 0
            ? null
            : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
