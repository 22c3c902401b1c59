using System.Buffers.Binary;

namespace Hypervisor.Planning;

/// <summary>What the head of a kernel says (Documentation/arm64/booting.rst, Documentation/arm/booting.rst).</summary>
/// <param name="Kind">arm64, arm, gzip, or null for something else.</param>
/// <param name="TextOffset">From the bank's start to where an arm64 Image wants to be; 0 otherwise.</param>
/// <param name="MemorySize">Bytes it needs in memory, 0 when it does not say.</param>
/// <param name="LoadAddress">Where an arm zImage wants to be; 0 for anywhere.</param>
internal sealed record KernelImage(string? Kind, ulong TextOffset, ulong MemorySize, ulong LoadAddress)
{
    public static KernelImage Read(byte[] head)
    {
        if (head is [0x1f, 0x8b, ..]) return new KernelImage("gzip", 0, 0, 0);
        if (head.Length >= 64 && head.AsSpan(56, 4).SequenceEqual("ARM\x64"u8))
        {
            var size = BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16));
            // Kernels before 3.17 gave no size, and meant 0x80000.
            return new KernelImage("arm64", size == 0 ? 0x80000 : BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)), size, 0);
        }

        if (head.Length >= 48 && BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(0x24)) == 0x016f2818)
            return new KernelImage("arm", 0, 0, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(0x28)));
        return new KernelImage(null, 0, 0, 0);
    }
}
