using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Where a loader puts a guest's kernel, tree and ramdisk.</summary>
/// <param name="Kernel">Address of the kernel.</param>
/// <param name="Tree">Address of the tree.</param>
/// <param name="Ramdisk">Where the ramdisk begins or would begin.</param>
public sealed record GuestImages(ulong Kernel, ulong Tree, ulong Ramdisk)
{
    private const ulong Step = 2UL << 20;

    /// <summary>
    /// Places them as Xen does (place_modules and kernel_zimage_place in xen/arch/arm/kernel.c), in the first bank: the tree 128 MiB
    /// behind its start and the ramdisk behind the tree; in banks that are too small at their end, and failing that before the
    /// kernel. Null when they do not fit, which makes Xen panic.
    /// </summary>
    /// <param name="bank">The first bank.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="treeSize">Bytes of the tree.</param>
    /// <param name="ramdiskSize">Bytes of the ramdisk; 0 for none.</param>
    public static GuestImages? Place(AddressRange bank, KernelImage kernel, ulong treeSize, ulong ramdiskSize)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Size > bank.Size || ramdiskSize > bank.Size) return null;
        // Sizes and addresses are as somebody wrote them; sums may go beyond 64 bits.
        UInt128 start = bank.Address;
        var end = start + bank.Size;
        var window = start + XenGuestMap.ImageWindow;
        if (KernelStart(start, UInt128.Min(end, window), kernel) is not { } at || at < start) return null;
        var kernelEnd = at + kernel.Size;
        var treeRoom = Up(treeSize);
        var room = Up(ramdiskSize) + treeRoom;
        if (room + (Up(kernelEnd) - at) > bank.Size) return null;
        UInt128 tree;
        if (end >= window + room && kernelEnd < window) tree = window;
        else if (end - room > Up(kernelEnd)) tree = end - room;
        else if (at - start > room) tree = at - room;
        else return null;
        return new GuestImages((ulong)at, (ulong)tree, (ulong)(tree + treeRoom));
    }

    private static UInt128? KernelStart(UInt128 start, UInt128 windowEnd, KernelImage kernel)
    {
        if (kernel.Is64Bit) return start + kernel.TextOffset;
        if (kernel.Start != 0) return kernel.Start;
        return windowEnd < kernel.Size ? null : (windowEnd - kernel.Size) / Step * Step;
    }

    private static UInt128 Up(UInt128 value) => (value + Step - 1) / Step * Step;
}
