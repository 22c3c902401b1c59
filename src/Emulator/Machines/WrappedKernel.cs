using System.Buffers.Binary;

namespace Emulator.Machines;

/// <summary>
/// A 64-bit Arm kernel with a tree of its own in front: whoever loads it (Xen, for one) hands over another tree, which the kernel
/// never sees. What it is loaded as is an <c>Image</c> that begins with a jump.
/// </summary>
public static class WrappedKernel
{
    /// <summary>Where the tree lies, from the start.</summary>
    public const int TreeOffset = 0x1000;

    /// <summary>Where the kernel lies, from the start: kernels want a multiple of 2 MiB.</summary>
    public const int KernelOffset = 0x200000;

    private const int HeaderLength = 64;
    private const uint Magic = 0x644d5241; // "ARM\x64"
    private const uint Branch = 0x14000000;

    /// <summary>The longest tree that has room.</summary>
    public const int MaximumTree = KernelOffset - TreeOffset;

    /// <summary>Makes one.</summary>
    /// <param name="kernel">An <c>Image</c>, not compressed.</param>
    /// <param name="tree">The tree, at most <see cref="MaximumTree"/> bytes.</param>
    /// <param name="loadAddress">Where it is loaded: the start of the guest's memory.</param>
    /// <exception cref="ArgumentException">The kernel is no Image, or the tree too long.</exception>
    public static byte[] Arm64(ReadOnlySpan<byte> kernel, ReadOnlySpan<byte> tree, ulong loadAddress)
    {
        if (kernel.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(kernel[56..]) != Magic)
            throw new ArgumentException("only an arm64 Image can be given another tree", nameof(kernel));
        if (tree.Length > MaximumTree) throw new ArgumentException($"the tree is longer than {MaximumTree} bytes", nameof(tree));
        var wrapped = new byte[KernelOffset + kernel.Length];
        // Memory behind the file that the kernel wants zeroed or free counts too (image_size).
        var size = KernelOffset + Math.Max(BinaryPrimitives.ReadUInt64LittleEndian(kernel[16..]), (ulong)kernel.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(wrapped, Branch | (HeaderLength / 4));
        BinaryPrimitives.WriteUInt64LittleEndian(wrapped.AsSpan(16), size);
        kernel.Slice(24, 8).CopyTo(wrapped.AsSpan(24)); // flags: byte order and page size
        BinaryPrimitives.WriteUInt32LittleEndian(wrapped.AsSpan(56), Magic);
        JumpStub.Arm64(loadAddress + TreeOffset, loadAddress + KernelOffset).CopyTo(wrapped, HeaderLength);
        tree.CopyTo(wrapped.AsSpan(TreeOffset));
        kernel.CopyTo(wrapped.AsSpan(KernelOffset));
        return wrapped;
    }
}
