using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>Nodes that the emulated machines have alike.</summary>
internal static class MachineNodes
{
    public const uint Spi = 0;
    public const uint Ppi = 1;
    public const uint LevelHigh = 4;
    public const uint EdgeRising = 1;

    /// <summary><c>/chosen</c>; the ramdisk's ends as 64-bit numbers.</summary>
    public static void Chosen(TreeWriter writer, string? arguments, (ulong Start, ulong End)? ramdisk, string? console)
    {
        writer.Begin("chosen", "boot arguments of the configuration");
        if (arguments is not null) writer.Strings("bootargs", arguments);
        if (console is not null) writer.Strings("stdout-path", console);
        if (ramdisk is var (start, end))
        {
            writer.Number64("linux,initrd-start", start);
            writer.Number64("linux,initrd-end", end);
        }

        writer.End();
    }

    /// <summary><c>/psci</c>, versions 0.2 and later first.</summary>
    public static void Psci(TreeWriter writer, string method, bool is64Bit)
    {
        var wide = is64Bit ? 0x40000000u : 0;
        writer.Begin("psci", "the machine's firmware");
        writer.Strings("compatible", "arm,psci-1.0", "arm,psci-0.2", "arm,psci");
        writer.Strings("method", method);
        writer.Cells("cpu_suspend", 0x84000001 | wide);
        writer.Cells("cpu_off", 0x84000002);
        writer.Cells("cpu_on", 0x84000003 | wide);
        writer.Cells("migrate", 0x84000005 | wide);
        writer.End();
    }

    /// <summary>Interrupts of the timer, for all the CPUs that a GICv2 can name; a GICv3 names none.</summary>
    public static void Timer(TreeWriter writer, MachineMap map, string[] compatible, int gicVersion, int cpus)
    {
        var flags = LevelHigh | (gicVersion == 2 ? ((1u << Math.Min(cpus, 8)) - 1) << 8 : 0);
        writer.Begin("timer", "the CPUs' timer");
        writer.Strings("compatible", compatible);
        writer.Flag("always-on");
        writer.Cells("interrupts",
            Ppi, map.Interrupt("timer-secure"), flags, Ppi, map.Interrupt("timer-physical"), flags,
            Ppi, map.Interrupt("timer-virtual"), flags, Ppi, map.Interrupt("timer-hypervisor"), flags);
        writer.End();
    }

    /// <summary>A device of ARM's PrimeCells.</summary>
    public static void PrimeCell(TreeWriter writer, string name, AddressRange range, string cell, uint interrupt, uint[] clocks, string[] clockNames, string origin, Action? more = null)
    {
        writer.Begin(name, range.Address, origin);
        writer.Strings("compatible", cell, "arm,primecell");
        writer.Ranges("reg", 2, 2, range);
        writer.Cells("interrupts", Spi, interrupt, LevelHigh);
        writer.Cells("clocks", clocks);
        writer.Strings("clock-names", clockNames);
        more?.Invoke();
        writer.End();
    }

    /// <summary>A clock that does not change.</summary>
    public static void Clock(TreeWriter writer, string name, uint frequency, string output, uint phandle)
    {
        writer.Begin(name, "the machine's clock");
        writer.Strings("compatible", "fixed-clock");
        writer.Cells("#clock-cells", 0);
        writer.Cells("clock-frequency", frequency);
        writer.Strings("clock-output-names", output);
        writer.Cells("phandle", phandle);
        writer.End();
    }

    /// <summary>A virtio device over MMIO.</summary>
    public static void Virtio(TreeWriter writer, MachineMap map, int slot, string? origin)
    {
        var range = map.VirtioSlot(slot);
        writer.Begin("virtio", range.Address, origin ?? $"virtio slot {slot}");
        writer.Strings("compatible", "virtio,mmio");
        writer.Ranges("reg", 2, 2, range);
        writer.Cells("interrupts", Spi, map.VirtioInterrupt(slot), EdgeRising);
        writer.Flag("dma-coherent");
        writer.End();
    }

    /// <summary>Memory in one bank.</summary>
    public static void Memory(TreeWriter writer, AddressRange range)
    {
        writer.Begin("memory", range.Address, "memory of the configuration");
        writer.Strings("device_type", "memory");
        writer.Ranges("reg", 2, 2, range);
        writer.End();
    }
}
