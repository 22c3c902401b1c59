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
    /// <summary>Writes a blob to a file (<c>-</c> is standard output), or says on standard error why not.</summary>
    public static bool TryWriteBlob(string path, ReadOnlySpan<byte> blob, Host host)
    {
        if (path == "-")
        {
            host.Out.Write(blob);
            return true;
        }

        if (OutputProblem.Foresee(path) is not { } reason && (reason = Write(path, blob)) is null) return true;
        host.WriteError(Encoding.UTF8.GetBytes($"Couldn't write blob to '{path}': {reason}\n"));
        return false;
    }

    /// <summary>Writes a file, which keeps its mode if it is there. Returns null, or the reason why it could not be done.</summary>
    public static string? Write(string path, ReadOnlySpan<byte> blob)
    {
        // A file keeps its mode: the one put in its place would have that of a new file.
        var mode = !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : (UnixFileMode?)null;
        var reason = OutputFile.TryWrite(path, blob);
        // Where files can be made it is something else, such as a full disk: the old contents are not put at risk.
        if (reason is not null && mode is not null && !OutputProblem.TakesNewFiles(path)) reason = Overwrite(path, blob);
        else if (reason is null && mode is { } old && !OperatingSystem.IsWindows()) Restore(path, old);
        return reason;
    }

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
}
