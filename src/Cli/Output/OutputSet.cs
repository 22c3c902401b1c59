using System.Security.Cryptography;
using System.Text;

namespace Cli.Output;

/// <summary>A file of a set: its bytes, and zeros behind them that take no room.</summary>
/// <param name="Name">Its name, without a directory.</param>
/// <param name="Content">Its first bytes.</param>
/// <param name="Size">Its size.</param>
internal readonly record struct OutputContent(string Name, ReadOnlyMemory<byte> Content, long Size)
{
    /// <summary>A file of these bytes.</summary>
    public OutputContent(string name, byte[] content)
        : this(name, content, content.Length)
    {
    }
}

/// <summary>
/// Writes several files into a directory, all or none: first all of them into a hidden directory in it, then each to its place.
/// A list of them with checksums stays (sha256sum -c reads it), by which the next run knows what it may take away.
/// </summary>
internal sealed class OutputSet(string directory, IReadOnlyList<OutputContent> files)
{
    /// <summary>Name of the list.</summary>
    public const string ListName = "files.sha256";

    private const int MaxList = 1 << 20;
    private const string Old = ".old";

    private readonly List<(string From, string To)> _moved = [];

    /// <summary>The names of all that is written, the list last.</summary>
    public IEnumerable<string> Names => files.Select(file => file.Name).Append(ListName);

    /// <summary>Files of an earlier run that this one does not make, and that were changed since: they stay.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    /// <summary>Writes them.</summary>
    /// <param name="isRead">Files that must stay although an earlier run made them.</param>
    /// <returns>Null, or the file and why it could not be written; then the directory is as it was.</returns>
    public (string File, string Reason)? TryWrite(Func<string, bool> isRead)
    {
        var made = !Directory.Exists(directory);
        var current = directory;
        string? temporary = null;
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var name in Names)
            {
                current = Path.Join(directory, name);
                if (Obstacle(current) is { } obstacle) return (current, obstacle);
            }

            current = directory;
            var stale = Stale(isRead);
            LiveTempFiles.CleanOnInterrupt();
            temporary = Path.Join(directory, $".dtc-sharp-{Environment.ProcessId}-{Random.Shared.Next():x}");
            LiveTempFiles.Add(temporary);
            Directory.CreateDirectory(Path.Join(temporary, Old));
            foreach (var file in files.Append(new OutputContent(ListName, List())))
            {
                current = Path.Join(directory, file.Name);
                using var stream = new FileStream(Path.Join(temporary, file.Name), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
                stream.Write(file.Content.Span);
                if (file.Size > file.Content.Length) stream.SetLength(file.Size);
            }

            LiveTempFiles.Undisturbed(() => Commit(temporary, stale, ref current));
            return null;
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            return (current, IOReason.Of(fault));
        }
        finally
        {
            if (temporary is not null)
            {
                Delete(temporary);
                LiveTempFiles.Remove(temporary);
            }

            if (made) DeleteEmpty(directory);
        }
    }

    // Links are replaced where they lead to, as by all commands.
    private static string? Obstacle(string path)
    {
        if (Directory.Exists(path)) return "it is a directory";
        return OrdinaryFile.Trouble(RealPath.Resolve(path));
    }

    private void Commit(string temporary, List<string> stale, ref string current)
    {
        try
        {
            foreach (var name in stale)
            {
                current = Path.Join(directory, name);
                Move(current, Path.Join(temporary, Old, name));
            }

            foreach (var name in Names)
            {
                current = Path.Join(directory, name);
                var real = RealPath.Resolve(current);
                if (File.Exists(real)) Move(real, Path.Join(temporary, Old, name));
                Move(Path.Join(temporary, name), real);
            }
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            for (var i = _moved.Count - 1; i >= 0; i--) File.Move(_moved[i].To, _moved[i].From);
            throw;
        }
    }

    private void Move(string from, string to)
    {
        File.Move(from, to);
        _moved.Add((from, to));
    }

    // Disks are not in it: reading large ones takes long, and guests write to them.
    private byte[] List()
    {
        var text = new StringBuilder("# What dtc-sharp wrote here. The next run takes away what it does not write any more, unless it was changed.\n");
        foreach (var file in files)
        {
            if (file.Size > file.Content.Length) text.Append("# disk ").Append(file.Name).Append('\n');
            else text.Append(Convert.ToHexStringLower(SHA256.HashData(file.Content.Span))).Append("  ").Append(file.Name).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Files of the earlier run to take away; those that are somebody's by now are kept, and told of.
    private List<string> Stale(Func<string, bool> isRead)
    {
        var stale = new List<string>();
        var kept = new List<string>();
        var list = Path.Join(directory, ListName);
        if (!File.Exists(list) || new FileInfo(list).Length > MaxList) return stale;
        var names = Names.ToHashSet(StringComparer.Ordinal);
        foreach (var line in File.ReadAllLines(list))
        {
            var (sum, name) = line.StartsWith("# disk ", StringComparison.Ordinal) ? ("", line["# disk ".Length..])
                : line.Split("  ", 2) is [{ Length: 64 } hex, var plain] ? (hex, plain) : ("", "");
            if (name.Length == 0 || name != Path.GetFileName(name) || name.StartsWith('.') || !names.Add(name)) continue;
            var path = Path.Join(directory, name);
            if (!File.Exists(path) || isRead(path)) continue;
            if (sum.Length > 0 && new FileInfo(path).LinkTarget is null && OrdinaryFile.Trouble(path) is null && SumOf(path) == sum) stale.Add(name);
            else kept.Add(path);
        }

        Kept = kept;
        return stale;
    }

    private static string SumOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // What made the write fail may make this fail too; the first reason is the one to tell.
        }
    }

    private static void DeleteEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // It has the files.
        }
    }
}
