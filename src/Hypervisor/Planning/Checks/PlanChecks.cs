using System.Numerics;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning.Checks;

/// <summary>What shows only when everything is decided.</summary>
internal sealed partial class PlanChecks(Plan plan, GuestsConfiguration configuration, MachineMap machine, XenProfile xen, FindingList findings)
{
    public static void Run(Plan plan, GuestsConfiguration configuration, MachineMap machine, XenProfile xen, FindingList findings)
    {
        var checks = new PlanChecks(plan, configuration, machine, xen, findings);
        if (plan.Xen is not null)
        {
            checks.CheckTotal();
            checks.CheckDom0Memory();
            checks.CheckXenConsole();
            checks.CheckChannels();
        }

        for (var i = 0; i < plan.Domains.Count; i++)
        {
            var (written, domain) = (configuration.Domains[i], plan.Domains[i]);
            if (plan.Xen is not null)
            {
                checks.CheckLimits(written, domain);
                checks.CheckStaticMemory(written, domain);
                checks.CheckGuestInterrupts(written, domain);
                checks.CheckSharePlaces(written, domain);
            }

            checks.CheckConsole(written, domain);
            checks.CheckWidth(written, domain);
            checks.CheckTree(written, domain);
        }
    }

    // Xen asks for dom0's memory block by block, and gives up when a small one lies below the first.
    private void CheckDom0Memory()
    {
        if (plan.Dom0 is not { } dom0 || findings.HasErrors) return;
        var written = configuration.Domains.First(domain => domain.Name.Value == dom0.Name);
        var arguments = new XenCommandLine(plan.Xen!.Bootargs);
        var is64Bit = plan.Host.Architecture == "arm64";
        var result = MemoryPlacement.Find(new MemoryDemand
        {
            Is64BitXen = is64Bit,
            Is64BitDomain = is64Bit,
            Ram = plan.Host.Banks,
            Used = [.. plan.Memory.Where(use => use.What != Planner.BootStub).Select(use => use.Region)],
            StaticHeap = plan.Xen.StaticHeap,
            Size = dom0.Memory,
            Scrubs = arguments.Scrubs,
            Cpus = plan.Host.Cpus,
            HeapMegabytes = arguments.HeapMegabytes,
        });
        if (result is { Missing: 0, MayFail: false }) return;
        var size = ByteSize.Text(dom0.Memory);
        var below = 1UL << (63 - BitOperations.LeadingZeroCount(dom0.Memory));
        var powers = BitOperations.IsPow2(dom0.Memory) ? "less memory" : $"a power of two ({ByteSize.Text(below)}{(below >> 62 == 0 ? $" or {ByteSize.Text(below << 1)}" : "")})";
        findings.Warn(
            Rules.PlanMemory, written.Memory?.At ?? written.At, written.Path("memory"),
            result.MayFail
                ? $"Xen may panic for want of the {size} of '{dom0.Name}' (\"Failed to allocate requested dom0 memory\"): it takes them in several blocks, and which ones depends on the pages that idle CPUs have scrubbed by then"
                : $"Xen will not find {MiB(result.Missing)} of the {size} of '{dom0.Name}' (\"Failed to allocate requested dom0 memory\"): it takes them in blocks of powers of two, the first as low as possible and no small one below it",
            result.MayFail ? $"give it {powers}, or Xen 'bootscrub=0' ('xen.bootargs')" : $"give it {powers}, or move images to the end of RAM");
    }

    private void CheckLimits(DomainConfiguration written, PlannedDomain domain)
    {
        var architecture = XenProfile.CpuLimit(plan.Host.Architecture == "arm64");
        var limit = domain.Gic == 2 ? Math.Min(architecture, DeviceFacts.Instance.CpusOfGicV2) : architecture;
        if (domain.Vcpus > limit)
        {
            findings.Error(
                Rules.PlanVcpus, written.Vcpus?.At ?? written.At, written.Path("vcpus"),
                $"'{domain.Name}' has {domain.Vcpus} virtual CPUs; on {plan.Host.Architecture} with a GICv{domain.Gic} there are at most {limit}",
                limit < architecture ? $"give it {limit} at most, or the host a GICv3 ('gic' of 'host') where the machine can have one" : $"give it {limit} at most");
        }

        if (domain.Gic != plan.Host.Gic)
        {
            findings.Error(
                Rules.PlanGic, written.Gic?.At ?? written.At, written.Path("gic"),
                $"'{domain.Name}' cannot have a GICv{domain.Gic}: the host has a GICv{plan.Host.Gic}, and Xen emulates no other");
        }
    }

    private void CheckStaticMemory(DomainConfiguration written, PlannedDomain domain)
    {
        if (domain.StaticMemory.Count == 0) return;
        UInt128 sum = 0;
        foreach (var (range, index) in written.StaticMemory.Select((range, index) => (range, index)))
        {
            sum += range.Size;
            if (range.Address % 4096 != 0 || range.Size % 4096 != 0)
                findings.Error(Rules.PlanStaticMemory, range.At, written.Path($"static-memory/{index}"), $"{ByteSize.Range(range.Address, range.Size)} are not whole pages of 4KiB");
        }

        if (sum != domain.Memory)
        {
            findings.Error(
                Rules.PlanStaticMemory, written.StaticMemory[0].At, written.Path("static-memory"),
                $"'{domain.Name}' has {ByteSize.Text(domain.Memory)} of memory, and {MiB(sum)} of it static: it must be all of it");
        }
    }

