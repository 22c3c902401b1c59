using System.Buffers.Binary;

namespace Dtc.Fdt.Tests;

/// <summary>
/// Blobs that libfdt 1.6.1 must not be shown, because it crashes or never returns. Both were mended in 1.7.
/// Walks the tokens on its own, without the reader under test.
/// </summary>
internal static class KnownDefects
{
    /// <summary>
    /// True for a blob that the walk reaches with a property so long that its end wraps around, or whose
    /// root, before version 16, has a name without a slash (libfdt then reads through a null pointer).
    /// </summary>
    public static bool Contains(ReadOnlySpan<byte> blob)
    {
        if (!FdtHeader.Validate(blob, out var header, out _)) return false;
        var end = header.Version < 17 ? (long)header.TotalSize : header.StructureOffset + header.StructureSize;
        var s = blob[(int)header.StructureOffset..(int)end];
        var fullPaths = header.Version < 16;
        var rootSeen = false;
        for (var at = 0L; at + 4 <= s.Length;)
        {
            switch (Cell(s, at))
            {
                case 1:
                    var rest = s[(int)(at + 4)..];
                    var length = rest.IndexOf((byte)0);
                    if (length < 0) return false;
                    if (fullPaths && !rootSeen && !rest[..length].Contains((byte)'/')) return true;
                    rootSeen = true;
                    at = (at + 4 + length + 4) & ~3L;
                    break;
                case 3:
                    if (at + 8 > s.Length) return false;
                    var size = Cell(s, at + 4);
                    if (size >= 0xfffffff0) return true;
                    at += 12L + size + (fullPaths && size >= 8 && (at + 12) % 8 != 0 ? 4 : 0);
                    if (at > s.Length) return false;
                    at = (at + 3) & ~3L;
                    break;
                case 2 or 4:
                    at += 4;
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    private static uint Cell(ReadOnlySpan<byte> s, long at) => BinaryPrimitives.ReadUInt32BigEndian(s[(int)at..]);
}
