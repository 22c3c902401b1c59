using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Planning;
using Hypervisor.Platforms;
using Hypervisor.Trees;
using Hypervisor.Trees.Boot;
using Hypervisor.Trees.DomZero;
using Hypervisor.Trees.Guests;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Generation;

/// <summary>The trees of a plan with Xen.</summary>
internal sealed class XenSystem(Plan plan, DiagnosticBag diagnostics)
{
    // hw/core/loader.c and device_tree.c of QEMU: room for what it adds to a tree that is handed over.
    private const ulong QemuRoom = 10000;

    // Specifiers count shared interrupts from 0.
    private const uint FirstShared = 32;

    private readonly XenProfile _xen = XenProfile.For(XenVersion.Parse(plan.Xen!.Version));

    public GeneratedSystem Make()
    {
        var changes = new List<DerivedChange>();
        var changed = TreeCopy.Make(plan.HostTree, plan.Domains.Where(domain => domain.IsDom0).Select(domain => domain.Tree), Loading, changes);
        foreach (var left in plan.HostTree.Find("/chosen")?.Children.AsEnumerable().Where(BootTree.IsXens) ?? [])
            changes.Add(new DerivedChange(DerivedChangeKind.Hidden, left.Path, null, "chosen", "it told Xen what to start, and the configuration does that now"));
        var boot = BootTree.Make(changed.Tree, BootOptions(), diagnostics);
        var domains = new List<GeneratedDomain>();
        foreach (var domain in plan.Domains)
        {
            domains.Add(domain.IsDom0 ? DomZero(domain, boot) : Guest(domain));
        }

        return new GeneratedSystem(plan, boot, domains) { HostChanges = changes };
    }

    private TreeLoading Loading => plan.Host.IsMemoryWritten ? new TreeLoading { Memory = plan.Host.Memory } : new TreeLoading();

    private BootTreeOptions BootOptions()
    {
        var (xen, dom0) = (plan.Xen!, plan.Dom0);
        return new BootTreeOptions
        {
            Xen = _xen,
            XenArguments = xen.Bootargs,
            DomZeroArguments = dom0?.Bootargs,
            Modules = dom0 is null ? [] : [.. Modules(dom0, withArguments: false)],
            Domains = [.. plan.Domains.Where(domain => !domain.IsDom0).Select(Entry)],
            EventChannels = dom0 is null ? [] : [.. Channels(dom0)],
            SharedMemory = dom0 is null ? [] : [.. Shares(dom0)],
            CpuPools = [.. xen.CpuPools.Select(pool => new CpuPoolEntry(pool.Name, pool.Cpus, pool.Scheduler))],
            StaticHeap = xen.StaticHeap,
            Passthrough = [.. plan.Domains.SelectMany(domain => domain.Passthrough).Select(device => device.Path)],
        };
    }

    private DomainEntry Entry(PlannedDomain domain) => new()
    {
        Name = domain.Name,
        MemoryKiB = domain.Memory >> 10,
        Cpus = (uint)domain.Vcpus,
        Uart = domain.Console == "vpl011",
        Enhanced = domain.Enhanced switch { null => null, "true" => string.Empty, var other => other },
        StaticMemory = domain.StaticMemory,
        DirectMap = domain.IsDirectMapped,
        Interrupts = domain.Spis is { } spis ? (uint)spis : null,
        CpuPool = domain.CpuPool,
        Modules = [.. Modules(domain, withArguments: true)],
        EventChannels = [.. Channels(domain)],
        SharedMemory = [.. Shares(domain)],
        Properties = [.. Properties(domain)],
        Origin = $"{Path.GetFileName(plan.Configuration)}: {domain.Name}",
    };

    private static IEnumerable<ModuleEntry> Modules(PlannedDomain domain, bool withArguments)
    {
        yield return new ModuleEntry(BootModuleKind.Kernel, domain.Kernel.Region, withArguments ? domain.Bootargs : null);
        if (domain.Ramdisk is { } ramdisk) yield return new ModuleEntry(BootModuleKind.Ramdisk, ramdisk.Region);
    }

    private IEnumerable<EventChannelEntry> Channels(PlannedDomain domain) => domain.EventChannels.Select(channel => new EventChannelEntry(
        (uint)channel.Port, plan.Domains.First(other => other.Name == channel.Peer).IsDom0 ? null : channel.Peer, (uint)channel.PeerPort));

