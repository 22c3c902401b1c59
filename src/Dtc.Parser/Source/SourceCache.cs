using System.Collections.Concurrent;

namespace Dtc.Parser;

/// <summary>Why a file could not be read.</summary>
public enum SourceFailure
{
    /// <summary>It was read.</summary>
    None,

    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>It is a directory.</summary>
    IsDirectory,

    /// <summary>It is larger than <see cref="SourceCache.MaxFileSize"/>.</summary>
    TooLarge,

    /// <summary>Permissions forbid it.</summary>
    Forbidden,

    /// <summary>The system refused (I/O).</summary>
    Unreadable,
}

/// <summary>What came of opening a file: the file, or the reason why not.</summary>
/// <param name="File">The file; null when it failed.</param>
/// <param name="Failure">The reason.</param>
public sealed record SourceResult(SourceFile? File, SourceFailure Failure)
{
    /// <summary>The reason in words, to be put behind the name of the file: "no such file".</summary>
    public string Reason => Failure switch
    {
        SourceFailure.None => "",
        SourceFailure.NotFound => "no such file",
        SourceFailure.IsDirectory => "it is a directory",
        SourceFailure.TooLarge => $"it is larger than {SourceCache.MaxFileSize >> 20} MiB",
        SourceFailure.Forbidden => "permission denied",
        _ => "it cannot be read",
    };
}

/// <summary>
/// Reads every file once per process. Thread-safe: the workers of a batch share one cache, so that a
/// header is read and scanned once for all boards. Files that are absent are remembered as absent.
/// </summary>
public sealed class SourceCache
{
    /// <summary>The largest source text taken, in bytes.</summary>
    public const int MaxFileSize = 256 << 20;

    private readonly ConcurrentDictionary<string, SourceResult> _files = new(StringComparer.Ordinal);

    /// <summary>Knows only what was added: a text made from foreign names must not get to open files.</summary>
    public bool AddedOnly { get; init; }

    /// <summary>Opens <paramref name="path"/> (<c>-</c> is standard input, read once).</summary>
    public SourceResult Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (_files.TryGetValue(path, out var known)) return known;
        if (AddedOnly) return new SourceResult(null, SourceFailure.NotFound);
        if (path != "-") return _files.GetOrAdd(path, Read(path));
        lock (_files) // standard input can be read only once
        {
            return _files.GetOrAdd(path, Read);
        }
    }

    /// <summary>Puts a text under a path without touching the disk (tests, editors).</summary>
    public void Add(SourceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _files[file.Path] = new SourceResult(file, SourceFailure.None);
    }

    private static SourceResult Read(string path)
    {
        try
        {
            if (path == "-")
            {
                using var stdin = Console.OpenStandardInput();
                return ReadToEnd("<stdin>", stdin);
            }

            if (path.Length == 0 || path.Contains('\0')) return new SourceResult(null, SourceFailure.NotFound);
            if (!File.Exists(path)) // asked first, because an exception per missed include directory would cost more
            {
                return new SourceResult(null, Directory.Exists(path) ? SourceFailure.IsDirectory : SourceFailure.NotFound);
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            var length = stream.CanSeek ? stream.Length : 0;
            if (length > MaxFileSize) return new SourceResult(null, SourceFailure.TooLarge);
            if (length > 0)
            {
                var buffer = new byte[length + 1];
                var got = stream.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false);
                if (got < length) Array.Resize(ref buffer, got + 1);
                buffer[got] = 0;
                return new SourceResult(new SourceFile(path, buffer), SourceFailure.None);
            }

            return ReadToEnd(path, stream); // pipes, devices and /proc files have no length
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new SourceResult(null, SourceFailure.NotFound);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
        {
            return Directory.Exists(path)
                ? new SourceResult(null, SourceFailure.IsDirectory)
                : new SourceResult(null, e is UnauthorizedAccessException ? SourceFailure.Forbidden : SourceFailure.Unreadable);
        }
    }

    private static SourceResult ReadToEnd(string path, Stream stream)
    {
        using var memory = new MemoryStream();
        var chunk = new byte[65536];
        for (int n; (n = stream.Read(chunk)) > 0;)
        {
            memory.Write(chunk, 0, n);
            if (memory.Length > MaxFileSize) return new SourceResult(null, SourceFailure.TooLarge);
        }

        var file = new SourceFile(path, memory.GetBuffer().AsSpan(0, (int)memory.Length));
        return new SourceResult(file, SourceFailure.None);
    }
}
