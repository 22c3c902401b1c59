using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dtc.Bindings.Caching;

/// <summary>
/// What the file system says of a file without opening it. Size, times, place on the disk and kind go into one number:
/// two stamps are equal, or something happened to the file.
/// </summary>
/// <param name="Identity">All of it in one number; 0 when there is no such file.</param>
/// <param name="Latest">The later of the times it was changed at, in nanoseconds since 1970.</param>
internal readonly record struct FileStamp(ulong Identity, long Latest)
{
    private const int CurrentDirectory = -100;
    private const uint WantBasics = 0x7ff;
    private const int StatusLength = 256;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static bool _isPortable = !OperatingSystem.IsLinux();

    /// <summary>The stamp of a path.</summary>
    public static FileStamp Of(string path)
    {
        if (_isPortable) return Portable(path);
        return Of(Encoding.UTF8.GetBytes(path + '\0'));
    }

    /// <summary>The stamp of a path in UTF-8 that ends with a zero byte. Links are followed.</summary>
    public static FileStamp Of(ReadOnlySpan<byte> path)
    {
        if (_isPortable) return Portable(Encoding.UTF8.GetString(path[..^1]));
        Span<byte> status = stackalloc byte[StatusLength];
        try
        {
            if (Statx(CurrentDirectory, in path[0], 0, WantBasics, ref status[0]) != 0) return default;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than 2018.
            _isPortable = true;
            return Portable(Encoding.UTF8.GetString(path[..^1]));
        }

        // Mode, inode and size; time of the last change of the entry and of the contents; device.
        Span<byte> facts = stackalloc byte[72];
        facts.Clear();
        status[28..30].CopyTo(facts);
        status[32..48].CopyTo(facts[8..]);
        status[96..108].CopyTo(facts[24..]);
        status[112..124].CopyTo(facts[40..]);
        status[136..144].CopyTo(facts[56..]);
        return new FileStamp(ContentHash.Of(facts).Low | 1, Math.Max(Time(status[96..]), Time(status[112..])));
    }

    private static long Time(ReadOnlySpan<byte> time) => BitConverter.IsLittleEndian
        ? (BinaryPrimitives.ReadInt64LittleEndian(time) * NanosecondsPerSecond) + BinaryPrimitives.ReadUInt32LittleEndian(time[8..])
        : (BinaryPrimitives.ReadInt64BigEndian(time) * NanosecondsPerSecond) + BinaryPrimitives.ReadUInt32BigEndian(time[8..]);

    private static FileStamp Portable(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!info.Exists) return default;
        Span<byte> facts = stackalloc byte[24];
        var time = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        BinaryPrimitives.WriteInt64LittleEndian(facts, info is FileInfo file ? file.Length : -1);
        BinaryPrimitives.WriteInt64LittleEndian(facts[8..], time);
        BinaryPrimitives.WriteInt64LittleEndian(facts[16..], info.CreationTimeUtc.Ticks);
        return new FileStamp(ContentHash.Of(facts).Low | 1, time);
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, in byte path, int flags, uint mask, ref byte status);
}
