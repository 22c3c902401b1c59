using Dtc.Tree;
using Hypervisor.Planning;
using Hypervisor.Planning.Host;
using Hypervisor.Platforms;
using Hypervisor.Trees.Machines;

namespace Hypervisor.Generation;

/// <summary>Makes the trees of a plan: what the machine is started with, and what each domain is promised. Nothing is written.</summary>
public static class SystemGenerator
{
    /// <summary>Makes them. Deep host trees need a deep stack.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="heads">The first bytes of the images of Xen and of kernels, 64 or more, by full path.</param>
    /// <param name="diagnostics">Where findings go.</param>
    /// <returns>The trees; null when a finding stands in the way.</returns>
    public static GeneratedSystem? Make(Plan plan, Func<string, byte[]?> heads, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (plan.Xen is not null) return new XenSystem(plan, heads, diagnostics).Make();
        var guest = plan.Domains[0];
        var tree = plan.Host.Machine == "vexpress-a15"
            ? TreeCopy.Make(plan.HostTree, [guest.Tree], guest.Bootargs, withQemu: false, memory: null)
            : VirtTree.Make(VirtOptionsOf(plan, guest), plan.HostTree.Tree.Names, diagnostics);
        if (diagnostics.HasErrors) return null;
        return new GeneratedSystem(plan, tree, [new GeneratedDomain(guest, tree, [], [])]);
    }

    internal static AddressRange Range(HostRegion region) => new(region.Address, region.Size);

    private static VirtOptions VirtOptionsOf(Plan plan, PlannedDomain guest) => new()
    {
        GicVersion = guest.Gic,
        CpuCompatible = $"arm,{plan.Host.CpuModel}",
        Cpus = guest.Vcpus,
        MemorySize = guest.Memory,
        Arguments = guest.Bootargs,
        Rtc = true,
        VirtioSlots =
        [
            .. guest.Devices.Where(device => device.Transport == "virtio-mmio")
                .Select(device => (device.Slot, (string?)$"{Path.GetFileName(plan.Configuration)}: {guest.Name}: {device.Type}")),
        ],
        Pci = guest.Devices.Any(device => device.Transport == "virtio-pci") ? new VirtPciOptions() : null,
    };
}
