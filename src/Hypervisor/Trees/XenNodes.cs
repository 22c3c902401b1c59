using Hypervisor.Platforms;

namespace Hypervisor.Trees;

/// <summary>Nodes that Xen writes alike into dom0's tree and those of other domains.</summary>
internal static class XenNodes
{
    private const uint AllCpus = 0xf00;
    private const uint LevelLow = 8;
    private const uint LevelHigh = 4;

    /// <summary>The three cells by which a GIC's interrupt number is told, with the flags that Xen writes.</summary>
    public static uint[] Specifier(uint interrupt, bool high = false) =>
        [interrupt < 32 ? 1u : 0u, interrupt - (interrupt < 32 ? 16u : 32u), AllCpus | (high ? LevelHigh : LevelLow)];

    /// <summary>Virtual affinity of a virtual CPU: 16 to a cluster.</summary>
    public static uint Affinity(int cpu) => (uint)((cpu & 0xf) | (((cpu >> 4) & 0xff) << 8));

    /// <summary>Interrupts and their parent.</summary>
    public static void Interrupts(TreeWriter writer, uint gic, params ReadOnlySpan<uint> interrupts)
    {
        var cells = new List<uint>();
        foreach (var interrupt in interrupts) cells.AddRange(Specifier(interrupt));
        writer.Cells("interrupts", cells.ToArray());
        writer.Cells("interrupt-parent", gic);
    }

    /// <summary><c>/psci</c>.</summary>
    public static void Psci(TreeWriter writer, string origin)
    {
        writer.Begin("psci", origin);
        writer.Strings("compatible", "arm,psci-1.0", "arm,psci-0.2", "arm,psci");
        writer.Strings("method", "hvc");
        writer.Cells("cpu_off", XenGuestMap.Psci.CpuOff);
        writer.Cells("cpu_on", XenGuestMap.Psci.CpuOn);
        writer.End();
    }

    /// <summary><c>/cpus</c> as Xen itself writes it.</summary>
    public static void Cpus(TreeWriter writer, int count, ReadOnlySpan<byte> compatible, uint? clock, bool is64Bit, string origin)
    {
        writer.Begin("cpus", origin);
        writer.Cells("#address-cells", 1);
        writer.Cells("#size-cells", 0);
        for (var cpu = 0; cpu < count; cpu++)
        {
            writer.Begin("cpu", Affinity(cpu));
            writer.Bytes("compatible", compatible);
            writer.Strings("device_type", "cpu");
            writer.Cells("reg", Affinity(cpu));
            if (clock is { } frequency) writer.Cells("clock-frequency", frequency);
            if (is64Bit) writer.Strings("enable-method", "psci");
            writer.End();
        }

        writer.End();
    }

    /// <summary>A timer as Xen writes it.</summary>
    public static void Timer(TreeWriter writer, bool is64Bit, uint gic, ReadOnlySpan<uint> interrupts, uint? clock, string origin)
    {
        writer.Begin("timer", origin);
        writer.Strings("compatible", is64Bit ? "arm,armv8-timer" : "arm,armv7-timer");
        Interrupts(writer, gic, interrupts);
        if (clock is { } frequency) writer.Cells("clock-frequency", frequency);
        writer.End();
    }

    /// <summary><c>/hypervisor</c>.</summary>
    public static void HypervisorNode(TreeWriter writer, string compatible, (int Address, int Size) cells, ReadOnlySpan<AddressRange> ranges, uint gic, uint interrupt, string origin)
    {
        writer.Begin("hypervisor", origin);
        writer.Strings("compatible", compatible, "xen,xen");
        writer.Ranges("reg", cells.Address, cells.Size, ranges);
        Interrupts(writer, gic, interrupt);
        writer.End();
    }

    /// <summary>What <c>/reserved-memory</c> has for shared memory.</summary>
    public static void SharedMemory(TreeWriter writer, (int Address, int Size) cells, IEnumerable<Guests.SharedRegion> regions, string? origin = null)
    {
        foreach (var region in regions)
        {
            writer.Begin("xen-shmem", region.Range.Address, origin);
            writer.Strings("compatible", "xen,shared-memory-v1");
            writer.Ranges("reg", cells.Address, cells.Size, region.Range);
            writer.Strings("xen,id", region.Id);
            writer.Number64("xen,offset", 0);
            writer.End();
        }
    }

    /// <summary><c>/reserved-memory</c> with shared memory.</summary>
    public static void ReservedMemory(TreeWriter writer, (int Address, int Size) cells, IEnumerable<Guests.SharedRegion> regions, string origin)
    {
        writer.Begin("reserved-memory", origin);
        writer.Flag("ranges");
        writer.Cells("#address-cells", (uint)cells.Address);
        writer.Cells("#size-cells", (uint)cells.Size);
        SharedMemory(writer, cells, regions);
        writer.End();
    }

    /// <summary>A memory node for all banks.</summary>
    public static void Memory(TreeWriter writer, (int Address, int Size) cells, ReadOnlySpan<AddressRange> banks, string origin)
    {
        writer.Begin("memory", banks[0].Address, origin);
        writer.Strings("device_type", "memory");
        writer.Ranges("reg", cells.Address, cells.Size, banks);
        writer.End();
    }
}
