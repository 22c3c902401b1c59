using Hypervisor.Planning.Host;

namespace Hypervisor.Planning;

/// <summary>Where a loader puts kernel, tree and ramdisk in a domain's memory.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Tree">The tree.</param>
/// <param name="Ramdisk">The ramdisk.</param>
internal readonly record struct GuestPlacement(ulong Kernel, ulong Tree, ulong Ramdisk)
{
    private const ulong TwoMiB = 2 << 20;

    /// <summary>Xen's loader (place_modules and kernel_zimage_place in xen/arch/arm/kernel.c).</summary>
    /// <param name="bank">The domain's first bank.</param>
    /// <param name="kernel">What its kernel's head says.</param>
    /// <param name="kernelSize">Bytes of the kernel.</param>
    /// <param name="ramdiskSize">Bytes of the ramdisk; 0 for none.</param>
    /// <param name="offset">From the bank's start to the tree, when there is room.</param>
    /// <param name="treeSize">Bytes of the tree.</param>
    /// <returns>Null when they do not fit.</returns>
    public static GuestPlacement? Xen(HostRegion bank, KernelImage kernel, ulong kernelSize, ulong ramdiskSize, ulong offset, ulong treeSize)
    {
        if (kernelSize > bank.Size || ramdiskSize > bank.Size) return null;
        var bankEnd = (UInt128)bank.Address + bank.Size;
        UInt128 at = bank.Address + kernel.TextOffset;
        if (kernel.Kind == "arm")
        {
            var end = Min(bankEnd, (UInt128)bank.Address + offset);
            at = kernel.LoadAddress != 0 ? kernel.LoadAddress : (end - kernelSize) / TwoMiB * TwoMiB;
            if (at < bank.Address) return null;
        }

        var kernelEnd = at + kernelSize;
        var modules = Up(ramdiskSize) + Up(treeSize);
        if (modules + (Up(kernelEnd) - at) > bank.Size) return null;
        UInt128 tree;
        if (bankEnd >= (UInt128)bank.Address + offset + modules && kernelEnd < (UInt128)bank.Address + offset) tree = (UInt128)bank.Address + offset;
        else if (bankEnd - modules > Up(kernelEnd)) tree = bankEnd - modules;
        else if (at - bank.Address > modules) tree = at - modules;
        else return null;
        return new GuestPlacement((ulong)at, (ulong)tree, (ulong)(tree + Up(treeSize)));
    }

    /// <summary>Places as QEMU's loader chooses them (hw/arm/boot.c), with all of a kernel's offset behind what lies at the start of RAM.</summary>
    /// <param name="ram">The machine's RAM.</param>
    /// <param name="kernelOffset">From its start to the kernel.</param>
    /// <param name="kernel">What the kernel's head says.</param>
    /// <param name="kernelSize">Bytes of the kernel.</param>
    /// <param name="ramdiskSize">Bytes of the ramdisk; 0 for none.</param>
    /// <param name="offset">From the start of RAM to the ramdisk, when there is room.</param>
    /// <param name="treeSize">Bytes of the tree.</param>
    /// <returns>Null when they do not fit.</returns>
    public static GuestPlacement? Qemu(
        HostRegion ram, ulong kernelOffset, KernelImage kernel, ulong kernelSize, ulong ramdiskSize, ulong offset, ulong treeSize)
    {
        var at = (UInt128)ram.Address + kernelOffset + (kernel.Kind == "arm64" ? kernel.TextOffset : 0);
        var kernelEnd = at + Max(kernelSize, kernel.MemorySize);
        var ramdisk = Max((UInt128)ram.Address + Math.Min(offset, ram.Size / 2), kernelEnd + 0xfff & ~(UInt128)0xfff);
        var tree = Up(ramdisk + ramdiskSize);
        return tree + treeSize > (UInt128)ram.Address + ram.Size ? null : new GuestPlacement((ulong)at, (ulong)tree, (ulong)ramdisk);
    }

    private static UInt128 Up(UInt128 value) => (value + (TwoMiB - 1)) / TwoMiB * TwoMiB;

    private static UInt128 Min(UInt128 a, UInt128 b) => a < b ? a : b;

    private static UInt128 Max(UInt128 a, UInt128 b) => a > b ? a : b;
}
