using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dtc.Compiler.Inputs;

/// <summary>What lies at a path, links followed.</summary>
internal enum PathKind
{
    /// <summary>Nothing, or nothing that may be looked at.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A pipe, a socket or a device: reading it takes something away, or waits for ever.</summary>
    Special,
}

/// <summary>
/// Looks at a path without opening it. .NET does not tell a file from a pipe, hence statx(2), whose structure is
/// the same on all machines; elsewhere pipes count as files.
/// </summary>
/// <param name="Kind">What is there.</param>
/// <param name="Error">The system's error number when it is <see cref="PathKind.Missing"/>.</param>
internal readonly record struct PathStatus(PathKind Kind, int Error)
{
    private const int NoSuchFile = 2;
    private const int CurrentDirectory = -100;
    private const uint WantType = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xf000;
    private const int TypeDirectory = 0x4000;
    private const int TypeRegular = 0x8000;

    /// <summary>Looks at <paramref name="path"/>.</summary>
    public static PathStatus Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return Portable(path);
        Span<byte> status = stackalloc byte[256];
        var terminated = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (Statx(CurrentDirectory, in terminated[0], 0, WantType, ref status[0]) != 0)
                return new PathStatus(PathKind.Missing, Marshal.GetLastPInvokeError());
        }
        catch (EntryPointNotFoundException)
        {
            return Portable(path); // a C library older than 2018
        }

        var mode = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..])
            : BinaryPrimitives.ReadUInt16BigEndian(status[ModeOffset..]);
        return new PathStatus((mode & TypeMask) switch
        {
            TypeDirectory => PathKind.Directory,
            TypeRegular => PathKind.File,
            _ => PathKind.Special,
        }, 0);
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
