using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cli.Output;

/// <summary>
/// Which file a path leads to, links followed: two paths with one identity are one file, be it by another spelling, a
/// symbolic or a hard link. Where statx(2) is missing there are no identities, and paths have to do.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file in it.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number)
{
    private const int CurrentDirectory = -100;
    private const uint WantNumber = 0x100;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>The identity of what is at a path; null when nothing is, or it cannot be told.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<byte> status = stackalloc byte[256];
        var terminated = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (Statx(CurrentDirectory, in terminated[0], 0, WantNumber, ref status[0]) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library older than 2018
        }

        // Only compared, so that the order of the bytes makes no difference.
        return new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]), BinaryPrimitives.ReadUInt64LittleEndian(status[NumberOffset..]));
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, in byte path, int flags, uint mask, ref byte status);
}
