using Dtc.Tree;
using Hypervisor.Planning;
using Hypervisor.Hosts;
using Hypervisor.Trees;
using Hypervisor.Trees.Machines;

namespace Hypervisor.Generation;

/// <summary>Makes the trees of a plan: what the machine is started with, and what each domain is promised. Nothing is written.</summary>
public static class SystemGenerator
{
    /// <summary>Makes them. Deep host trees need a deep stack.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="diagnostics">Where findings go.</param>
    /// <returns>The trees, as good as they can be: with a finding at error level they will not boot.</returns>
    public static GeneratedSystem Make(Plan plan, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (plan.Xen is not null) return new XenSystem(plan, diagnostics).Make();
        var guest = plan.Domains[0];
        foreach (var device in guest.Devices.Where(device => device.Type == "console"))
            diagnostics.Add(Rules.DeviceLater, SourceSpan.None, $"'{guest.Name}' has a {device.Transport} console, which is not emulated yet", "use the board's UART: console=ttyAMA0");

        // A tree that the user names is the guest's; QEMU's own is replaced by one with the devices that are configured.
        var changes = new List<DerivedChange>();
        var tree = plan.Host.Machine == "vexpress-a15" || plan.Host.TreeFile is not null
            ? TreeCopy.Make(plan.HostTree, [guest.Tree], new TreeLoading { Bootargs = guest.Bootargs, Ramdisk = RamdiskOf(plan, guest), Memory = plan.Host.Memory }, changes)
            : Changed(plan, guest, diagnostics);
        return new GeneratedSystem(plan, tree, [new GeneratedDomain(guest, tree, changes, [])]);
    }

    // Whoever loads a ramdisk says where it is; QEMU's loader does so itself.
    private static (ulong Start, ulong End)? RamdiskOf(Plan plan, PlannedDomain guest) =>
        plan.Host.StubAddress is not null && guest.Ramdisk is { } ramdisk ? (ramdisk.Address, ramdisk.Address + ramdisk.Size) : null;

    private static GeneratedTree Changed(Plan plan, PlannedDomain guest, DiagnosticBag diagnostics)
    {
        var tree = VirtTree.Make(VirtOptionsOf(plan, guest), plan.HostTree.Tree.Names, diagnostics);
        if (guest.Tree is { Hide.Count: 0, Edits.Count: 0 }) return tree;
        var host = new HostTree(tree.Tree, "the tree of the machine");
        foreach (var path in guest.Tree.Hide.Concat(guest.Tree.Edits.Select(edit => edit.Path)))
        {
            if (host.Resolve(path.Value) is null)
                diagnostics.Add(Rules.UnreadableHostNode, SourceSpan.None, $"'{guest.Name}': its tree has no {path.Value} to change");
        }

        return TreeCopy.Make(host, [guest.Tree], new TreeLoading());
    }

    private static VirtOptions VirtOptionsOf(Plan plan, PlannedDomain guest) => new()
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
