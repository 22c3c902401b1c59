using Dtc.Tree;
using Hypervisor.Planning;
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
            ? TreeCopy.Make(plan.HostTree, [guest.Tree], new TreeLoading { Bootargs = guest.Bootargs, Ramdisk = VirtGuest.RamdiskOf(plan, guest), Memory = plan.Host.Memory }, changes)
            : Changed(plan, guest, diagnostics);
        return new GeneratedSystem(plan, tree, [new GeneratedDomain(guest, tree, changes, [])]);
    }

    private static GeneratedTree Changed(Plan plan, PlannedDomain guest, DiagnosticBag diagnostics)
    {
        var tree = VirtTree.Make(VirtGuest.OptionsOf(plan, guest), plan.HostTree.Tree.Names, diagnostics);
        return guest.Tree is { Hide.Count: 0, Edits.Count: 0 } ? tree : TreeCopy.Make(VirtGuest.Tree(tree), [guest.Tree], new TreeLoading());
    }
}
