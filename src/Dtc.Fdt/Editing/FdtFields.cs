using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>The header fields of a blob that is being edited, by their offsets (see <see cref="FdtHeader"/>).</summary>
internal static class FdtFields
{
    public const int Magic = 0;
    public const int TotalSize = 4;
    public const int StructureOffset = 8;
    public const int StringsOffset = 12;
    public const int ReservationsOffset = 16;
    public const int Version = 20;
    public const int LastCompatibleVersion = 24;
    public const int BootCpu = 28;
    public const int StringsSize = 32;
    public const int StructureSize = 36;

    /// <summary>Reads a field; sizes and offsets of a validated blob fit an int.</summary>
    public static int Get(ReadOnlySpan<byte> blob, int field) => BinaryPrimitives.ReadInt32BigEndian(blob[field..]);

    /// <summary>Writes a field.</summary>
    public static void Set(Span<byte> blob, int field, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(blob[field..], value);

    /// <summary>Adds to a field.</summary>
    public static void Add(Span<byte> blob, int field, int delta) => Set(blob, field, Get(blob, field) + delta);

    /// <summary>Rounds up to the 4-byte boundary that tokens stand on.</summary>
    public static long Align(long size) => (size + 3) & ~3L;
}
