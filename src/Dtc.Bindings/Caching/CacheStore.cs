using System.Buffers;
namespace Dtc.Bindings.Caching;

/// <summary>
/// The files of a cache. They are written beside and renamed, so that nobody sees a part of one, and of two writers the
/// later wins. Whatever fails is kept to itself: a cache that cannot be used is one that is empty.
/// </summary>
/// <param name="directory">The directory; it is made when something is to be kept.</param>
internal sealed class CacheStore(string directory)
{
    private const string ImageSuffix = ".image";
    private const string RecordSuffix = ".files";
    private const string TemporarySuffix = ".new";

    // One user's projects and their branches; images of all kernel bindings have some 5 MB.
    private const int MostImages = 16;
    private const int MostRecords = 64;
    private const long MostBytes = 200_000_000;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    /// <summary>The record of that key; null when there is none.</summary>
    public byte[]? ReadRecord(ContentHash key) => TryRead(PathOf(key, RecordSuffix));

    /// <summary>The image of that key; null when there is none.</summary>
    public byte[]? ReadImage(ContentHash key) => TryRead(PathOf(key, ImageSuffix));

    /// <summary>Keeps a record.</summary>
    public bool WriteRecord(ContentHash key, byte[] record) => TryWrite(PathOf(key, RecordSuffix), record);

    /// <summary>Keeps an image, and drops what has not been used for longest when there are too many.</summary>
    /// <returns>False when it cannot be written.</returns>
    public bool WriteImage(ContentHash key, byte[] image)
    {
        if (!TryWrite(PathOf(key, ImageSuffix), image)) return false;
        try
        {
            Trim();
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            // Somebody else is tidying up too.
        }

        return true;
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length is 0 or > MostBytes) return null;
            var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
            file.ReadExactly(bytes);
            NoteUse(path);
            return bytes;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return null;
        }
    }

    // The time of the last change is that of the last use, to the day.
    private static void NoteUse(string path)
    {
        try
        {
            var now = DateTime.UtcNow;
            if (now - File.GetLastWriteTimeUtc(path) > Unused) File.SetLastWriteTimeUtc(path, now);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            // A cache on a read-only disk is used all the same.
        }
    }

    private bool TryWrite(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}{TemporarySuffix}";
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            TryDelete(temporary);
            return false;
        }
    }

    private void Trim()
    {
        var files = new DirectoryInfo(directory).GetFiles().OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        var (images, records, bytes) = (0, 0, 0L);
        foreach (var file in files)
        {
            if (!IsOurs(file.Name)) continue;
            var isDropped = file.Extension switch
            {
                ImageSuffix => ++images > MostImages || (bytes += file.Length) > MostBytes,
                RecordSuffix => ++records > MostRecords,
                TemporarySuffix => DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned,
                _ => false,
            };
            if (isDropped) TryDelete(file.FullName);
        }
    }

    // The directory may be one that somebody named: what is not called as we call files is left alone.
    private static bool IsOurs(string name) =>
        name.AsSpan().IndexOf('.') is var dot && dot == ContentHash.TextLength && !name.AsSpan(0, dot).ContainsAnyExcept(HexDigits);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            // It is left for the next time.
        }
    }

    private static bool IsOfFiles(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or System.Security.SecurityException;

    private string PathOf(ContentHash key, string suffix) => Path.Combine(directory, key + suffix);
}