    private static IEnumerable<SharedMemoryEntry> Shares(PlannedDomain domain) => domain.SharedMemory.Select(share => new SharedMemoryEntry(
        share.Id, share.Host.Address, share.Guest, share.Host.Size, share.HasOwner ? share.IsOwner ? "owner" : "borrower" : null));

    private static IEnumerable<DomainProperty> Properties(PlannedDomain domain)
    {
        if (domain.Sve is { } sve) yield return Cell("sve", (uint)sve);
        if (domain.MaxGrantFrames is { } frames) yield return Cell("max_grant_frames", (uint)frames);
    }

    private static DomainProperty Cell(string name, uint value)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new DomainProperty(name, bytes);
    }

    // What QEMU makes of the tree before Xen sees it. Other loaders are not known to change it.
    private DeviceTree SeenByXen(GeneratedTree boot) => !plan.Host.IsEmulated ? boot.Tree
        : TreeCopy.Make(new HostTree(boot.Tree, "the boot tree"), [], new TreeLoading { WithQemu = plan.Host.Machine == "vexpress-a15", Memory = plan.Host.Memory }).Tree;

    private GeneratedDomain DomZero(PlannedDomain domain, GeneratedTree boot)
    {
        var xen = plan.Xen!;
        var result = DomZeroTree.Make(
            SeenByXen(boot),
            new DomZeroOptions
            {
                Xen = _xen,
                Is64BitXen = plan.Host.Architecture == "arm64",
                XenImage = new AddressRange(xen.Image.Address, xen.Image.MemorySize ?? xen.Image.Size),
                BootBlob = new AddressRange(plan.Host.TreeAddress, plan.Host.IsEmulated ? ((ulong)boot.ToBlob().Length + QemuRoom) * 2 : (ulong)boot.ToBlob().Length),
                Kernel = domain.Kernel.Kernel,
                OnlineCpus = plan.Host.Cpus,
            },
            diagnostics);
        return new GeneratedDomain(domain, result.Tree, result.Changes, result.ChosenAtBoot);
    }

    private GeneratedDomain Guest(PlannedDomain domain)
    {
        if (domain.Passthrough.Count > 0)
        {
            diagnostics.Add(Rules.PassthroughTreeLater, SourceSpan.None,
                $"'{domain.Name}' gets {domain.Passthrough[0].Path}, and partial trees for passthrough are not made yet",
                "leave 'passthrough' out, or write the partial tree by hand");
        }

        var cpu = plan.HostTree.Cpus.Count > 0 ? plan.HostTree.Cpus[0] : null;
        var result = Dom0lessTree.Make(
            new XenGuestOptions
            {
                Xen = _xen,
                Is64Bit = plan.Host.Architecture == "arm64",
                Cpus = domain.Vcpus,
                MemoryKiB = domain.Memory >> 10,
                GicVersion = domain.Gic,
                Arguments = domain.Bootargs,
                Kernel = domain.Kernel.Kernel,
                RamdiskSize = domain.Ramdisk?.Size ?? 0,
                Uart = domain.Console == "vpl011",
                Enhanced = domain.Enhanced is not null,
                CpuCompatible = cpu?.Strings("compatible") ?? [],
                CpuClock = cpu?.Cell("clock-frequency"),
                TimerClock = plan.HostTree.Nodes.FirstOrDefault(node => node.IsCompatible(_xen.Timers))?.Cell("clock-frequency"),
                SharedMemory = [.. domain.SharedMemory.Select(share => new SharedRegion(share.Id, new AddressRange(share.Guest, share.Host.Size)))],
                DirectMemory = domain.IsDirectMapped ? domain.StaticMemory : [],
                Direct = domain.IsDirectMapped ? new DirectMap(domain.GicRegions, domain.Uart, (domain.UartInterrupt ?? 0) + FirstShared) : null,
                ExtendedRegions = new XenCommandLine(plan.Xen!.Bootargs).ExtendedRegions,
                Origin = $"{Path.GetFileName(plan.Configuration)}: {domain.Name}",
            },
            plan.HostTree.Tree.Names,
            diagnostics);
        return new GeneratedDomain(domain, result.Tree, [], result.ChosenAtBoot);
    }
}
