using System.Collections.Concurrent;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Caching;

/// <summary>A file of a set as it was when it was read.</summary>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Hash">Hash of its contents.</param>
internal readonly record struct SourceFile(FileStamp Stamp, ContentHash Hash);

/// <summary>
/// What a set was made of: the directories searched and the files read, with their stamps, and the hashes of the files'
/// contents. As with git's index, stamps are believed only where they are older than the look at them: a file that was
/// changed in the moment it was read may be changed again without a trace, and is compared by its contents.
/// </summary>
internal sealed class SourceRecord
{
    // File systems keep times as coarse as this.
    private const long Coarse = 2_000_000_000;

    private static ReadOnlySpan<byte> Magic => "dtcbsrc1"u8;

    private const int HeaderLength = 8 + ContentHash.Size;
    private const byte IsSearched = 1;
    private const byte IsRecent = 2;

    private readonly long _time;

    /// <param name="time">When the looking began, in nanoseconds since 1970.</param>
    public SourceRecord(long time) => _time = time;

    /// <summary>Directories that were searched, with their stamps.</summary>
    public Dictionary<string, FileStamp> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that were read. Safe for use by many threads.</summary>
    public ConcurrentDictionary<string, SourceFile> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Now, in nanoseconds since 1970.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>Hash of what the set is made from.</summary>
    /// <param name="sources">Hash of where it was looked for.</param>
    public ContentHash Content(ContentHash sources)
    {
        var bytes = new ImageBuffer();
        bytes.PutHash(sources);
        foreach (var (path, file) in Files.OrderBy(file => file.Key, CodePointOrder.Instance))
        {
            bytes.PutText(path);
            bytes.PutHash(file.Hash);
        }

        return ContentHash.Of(bytes.Span);
    }

    /// <summary>The record as it is kept.</summary>
    /// <param name="content">What names the image.</param>
    public byte[] Write(ContentHash content)
    {
        var bytes = new ImageBuffer(1 << 16);
        bytes.PutBytes(Magic);
        bytes.Grow(ContentHash.Size);
        bytes.PutHash(content);
        var files = Files.GroupBy(file => Path.GetDirectoryName(file.Key) ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var directory in Directories.Keys) files.TryAdd(directory, []);
        bytes.PutInteger((uint)files.Count);
        foreach (var (directory, inside) in files)
        {
            bytes.PutText(directory);
            Directories.TryGetValue(directory, out var stamp);
            bytes.PutByte((byte)((Directories.ContainsKey(directory) ? IsSearched : 0) | Mark(stamp)));
            bytes.PutLong((long)stamp.Identity);
            bytes.PutInteger((uint)inside.Count);
            foreach (var (path, file) in inside)
            {
                bytes.PutText(Path.GetFileName(path));
                bytes.PutByte(Mark(file.Stamp));
                bytes.PutLong((long)file.Stamp.Identity);
                bytes.PutHash(file.Hash);
            }
        }

        var written = bytes.Span.ToArray();
        ContentHash.Of(written.AsSpan(HeaderLength)).Write(written.AsSpan(Magic.Length));
        return written;
    }

    /// <summary>Whether bytes are a record, and undamaged.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> record) => record.Length > HeaderLength + ContentHash.Size
        && record.StartsWith(Magic) && ContentHash.Read(record[Magic.Length..]) == ContentHash.Of(record[HeaderLength..]);

    /// <summary>What names the image that belongs to a record.</summary>
    public static ContentHash ContentOf(ReadOnlySpan<byte> record) => ContentHash.Read(record[HeaderLength..]);

    /// <summary>Whether everything is as a record says, as far as stamps can tell.</summary>
    public static bool IsCurrent(ReadOnlySpan<byte> record)
    {
        var cursor = new ImageCursor(record, HeaderLength + ContentHash.Size);
        var path = new byte[256];
        for (var directories = cursor.TakeInteger(); directories > 0; directories--)
        {
            var length = Append(ref path, 0, cursor.TakeBytes((int)cursor.TakeInteger()));
            var marks = cursor.TakeByte();
            var identity = (ulong)cursor.TakeLong();
            if ((marks & IsSearched) != 0 && !Matches(path.AsSpan(0, length + 1), marks, identity)) return false;
            if (path[Math.Max(0, length - 1)] != '/') path[length++] = (byte)'/';
            for (var files = cursor.TakeInteger(); files > 0; files--)
            {
                var end = Append(ref path, length, cursor.TakeBytes((int)cursor.TakeInteger()));
                marks = cursor.TakeByte();
                identity = (ulong)cursor.TakeLong();
                cursor.TakeHash();
                if (!Matches(path.AsSpan(0, end + 1), marks, identity)) return false;
            }
        }

        return true;
    }

    /// <summary>Reads a record back, with what <see cref="Write"/> had to say of its stamps.</summary>
    /// <returns>Its directories and files; the stamp's time is 0 where it can be believed, and the latest there is where not.</returns>
    public static SourceRecord Read(ReadOnlySpan<byte> record)
    {
        var read = new SourceRecord(0);
        var cursor = new ImageCursor(record, HeaderLength + ContentHash.Size);
        for (var directories = cursor.TakeInteger(); directories > 0; directories--)
        {
            var directory = cursor.TakeText();
            var marks = cursor.TakeByte();
            var stamp = Stamp((ulong)cursor.TakeLong(), marks);
            if ((marks & IsSearched) != 0) read.Directories[directory] = stamp;
            for (var files = cursor.TakeInteger(); files > 0; files--)
            {
                var path = Path.Combine(directory, cursor.TakeText());
                marks = cursor.TakeByte();
                read.Files[path] = new SourceFile(Stamp((ulong)cursor.TakeLong(), marks), cursor.TakeHash());
            }
        }

        return read;
    }

    private static FileStamp Stamp(ulong identity, byte marks) => new(identity, (marks & IsRecent) != 0 ? long.MaxValue : 0);

    private static bool Matches(ReadOnlySpan<byte> path, byte marks, ulong identity) =>
        (marks & IsRecent) == 0 && FileStamp.Of(path).Identity == identity;

    // Leaves a zero byte behind what it appends, and room for one more.
    private static int Append(ref byte[] path, int at, ReadOnlySpan<byte> part)
    {
        var end = at + part.Length;
        if (end + 2 > path.Length) Array.Resize(ref path, end * 2);
        part.CopyTo(path.AsSpan(at));
        path[end] = 0;
        return end;
    }

    private byte Mark(FileStamp stamp) => stamp.Latest > _time - Coarse ? IsRecent : (byte)0;
}
