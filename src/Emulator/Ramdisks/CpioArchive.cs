using System.Buffers;
using System.Globalization;
using System.Text;

namespace Emulator.Ramdisks;

/// <summary>
/// Writes an archive in cpio's "newc" form, which the kernel unpacks as its first root file system
/// (Documentation/driver-api/early-userspace/buffer-format.rst). Everything belongs to root and has no date, so that the same
/// entries give the same bytes.
/// </summary>
public sealed class CpioArchive
{
    private const uint Directory = 0x4000;
    private const uint Regular = 0x8000;
    private const uint Link = 0xa000;
    private const uint CharacterDevice = 0x2000;

    private readonly ArrayBufferWriter<byte> _bytes = new(4 << 20);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private uint _inode;

    /// <summary>Adds a directory, and those above it that are not there yet.</summary>
    public void AddDirectory(string path)
    {
        var name = Check(path);
        if (_names.Contains(name)) return;
        AddParents(name);
        Add(name, Directory | 0x1ed /* 0755 */, [], 0, 0);
    }

    /// <summary>Adds a file.</summary>
    public void AddFile(string path, ReadOnlySpan<byte> content, bool executable = false) =>
        AddEntry(path, Regular | (executable ? 0x1edu : 0x1a4u), content, 0, 0);

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string path, string target) => AddEntry(path, Link | 0x1ff, Encoding.UTF8.GetBytes(target), 0, 0);

    /// <summary>Adds a character device.</summary>
    public void AddDevice(string path, uint major, uint minor) => AddEntry(path, CharacterDevice | 0x180, [], major, minor);

    /// <summary>Ends the archive and returns it.</summary>
    public byte[] Finish()
    {
        Write("TRAILER!!!", 0, 0, 1, [], 0, 0);
        Pad(512);
        return _bytes.WrittenSpan.ToArray();
    }

    private void AddEntry(string path, uint mode, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        var name = Check(path);
        AddParents(name);
        Add(name, mode, content, major, minor);
    }

    private void AddParents(string name)
    {
        if (name.LastIndexOf('/') is > 0 and var slash) AddDirectory(name[..slash]);
    }

    private void Add(string name, uint mode, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        if (!_names.Add(name)) throw new ArgumentException($"'{name}' is in the archive already", nameof(name));
        Write(name, ++_inode, mode, mode >> 12 == Directory >> 12 ? 2u : 1u, content, major, minor);
    }

    private void Write(string name, uint inode, uint mode, uint links, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        var header = new StringBuilder("070701", 110);
        // ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
        foreach (var field in (ReadOnlySpan<uint>)
            [inode, mode, 0, 0, links, 0, (uint)content.Length, 0, 0, major, minor, (uint)nameBytes.Length + 1, 0])
        {
            header.Append(CultureInfo.InvariantCulture, $"{field:x8}");
        }

        _bytes.Write(Encoding.ASCII.GetBytes(header.ToString()));
        _bytes.Write(nameBytes);
        _bytes.Write("\0"u8);
        Pad(4);
        _bytes.Write(content);
        Pad(4);
    }

    private void Pad(int alignment)
    {
        while (_bytes.WrittenCount % alignment != 0) _bytes.Write("\0"u8);
    }

    private static string Check(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = path.Trim('/');
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Any(static p => p is "" or "." or ".."))
            throw new ArgumentException($"'{path}' is no path in an archive", nameof(path));
        return name;
    }
}
