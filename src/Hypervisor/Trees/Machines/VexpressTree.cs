using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>
/// The tree of a guest on the Versatile Express with a Cortex-A15, as QEMU has it: CPUs, memory, timer, interrupt controller
/// and first UART, everything else on demand. Figures are those of <c>Platforms/Data/vexpress-a15.yaml</c>.
/// </summary>
public static class VexpressTree
{
    private const uint LevelLowAllCpus = 0xf08;

    /// <summary>Makes the tree.</summary>
    public static GeneratedTree Build(MachineTreeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var map = MachineMap.Vexpress;
        var nodes = new MachineNodes(map, options, cells: 2);
        var writer = nodes.Writer;
        writer.Cells("arm,hbi", (uint)map.Number("hbi"));
        var uart = map.Region("uart-0");
        nodes.Chosen(FormattableString.Invariant($"/serial@{uart.Base:x}"));
        nodes.Cpus(byPsci: false);
        nodes.Memory();
        nodes.Timer("arm,armv7-timer", LevelLowAllCpus);
        nodes.FixedClock("clk24mhz", map.Number("clock"));
        Gic(nodes, map);
        nodes.PrimeCell("serial", "arm,pl011", uart, map.Interrupt("uart-0"), "uartclk", "apb_pclk");
        writer.End();
        if (options.Devices.Contains("rtc"))
        {
            nodes.PrimeCell("rtc", "arm,pl031", map.Region("rtc"), map.Interrupt("rtc"), "apb_pclk");
            writer.End();
        }

        if (options.Devices.Contains("sysreg"))
        {
            var registers = map.Region("sysreg");
            writer.Begin("sysreg", registers.Base, nodes.Board);
            writer.Strings("compatible", "arm,vexpress-sysreg");
            nodes.Registers(registers);
            writer.End();
        }

        if (options.Devices.Contains("ethernet"))
        {
            var registers = map.Region("ethernet");
            writer.Begin("ethernet", registers.Base, nodes.Board);
            writer.Strings("compatible", "smsc,lan9118", "smsc,lan9115");
            nodes.Registers(registers);
            nodes.Interrupt(map.Interrupt("ethernet"));
            writer.Strings("phy-mode", "mii");
            writer.Cells("reg-io-width", 4);
            writer.Flag("smsc,irq-active-high");
            writer.Flag("smsc,irq-push-pull");
            writer.End();
        }

        nodes.Virtio();
        return nodes.Finish();
    }

    private static void Gic(MachineNodes nodes, MachineMap map)
    {
        const uint Ppi = 1;
        var writer = nodes.Writer;
        var distributor = map.Region("gic-distributor");
        writer.Begin("interrupt-controller", distributor.Base, nodes.Board);
        // QEMU looks for the second when it adds its virtio nodes, Xen and Linux for the first.
        writer.Strings("compatible", "arm,cortex-a15-gic", "arm,cortex-a9-gic");
        writer.Cells("#interrupt-cells", 3);
        writer.Cells("#address-cells", 0);
        writer.Flag("interrupt-controller");
        nodes.Registers(distributor, map.Region("gic-cpu"), map.Region("gic-hyp"), map.Region("gic-vcpu"));
        writer.Cells("interrupts", Ppi, map.Interrupt("maintenance"), 0xf04);
        writer.Cells("phandle", MachineNodes.Gic);
        writer.End();
    }
}
