using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>Nodes that the trees of QEMU's Arm machines have in common.</summary>
internal sealed class MachineNodes
{
    /// <summary>Phandle of the interrupt controller.</summary>
    public const uint Gic = 1;

    /// <summary>Phandle of the clock of the board's devices.</summary>
    public const uint Clock = 2;

    /// <summary>Phandle of the ITS.</summary>
    public const uint Its = 3;

    private const uint Spi = 0;
    private const uint Ppi = 1;
    private const uint LevelHigh = 4;
    private const uint Edge = 1;

    private readonly MachineMap _map;
    private readonly int _cells;

    public MachineNodes(MachineMap map, MachineTreeOptions options, int cells)
    {
        (_map, Options, _cells) = (map, options, cells);
        Board = $"{map.Name} of QEMU";
        Writer = new TreeWriter(new NameTable(), Board);
        Writer.Strings("model", options.Model ?? map.Model);
        Writer.Strings("compatible", [.. map.Compatible]);
        Writer.Cells("#address-cells", (uint)cells);
        Writer.Cells("#size-cells", (uint)cells);
        Writer.Cells("interrupt-parent", Gic);
    }

    public TreeWriter Writer { get; }

    public MachineTreeOptions Options { get; }

    /// <summary>What comments call the board.</summary>
    public string Board { get; }

    public void Chosen(string uart)
    {
        Writer.Begin("aliases", Board);
        Writer.Strings("serial0", uart);
        Writer.End();
        Writer.Begin("chosen", Options.Origin);
        if (Options.Bootargs is { } bootargs) Writer.Strings("bootargs", bootargs);
        Writer.Strings("stdout-path", uart);
        Writer.End();
    }

    public void Cpus(bool byPsci)
    {
        Writer.Begin("cpus", Options.Origin);
        Writer.Cells("#address-cells", 1);
        Writer.Cells("#size-cells", 0);
        for (var cpu = 0; cpu < Options.Cpus; cpu++)
        {
            // QEMU has clusters of 8 behind a GICv2, of 16 behind a GICv3.
            var cluster = Options.Gic == 2 ? 8 : 16;
            var affinity = (ulong)((cpu % cluster) | (cpu / cluster << 8));
            Writer.Begin("cpu", affinity);
            Writer.Strings("device_type", "cpu");
            Writer.Strings("compatible", Options.CpuCompatible);
            Writer.Cells("reg", (uint)affinity);
            if (byPsci) Writer.Strings("enable-method", "psci");
            Writer.End();
        }

        Writer.End();
    }

    public void Memory()
    {
        Writer.Begin("memory", Options.Memory.Count > 0 ? Options.Memory[0].Base : _map.Region("ram").Base, Options.Origin);
        Writer.Strings("device_type", "memory");
        Writer.Ranges("reg", _cells, _cells, [.. Options.Memory]);
        Writer.End();
    }

    public void Timer(string compatible, uint flags)
    {
        Writer.Begin("timer", Board);
        Writer.Strings("compatible", compatible);
        Writer.Cells("interrupts",
            Ppi, _map.Interrupt("timer-secure"), flags,
            Ppi, _map.Interrupt("timer-physical"), flags,
            Ppi, _map.Interrupt("timer-virtual"), flags,
            Ppi, _map.Interrupt("timer-hypervisor"), flags);
        Writer.End();
    }

    public void FixedClock(string name, ulong frequency)
    {
        Writer.Begin(name, Board);
        Writer.Strings("compatible", "fixed-clock");
        Writer.Cells("#clock-cells", 0);
        Writer.Cells("clock-frequency", (uint)frequency);
        Writer.Strings("clock-output-names", name);
        Writer.Cells("phandle", Clock);
        Writer.End();
    }

    /// <summary>A PrimeCell device with a clock.</summary>
    public void PrimeCell(string name, string compatible, AddressRange registers, uint interrupt, params ReadOnlySpan<string> clocks)
    {
        Writer.Begin(name, registers.Base, Board);
        Writer.Strings("compatible", compatible, "arm,primecell");
        Registers(registers);
        Interrupt(interrupt);
        var cells = new uint[clocks.Length];
        Array.Fill(cells, Clock);
        Writer.Cells("clocks", cells);
        Writer.Strings("clock-names", clocks);
    }

    public void Registers(params ReadOnlySpan<AddressRange> ranges) => Writer.Ranges("reg", _cells, _cells, ranges);

    public void Interrupt(uint number, bool edge = false) => Writer.Cells("interrupts", Spi, number, edge ? Edge : LevelHigh);

    public void Virtio()
    {
        foreach (var slot in Options.VirtioSlots.Order())
        {
            var registers = _map.VirtioSlot(slot);
            Writer.Begin("virtio_mmio", registers.Base, $"{Options.Origin}: virtio slot {slot}");
            Writer.Strings("compatible", "virtio,mmio");
            Registers(registers);
            Interrupt(_map.VirtioInterrupt(slot), edge: true);
            Writer.Flag("dma-coherent");
            Writer.End();
        }
    }

    /// <summary>The finished tree; nodes know the phandles that their properties give them.</summary>
    public GeneratedTree Finish() => new(Writer.Tree, Writer.Origins);
}
