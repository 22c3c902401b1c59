using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Where Xen puts a guest's kernel, tree and ramdisk.</summary>
/// <param name="Kernel">Address of the kernel.</param>
/// <param name="Tree">Address of the tree.</param>
/// <param name="Ramdisk">Where the ramdisk begins or would begin.</param>
public sealed record GuestImages(ulong Kernel, ulong Tree, ulong Ramdisk)
{
    private const ulong Step = 2UL << 20;

    /// <summary>
    /// Places them in the first bank: the tree 128 MiB behind its start and the ramdisk behind the tree; in banks that are too small
    /// at their end, and failing that before the kernel. Null when they do not fit, which makes Xen panic.
    /// </summary>
    /// <param name="bank">The first bank.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="treeSize">Bytes of the tree.</param>
    /// <param name="ramdiskSize">Bytes of the ramdisk; 0 for none.</param>
    public static GuestImages? Place(AddressRange bank, KernelImage kernel, ulong treeSize, ulong ramdiskSize)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var kernelBase = KernelBase(bank, kernel);
        var kernelEnd = kernelBase + kernel.Size;
        var treeRoom = Up(treeSize);
        var room = Up(ramdiskSize) + treeRoom;
        if (kernelBase < bank.Address || room + (Up(kernelEnd) - kernelBase) > bank.Size) return null;
        var end = bank.Address + bank.Size;
        var window = bank.Address + XenGuestMap.ImageWindow;
        ulong place;
        if (end >= window + room && kernelEnd < window) place = window;
        else if (end - room > Up(kernelEnd)) place = end - room;
        else if (kernelBase - bank.Address > room) place = kernelBase - room;
        else return null;
        return new GuestImages(kernelBase, place, place + treeRoom);
    }

    private static ulong KernelBase(AddressRange bank, KernelImage kernel)
    {
        if (kernel.Is64Bit) return bank.Address + kernel.TextOffset;
        if (kernel.Start != 0) return kernel.Start;
        var end = bank.Address + Math.Min(XenGuestMap.ImageWindow, bank.Size);
        return (end - kernel.Size) & ~(Step - 1);
    }

    private static ulong Up(ulong value) => (value + Step - 1) & ~(Step - 1);
}
