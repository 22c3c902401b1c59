using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Guests;

/// <summary>Limits of guests that hold for all ways of starting them.</summary>
internal static class GuestChecks
{
    public static void Run(XenGuestOptions options, DiagnosticBag diagnostics)
    {
        var cpus = XenProfile.CpuLimit(options.Is64Bit);
        if (options.Cpus < 1 || options.Cpus > cpus) Report($"a domain has 1 to {cpus} virtual CPUs, not {options.Cpus}");
        if (options.GicVersion is not (2 or 3)) Report($"there is no GIC version {options.GicVersion} for guests: 2 or 3");
        else if (options.GicVersion == 2 && options.Cpus > DeviceFacts.Instance.CpusOfGicV2) Report($"a GICv2 serves {DeviceFacts.Instance.CpusOfGicV2} CPUs, not {options.Cpus}");
        var most = XenGuestMap.Ram.Aggregate(0UL, (sum, bank) => sum + bank.Size) >> 10;
        if (options.MemoryKiB == 0) Report("a domain has some memory");
        else if (options.MemoryKiB > most) Report($"a domain has at most {most} KiB of memory, not {options.MemoryKiB}");
        else if ((options.MemoryKiB & 3) != 0) Report($"{options.MemoryKiB} KiB are no whole number of pages");

        void Report(string message) => diagnostics.Add(Rules.BeyondLimit, SourceSpan.None, message);
    }
}
