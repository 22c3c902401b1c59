using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Trees;
using Hypervisor.Trees.Machines;

namespace Hypervisor.Planning;

/// <summary>The only guest of QEMU's virt, whose tree is made anew where the configuration names none.</summary>
internal static class VirtGuest
{
    /// <summary>True when its tree is made anew.</summary>
    public static bool IsMadeAnew(Plan plan) => plan.Xen is null && plan.Host is { Machine: "qemu-virt", TreeFile: null };

    /// <summary>The tree that changes of the configuration are made to.</summary>
    public static HostTree Tree(Plan plan) => Tree(VirtTree.Make(OptionsOf(plan, plan.Domains[0]), plan.HostTree.Tree.Names, new DiagnosticBag()));

    /// <summary>The same of one that is made.</summary>
    public static HostTree Tree(GeneratedTree tree) => new(tree.Tree, "the tree of the guest");

    /// <summary>Begin and end of its ramdisk, for whoever loads one says where it is; null where QEMU's loader does so itself.</summary>
    public static (ulong Start, ulong End)? RamdiskOf(Plan plan, PlannedDomain guest) =>
        plan.Host.StubAddress is not null && guest.Ramdisk is { } ramdisk ? (ramdisk.Address, ramdisk.Address + ramdisk.Size) : null;

    /// <summary>What the tree is made from.</summary>
    public static VirtOptions OptionsOf(Plan plan, PlannedDomain guest) => new()
    {
        GicVersion = guest.Gic,
        CpuCompatible = $"arm,{plan.Host.CpuModel}",
        Cpus = guest.Vcpus,
        MemorySize = guest.Memory,
        Arguments = guest.Bootargs,
        Ramdisk = RamdiskOf(plan, guest),
        Rtc = true,
        VirtioSlots =
        [
            .. guest.Devices.Where(device => device.Transport == "virtio-mmio")
                .Select(device => (device.Slot, (string?)$"{Path.GetFileName(plan.Configuration)}: {guest.Name}: {device.Type}")),
        ],
        Pci = guest.Devices.Any(device => device.Transport == "virtio-pci") ? new VirtPciOptions() : null,
    };
}
