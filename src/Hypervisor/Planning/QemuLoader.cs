using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning;

/// <summary>
/// Where kernel, ramdisk and tree of a guest on the bare machine go: as QEMU chooses it (hw/arm/boot.c), but behind what QEMU has at
/// the start of RAM when it loads no kernel, its own tree, also when the kernel wants a distance of its own.
/// </summary>
internal static class QemuLoader
{
    private const ulong TwoMiB = 2 << 20;

    // Where kernels are whose head gives no size.
    private const ulong OffsetWithoutSize = 0x80000;

    /// <summary>Places them.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="ram">Its RAM.</param>
    /// <param name="kernel">What the kernel's head says; null when it says nothing.</param>
    /// <param name="kernelSize">Bytes of the kernel's file.</param>
    /// <param name="ramdiskSize">Bytes of the ramdisk; 0 for none.</param>
    /// <returns>Null when they do not fit.</returns>
    public static GuestImages? Place(MachineMap machine, AddressRange ram, KernelImage? kernel, ulong kernelSize, ulong ramdiskSize)
    {
        var at = (UInt128)ram.Address + machine.KernelOffset;
        if (kernel is { Is64Bit: true })
        {
            // The distance is from a multiple of 2 MiB, wherever that is.
            at += kernel.RunSize == 0 ? OffsetWithoutSize : kernel.TextOffset;
        }

        var kernelEnd = at + Math.Max(kernelSize, kernel?.RunSize ?? 0);
        var ramdisk = UInt128.Max((UInt128)ram.Address + Math.Min(machine.TreeOffset, ram.Size / 2), kernelEnd + 0xfff & ~(UInt128)0xfff);
        var tree = (ramdisk + ramdiskSize + (TwoMiB - 1)) / TwoMiB * TwoMiB;
        return tree + machine.TreeSize > (UInt128)ram.Address + ram.Size ? null : new GuestImages((ulong)at, (ulong)tree, (ulong)ramdisk);
    }
}
