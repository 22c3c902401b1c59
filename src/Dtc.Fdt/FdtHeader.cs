using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// The header of a blob, with its fields in host order (Devicetree Specification v0.4, section 5.2).
/// Offsets are bytes from the start of the blob, sizes are bytes.
/// </summary>
public readonly record struct FdtHeader
{
    /// <summary>The first four bytes of every blob, big-endian.</summary>
    public const uint Magic = 0xd00dfeed;

    /// <summary>Bytes of one entry of the memory reservation block: a 64-bit address and a 64-bit size.</summary>
    public const int ReservationSize = 16;

    /// <summary>Bytes of the shortest header, that of version 1; without them nothing can be said of a blob.</summary>
    public const int MinimumSize = 28;

    private const uint FirstReadableVersion = 2;
    private const uint LastReadableVersion = 17;

    /// <summary>Size of the whole blob, padding included.</summary>
    public uint TotalSize { get; private init; }

    /// <summary>Where the structure block starts.</summary>
    public uint StructureOffset { get; private init; }

    /// <summary>Where the strings block starts.</summary>
    public uint StringsOffset { get; private init; }

    /// <summary>Where the memory reservation block starts.</summary>
    public uint ReservationsOffset { get; private init; }

    /// <summary>The version of the format.</summary>
    public uint Version { get; private init; }

    /// <summary>The oldest version whose readers understand this blob.</summary>
    public uint LastCompatibleVersion { get; private init; }

    /// <summary>Physical id of the boot CPU; 0 before version 2, which has no field for it.</summary>
    public uint BootCpu { get; private init; }

    /// <summary>
    /// Size of the strings block. Version 2 has no field for it: libfdt then takes the four bytes after the header
    /// for it, and so does this, as the verdict on such a blob depends on it. Readers bound strings by it from
    /// version 17 on.
    /// </summary>
    public uint StringsSize { get; private init; }

    /// <summary>
    /// Size of the structure block; meaningful from version 17 on, before it the block is bounded by the blob.
    /// </summary>
    public uint StructureSize { get; private init; }

    /// <summary>Bytes of the header itself.</summary>
    public int Size => SizeOf(Version);

    /// <summary>
    /// Before version 16 nodes are named by full paths and values of 8 bytes and more start on 8-byte boundaries.
    /// </summary>
    internal bool UsesFullPaths => Version < FdtVersion.FirstShortNames;

    /// <summary>Bytes of the header of a version, also of versions never released (as the next older one).</summary>
    public static int SizeOf(uint version) => FdtVersion.HeaderSize(version);

    /// <summary>True for bytes that begin as a blob does.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && Field(bytes, 0) == Magic;

    /// <summary>Reads the fields as they stand, without judging them.</summary>
    /// <param name="blob">The start of a blob.</param>
    /// <param name="header">The fields; those outside the span are 0.</param>
    /// <param name="error"><see cref="FdtError.Truncated"/> or <see cref="FdtError.BadMagic"/>.</param>
    /// <returns>True when the span holds a whole header with the magic number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> blob, out FdtHeader header, out FdtError error)
    {
        header = default;
        error = FdtError.Truncated;
        if (blob.Length < MinimumSize) return false;
        header = new FdtHeader
        {
            TotalSize = Field(blob, 4),
            StructureOffset = Field(blob, 8),
            StringsOffset = Field(blob, 12),
            ReservationsOffset = Field(blob, 16),
            Version = Field(blob, 20),
            LastCompatibleVersion = Field(blob, 24),
            BootCpu = Field(blob, 28),
            StringsSize = Field(blob, 32),
            StructureSize = Field(blob, 36),
        };
        if (blob.Length < header.Size) return false;
        error = Field(blob, 0) == Magic ? FdtError.None : FdtError.BadMagic;
        return error == FdtError.None;
    }

    /// <summary>
    /// Reads the header and checks everything it promises: version, and that each block lies inside the
    /// blob and the blob inside the span. After this no block offset needs checking again.
    /// </summary>
    /// <param name="blob">The blob; it may be followed by other bytes.</param>
    /// <param name="header">The fields.</param>
    /// <param name="error">
    /// <see cref="FdtError.Truncated"/>, <see cref="FdtError.BadMagic"/>, <see cref="FdtError.BadVersion"/> or,
    /// by the newer rules, <see cref="FdtError.Alignment"/>.
    /// </param>
    /// <param name="rules">Whose rules; the default takes every blob that some libfdt takes.</param>
    /// <returns>True when the header is good.</returns>
    public static bool Validate(
        ReadOnlySpan<byte> blob, out FdtHeader header, out FdtError error, FdtRules rules = FdtRules.Libfdt16)
    {
        if (!TryRead(blob, out header, out error)) return false;
        error = header.Check(rules);
        if (error == FdtError.None && (uint)blob.Length < header.TotalSize) error = FdtError.Truncated;
        return error == FdtError.None;
    }

    private FdtError Check(FdtRules rules)
    {
        var readable = Version >= FirstReadableVersion
            && LastCompatibleVersion <= LastReadableVersion
            && Version >= LastCompatibleVersion;
        if (!readable) return FdtError.BadVersion;
        if (TotalSize < Size || TotalSize > int.MaxValue) return FdtError.Truncated;
        var aligned = ReservationsOffset % 8 == 0 && StructureOffset % 4 == 0;
        if (rules == FdtRules.Libfdt18 && !aligned) return FdtError.Alignment;
        // INT_MAX itself passes libfdt's header check, but none of its functions reads such a blob.
        var sound = TotalSize != int.MaxValue
            && IsInside(ReservationsOffset, 0)
            && IsInside(StructureOffset, Version < 17 ? 0 : StructureSize)
            && IsInside(StringsOffset, StringsSize);
        return sound ? FdtError.None : FdtError.Truncated;
    }

    private bool IsInside(uint offset, uint size) => offset >= Size && (ulong)offset + size <= TotalSize;

    private static uint Field(ReadOnlySpan<byte> blob, int offset) =>
        blob.Length >= offset + 4 ? BinaryPrimitives.ReadUInt32BigEndian(blob[offset..]) : 0;
}
