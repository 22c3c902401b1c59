using System.Buffers.Binary;

namespace Hypervisor.Trees.Placement;

/// <summary>
/// What the head of a kernel says to who loads it (Documentation/arch/arm64/booting.rst, Documentation/arch/arm/booting.rst, and
/// kernel_zimage64_probe and kernel_zimage32_probe of Xen).
/// </summary>
/// <param name="Is64Bit">A kernel for 64-bit guests.</param>
/// <param name="Size">Bytes that Xen copies.</param>
/// <param name="TextOffset">64-bit: distance from the start of the memory bank.</param>
/// <param name="Start">32-bit: the address that it wants; 0 for any.</param>
public sealed record KernelImage(bool Is64Bit, ulong Size, ulong TextOffset = 0, uint Start = 0)
{
    private const uint Arm64Magic = 0x644d5241;
    private const uint Arm64OldMagic = 0x14000008;
    private const uint ZImageMagic = 0x016f2818;

    /// <summary>Length of the part that <see cref="Parse"/> wants to see.</summary>
    public const int HeaderLength = 64;

    /// <summary>
    /// Set when the file is compressed with gzip: its size. Xen then unpacks it first, into memory of its own. All other members
    /// are those of what is in it.
    /// </summary>
    public ulong? CompressedSize { get; init; }

    /// <summary>Bytes that a 64-bit kernel takes when it runs, its zeroed part included; 0 when it does not say.</summary>
    public ulong RunSize { get; init; }

    /// <summary>True for the head of a file that is compressed with gzip.</summary>
    public static bool IsCompressed(ReadOnlySpan<byte> head) => head is [0x1f, 0x8b, ..];

    /// <summary>Reads the head of an arm64 <c>Image</c> or an Arm <c>zImage</c>; null for anything else.</summary>
    /// <param name="head">At least <see cref="HeaderLength"/> bytes from the start of the (unpacked) file.</param>
    /// <param name="fileSize">Size of the whole (unpacked) file.</param>
    public static KernelImage? Parse(ReadOnlySpan<byte> head, ulong fileSize)
    {
        if (head.Length < HeaderLength) return null;
        if (Word(head, 0) == Arm64OldMagic || Word(head, 56) == Arm64Magic)
        {
            return new KernelImage(true, fileSize, BinaryPrimitives.ReadUInt64LittleEndian(head[8..]))
            {
                // Heads before Linux 3.17 have no such member, or nothing in it.
                RunSize = Word(head, 56) == Arm64Magic ? BinaryPrimitives.ReadUInt64LittleEndian(head[16..]) : 0,
            };
        }

        if (Word(head, 0x24) != ZImageMagic) return null;
        var (start, end) = (Word(head, 0x28), Word(head, 0x2c));
        return end - start > fileSize ? null : new KernelImage(false, end - start, 0, start);
    }

    /// <summary>
    /// Bytes of memory that an image of Xen takes, its zeroed part included, by its head: <c>image_size</c> of an arm64 image,
    /// <c>end - start</c> of an Arm one. Null for anything else.
    /// </summary>
    public static ulong? MemorySize(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderLength) return null;
        if (Word(head, 56) == Arm64Magic) return BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
        return Word(head, 0x24) == ZImageMagic ? Word(head, 0x2c) - Word(head, 0x28) : null;
    }

    private static uint Word(ReadOnlySpan<byte> head, int at) => BinaryPrimitives.ReadUInt32LittleEndian(head[at..]);
}
