using System.Runtime.InteropServices;
using System.Text;

namespace Dtc.Compiler.Inputs;

/// <summary>What lies at a path.</summary>
public enum PathKind
{
    /// <summary>Nothing, or nothing that may be looked at.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A pipe: reading it takes something away, or waits for a writer.</summary>
    Pipe,

    /// <summary>A socket, a device, or a link that was not followed: reading it may never end.</summary>
    Special,
}

/// <summary>
/// Looks at a path without opening it. .NET tells neither a file from a pipe nor which file it is, hence statx(2), whose
/// structure is the same on all machines; where that is missing, pipes count as files, and files have no identity.
/// </summary>
/// <param name="Kind">What is there.</param>
/// <param name="Error">The system's error number when it is <see cref="PathKind.Missing"/>.</param>
public readonly record struct PathStatus(PathKind Kind, int Error)
{
    private const int NoSuchFile = 2;
    private const int CurrentDirectory = -100;
    private const int NoLinks = 0x100;
    private const uint WantTypeOwnerAndNumber = 0x109;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;
    private const int TypeMask = 0xf000;
    private const int TypePipe = 0x1000;
    private const int TypeDirectory = 0x4000;
    private const int TypeRegular = 0x8000;

    /// <summary>
    /// The file system and the file in it: two paths with one identity are one file, be it by another spelling, a symbolic or
    /// a hard link. Null when nothing is there, or it cannot be told.
    /// </summary>
    public (ulong Device, ulong Number)? Identity { get; private init; }

    /// <summary>The id of the user it belongs to; null when it cannot be told.</summary>
    public uint? Owner { get; private init; }

    /// <summary>Looks at <paramref name="path"/>.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether a link is what it leads to, or <see cref="PathKind.Special"/>.</param>
    public static PathStatus Of(string path, bool followLinks = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0', StringComparison.Ordinal)) return new PathStatus(PathKind.Missing, NoSuchFile);
        if (!OperatingSystem.IsLinux()) return Portable(path);
        Span<byte> status = stackalloc byte[256];
        var terminated = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (Statx(CurrentDirectory, in terminated[0], followLinks ? 0 : NoLinks, WantTypeOwnerAndNumber, ref status[0]) != 0)
                return new PathStatus(PathKind.Missing, Marshal.GetLastPInvokeError());
        }
        catch (EntryPointNotFoundException)
        {
            return Portable(path); // a C library older than 2018
        }

        return new PathStatus((MemoryMarshal.Read<ushort>(status[ModeOffset..]) & TypeMask) switch
        {
            TypeDirectory => PathKind.Directory,
            TypeRegular => PathKind.File,
            TypePipe => PathKind.Pipe,
            _ => PathKind.Special,
        }, 0)
        {
            Identity = (MemoryMarshal.Read<ulong>(status[DeviceOffset..]), MemoryMarshal.Read<ulong>(status[NumberOffset..])),
            Owner = MemoryMarshal.Read<uint>(status[OwnerOffset..]),
        };
    }

    private static PathStatus Portable(string path)
    {
        if (Directory.Exists(path)) return new PathStatus(PathKind.Directory, 0);
        return File.Exists(path) ? new PathStatus(PathKind.File, 0) : new PathStatus(PathKind.Missing, NoSuchFile);
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, in byte path, int flags, uint mask, ref byte status);
}