    // domain_vgic_init rounds the number up to whole ranks of 32.
    private static uint? SpisOf(PlannedDomain domain) => domain.Spis is { } spis ? (uint)(spis + 31) / 32 * 32 : null;

    private void CheckGuestInterrupts(DomainConfiguration written, PlannedDomain domain)
    {
        if (SpisOf(domain) is { } count && domain is { Console: "vpl011", UartInterrupt: { } own } && own >= count)
        {
            findings.Error(
                Rules.PlanInterrupt, written.Spis?.At ?? written.At, written.Path("nr-spis"),
                $"the emulated UART of '{domain.Name}' has the shared interrupt {own}, and its controller has {(count == 0 ? "none" : $"only {count}")} ('nr-spis')",
                $"'nr-spis: {own + 1}' at least, or 'console: none'");
        }

        foreach (var (device, index) in domain.Passthrough.Select((device, index) => (device, index)))
        {
            var at = index < written.Passthrough.Count ? written.Passthrough[index].Path.At : written.At;
            if (domain.UartInterrupt is { } uart && device.Interrupts.Any(interrupt => interrupt.IsShared && interrupt.Number == uart))
                findings.Error(Rules.PlanInterrupt, at, written.Path($"passthrough/{index}"), $"{device.Path} has the shared interrupt {uart}, which the emulated UART of '{domain.Name}' has",
                    "'console: none' or 'hvc' gives it no emulated UART, 'interrupts: none' the device no interrupt");
            if (SpisOf(domain) is { } spis && device.Interrupts.FirstOrDefault(interrupt => interrupt.IsShared && interrupt.Number >= spis) is { } beyond)
                findings.Error(Rules.PlanInterrupt, at, written.Path($"passthrough/{index}"), $"{device.Path} has the shared interrupt {beyond.Number}, and the controller of '{domain.Name}' only {spis} ('nr-spis')",
                    $"'nr-spis: {(beyond.Number + 32) / 32 * 32}' is enough for it");
            if (domain.Passthrough.Take(index).FirstOrDefault(other => other.Interrupts.Any(interrupt => device.Interrupts.Any(own => own.IsShared && own == interrupt))) is { } twin)
                findings.Error(Rules.PlanInterrupt, at, written.Path($"passthrough/{index}"), $"{device.Path} and {twin.Path} have an interrupt in common",
                    "'interrupts: none' gives one of them away without interrupts");
        }
    }

    private void CheckSharePlaces(DomainConfiguration written, PlannedDomain domain)
    {
        foreach (var share in domain.SharedMemory)
        {
            var region = new AddressRange(share.Guest, share.Host.Size);
            var entry = written.SharedMemory.First(other => other.Id.Value == share.Id);
            foreach (var (what, place) in Places(domain, share))
            {
                if (region.Overlaps(place))
                    findings.Error(Rules.PlanShare, entry.Guest?.At ?? entry.At, written.Path("shared-memory"), $"shared memory '{share.Id}' at {ByteSize.Range(region.Address, region.Size)} of '{domain.Name}' overlaps its {what}");
            }
        }
    }

    private static IEnumerable<(string What, AddressRange Region)> Places(PlannedDomain domain, PlannedShare besides)
    {
        foreach (var bank in domain.Banks) yield return ("memory", bank);
        foreach (var region in domain.GicRegions) yield return ("interrupt controller", region);
        if (domain.Uart is { } uart) yield return ("emulated UART", uart);
        if (domain.GrantTable is { } grants) yield return ("window for grants", grants);
        foreach (var other in domain.SharedMemory.TakeWhile(share => share != besides)) yield return ($"shared memory '{other.Id}'", new AddressRange(other.Guest, other.Host.Size));
        foreach (var (_, guest) in domain.Passthrough.SelectMany(device => device.Regions)) yield return ("device", new AddressRange(guest, 1));
    }

    private void CheckWidth(DomainConfiguration written, PlannedDomain domain)
    {
        if (plan.Host.Architecture != "arm") return;
        void Check(PlannedImage? image, ImageConfiguration? source, string member)
        {
            if (image is not null && image.Region.Last > uint.MaxValue)
                findings.Error(Rules.PlanWidth, source?.Address?.At ?? written.At, written.Path(member), $"the {member} of '{domain.Name}' at {ByteSize.Range(image.Address, image.Size)} is beyond the 4GiB that a 32-bit machine starts with");
        }

        Check(domain.Kernel, written.Kernel, "kernel");
        Check(domain.Ramdisk, written.Ramdisk, "ramdisk");
    }

    private static string MiB(UInt128 bytes) => ByteSize.Text((ulong)UInt128.Min(ulong.MaxValue, (bytes + 0xfffff) >> 20 << 20));
}
