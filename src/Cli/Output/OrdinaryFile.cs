using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cli.Output;

/// <summary>Tells files from what only looks like them: devices that never end, pipes that wait for a writer, sockets.</summary>
internal static class OrdinaryFile
{
    private const int CurrentDirectory = -100;
    private const uint WantType = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xf000;
    private const int Regular = 0x8000;
    private const int Pipe = 0x1000;
    private const int Folder = 0x4000;

    /// <summary>Why what is at a path is no ordinary file; null when it is one, or nothing is there.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <param name="pipes">Pipes that are open in this process (<c>/dev/stdin</c>, <c>&lt;(…)</c> of a shell) will do too.</param>
    public static string? Trouble(string path, bool pipes = false)
    {
        if (TypeOf(path) is not { } type || type == Regular) return null;
        if (type == Folder) return "it is a directory";
        return pipes && type == Pipe && RealPath.IsSpecial(RealPath.Resolve(path)) ? null : "it is no ordinary file";
    }

    private static int? TypeOf(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        if (!OperatingSystem.IsLinux()) return RealPath.IsSpecial(RealPath.Resolve(path)) ? 0 : null;
        Span<byte> status = stackalloc byte[256];
        var terminated = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            if (Statx(CurrentDirectory, in terminated[0], 0, WantType, ref status[0]) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library older than 2018
        }

        var mode = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) : BinaryPrimitives.ReadUInt16BigEndian(status[ModeOffset..]);
        return mode & TypeMask;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, in byte path, int flags, uint mask, ref byte status);
}
