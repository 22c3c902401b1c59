using System.Text;

namespace Cli.Output;

/// <summary>
/// Writes a file as a whole or not at all: beside its place, then renamed. Readers never see half a blob, and
/// a build that is interrupted or runs out of disk keeps the old one.
/// </summary>
internal static class OutputFile
{
    private const int MaxNameBytes = 255;

    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>.</summary>
    /// <returns>Null, or the reason why it could not be done; then nothing is left over.</returns>
    public static string? TryWrite(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            if (!File.Exists(path) && new FileInfo(path).LinkTarget is null) Replace(path, content);
            else
            {
                // An output that is a symbolic link stays one; the file it leads to is replaced.
                var real = RealPath.Resolve(path);
                if (!WroteDirectly(real, content)) Replace(real, content);
            }

            return null;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return Directory.Exists(path) ? "it is a directory" : IOReason.Of(e);
        }
    }

    /// <summary>
    /// Pipes and devices are written to, never replaced: <c>-o /dev/null</c> run by root must not turn the
    /// device into a file, and whoever waits at a named pipe waits for this pipe.
    /// </summary>
    private static bool WroteDirectly(string path, ReadOnlySpan<byte> content)
    {
        if (RealPath.IsSpecial(path))
        {
            using var device = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 0);
            device.Write(content);
            return true;
        }

        // Read and write: opening a pipe for both does not block, and the one handle serves test and writing,
        // so that its reader sees no end of file in between.
        if (TryOpen(path) is not { } stream) return false;
        using (stream)
        {
            if (stream.CanSeek) return false;
            stream.Write(content);
            return true;
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return null; // a file we may not open can still be replaced, if its directory allows
        }
    }

    private static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temp = TempPath(path);
        LiveTempFiles.Add(temp);
        try
        {
            using (var stream = new FileStream(temp, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0))
            {
                stream.Write(content);
            }

            File.Move(temp, path, overwrite: true);
        }
        catch (Exception)
        {
            Delete(temp);
            throw;
        }
        finally
        {
            LiveTempFiles.Remove(temp);
        }
    }

    private static string TempPath(string path)
    {
        var name = Path.GetFileName(path);
        // Not to be guessed, and never opened when it exists: somebody may have put a link there.
        var suffix = $".tmp-{Environment.ProcessId}-{Random.Shared.Next():x}";
        if (Encoding.UTF8.GetByteCount(name) + suffix.Length + 1 > MaxNameBytes)
            name = $"dtc-sharp-{string.GetHashCode(name, StringComparison.Ordinal):x8}";
        return Path.Combine(Path.GetDirectoryName(path) ?? "", $".{name}{suffix}");
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // What made the write fail may make this fail too; the first reason is the one to tell.
        }
    }
}
