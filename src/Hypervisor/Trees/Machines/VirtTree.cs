using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>
/// The tree of a guest on QEMU's <c>virt</c>: the board's own parts, and of its virtio slots only those that have a device.
/// Figures are those of <c>Platforms/Data/qemu-virt.yaml</c>.
/// </summary>
public static class VirtTree
{
    private const uint LevelHighAllCpus = 0xf04;
    private const int PciPins = 4;

    /// <summary>Makes the tree.</summary>
    public static GeneratedTree Build(MachineTreeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var map = MachineMap.Virt;
        var nodes = new MachineNodes(map, options, cells: 2);
        var writer = nodes.Writer;
        var uart = map.Region("uart");
        nodes.Chosen(FormattableString.Invariant($"/pl011@{uart.Base:x}"));
        nodes.Cpus(byPsci: true);
        writer.Begin("psci", nodes.Board);
        writer.Strings("compatible", "arm,psci-1.0", "arm,psci-0.2", "arm,psci");
        writer.Strings("method", options.PsciMethod);
        writer.End();
        nodes.Memory();
        nodes.Timer("arm,armv8-timer", LevelHighAllCpus);
        nodes.FixedClock("apb-pclk", map.Number("clock"));
        Gic(nodes, map);
        nodes.PrimeCell("pl011", "arm,pl011", uart, map.Interrupt("uart"), "uartclk", "apb_pclk");
        writer.End();
        if (options.Devices.Contains("rtc"))
        {
            nodes.PrimeCell("pl031", "arm,pl031", map.Region("rtc"), map.Interrupt("rtc"), "apb_pclk");
            writer.End();
        }

        if (options.Devices.Contains("gpio"))
        {
            nodes.PrimeCell("pl061", "arm,pl061", map.Region("gpio"), map.Interrupt("gpio"), "apb_pclk");
            writer.Flag("gpio-controller");
            writer.Cells("#gpio-cells", 2);
            writer.End();
        }

        nodes.Virtio();
        if (options.HasPci) Pci(nodes, map);
        return nodes.Finish();
    }

    private static void Gic(MachineNodes nodes, MachineMap map)
    {
        var (writer, options) = (nodes.Writer, nodes.Options);
        var distributor = map.Region("gic-distributor");
        writer.Begin("intc", distributor.Base, nodes.Board);
        writer.Strings("compatible", options.Gic == 2 ? "arm,cortex-a15-gic" : "arm,gic-v3");
        writer.Cells("#interrupt-cells", 3);
        writer.Flag("interrupt-controller");
        writer.Cells("#address-cells", 2);
        writer.Cells("#size-cells", 2);
        writer.Flag("ranges");
        nodes.Registers(distributor, map.Region(options.Gic == 2 ? "gic-cpu" : "gic-redistributor"));
        writer.Cells("phandle", MachineNodes.Gic);
        if (options is { Gic: 3, HasIts: true })
        {
            var its = map.Region("gic-its");
            writer.Begin("msi-controller", its.Base, nodes.Board);
            writer.Strings("compatible", "arm,gic-v3-its");
            writer.Flag("msi-controller");
            writer.Cells("#msi-cells", 1);
            nodes.Registers(its);
            writer.Cells("phandle", MachineNodes.Its);
            writer.End();
        }

        writer.End();
    }

    // The generic host of the PCI binding: configuration space by ECAM, a window for ports and one for 32-bit memory.
    private static void Pci(MachineNodes nodes, MachineMap map)
    {
        const uint Ports = 0x01000000;
        const uint Memory = 0x02000000;
        const uint LevelHigh = 4;
        var (writer, options) = (nodes.Writer, nodes.Options);
        var (ecam, pio, mmio) = (map.Region("pcie-ecam"), map.Region("pcie-pio"), map.Region("pcie-mmio"));
        writer.Begin("pcie", mmio.Base, nodes.Board);
        writer.Strings("compatible", "pci-host-ecam-generic");
        writer.Strings("device_type", "pci");
        writer.Cells("#address-cells", 3);
        writer.Cells("#size-cells", 2);
        writer.Cells("#interrupt-cells", 1);
        nodes.Registers(ecam);
        writer.Cells("bus-range", 0, (uint)(ecam.Size >> 20) - 1);
        writer.Cells("linux,pci-domain", 0);
        writer.Flag("dma-coherent");
        writer.Cells("ranges",
            Ports, 0, 0, (uint)(pio.Base >> 32), (uint)pio.Base, (uint)(pio.Size >> 32), (uint)pio.Size,
            Memory, (uint)(mmio.Base >> 32), (uint)mmio.Base, (uint)(mmio.Base >> 32), (uint)mmio.Base, (uint)(mmio.Size >> 32), (uint)mmio.Size);
        if (options is { Gic: 3, HasIts: true }) writer.Cells("msi-map", 0, MachineNodes.Its, 0, 0x10000);

        // Four lines, which the pins of the devices take in turn.
        writer.Cells("interrupt-map-mask", 0x1800, 0, 0, 7);
        var rows = new List<uint>();
        for (var device = 0; device < PciPins; device++)
        {
            for (var pin = 1; pin <= PciPins; pin++)
            {
                var line = map.Interrupt("pcie-first") + (uint)((device + pin - 1) % PciPins);
                rows.AddRange([(uint)device << 11, 0, 0, (uint)pin, MachineNodes.Gic, 0, 0, 0, line, LevelHigh]);
            }
        }

        writer.Cells("interrupt-map", rows.ToArray());
        writer.End();
    }
}
