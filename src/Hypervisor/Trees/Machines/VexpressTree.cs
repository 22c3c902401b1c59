using System.Globalization;
using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>A whole tree for QEMU's <c>vexpress-a15</c>: CPUs, memory, interrupts and timer, and of the rest what is configured.</summary>
public sealed class VexpressTree
{
    private const uint GicPhandle = 1;
    private const uint ClockPhandle = 2;
    private const uint SystemPhandle = 3;
    private const uint ReferencePhandle = 4;
    private const uint SupplyPhandle = 5;
    private const int MostCpus = 4;
    private static readonly MachineMap Map = MachineMap.Vexpress;

    private readonly VexpressOptions _options;
    private readonly TreeWriter _writer;

    private VexpressTree(VexpressOptions options, NameTable names)
    {
        _options = options;
        _writer = new TreeWriter(names, "QEMU vexpress-a15");
    }

    /// <summary>Makes the tree. What the machine does not have is left out, with a finding.</summary>
    public static GeneratedTree Make(VexpressOptions options, NameTable names, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(diagnostics);
        MachineChecks.Run(Map, options.Cpus, MostCpus, options.MemorySize, options.VirtioSlots, diagnostics);
        foreach (var uart in options.Uarts)
        {
            if (uart is < 0 or > 3) diagnostics.Add(Rules.BeyondLimit, SourceSpan.None, $"{Map.Name} has UARTs 0 to 3, not {uart}");
        }

        return new VexpressTree(options, names).Run();
    }

    private GeneratedTree Run()
    {
        _writer.Strings("model", _options.Model ?? Map.Model);
        _writer.Cells("arm,hbi", (uint)Map.Number("hbi"));
        _writer.Cells("arm,vexpress,site", 0xf);
        _writer.Strings("compatible", [.. Map.Compatible]);
        _writer.Cells("interrupt-parent", GicPhandle);
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        var uarts = _options.Uarts.Where(uart => uart is >= 0 and <= 3).Distinct().ToList();
        var paths = uarts.Select(uart => string.Create(CultureInfo.InvariantCulture, $"/serial@{Uart(uart).Address:x}")).ToList();
        if (paths.Count > 0)
        {
            _writer.Begin("aliases");
            for (var i = 0; i < paths.Count; i++) _writer.Strings(string.Create(CultureInfo.InvariantCulture, $"serial{i}"), paths[i]);
            _writer.End();
        }

        MachineNodes.Chosen(_writer, _options.Arguments, _options.Ramdisk, paths.FirstOrDefault());
        if (_options.PsciMethod is { } method) MachineNodes.Psci(_writer, method, is64Bit: false);
        Cpus();
        MachineNodes.Memory(_writer, Map.Region("ram") with { Size = _options.MemorySize });
        InterruptController();
        MachineNodes.Timer(_writer, Map, ["arm,armv7-timer"], 2, _options.Cpus);
        Devices(uarts);
        foreach (var (slot, origin) in MachineChecks.Usable(Map, _options.VirtioSlots)) MachineNodes.Virtio(_writer, Map, slot, origin);
        return new GeneratedTree(_writer.Tree, _writer.Origins);
    }

    private void Devices(List<int> uarts)
    {
        if (uarts.Count > 0 || _options.Rtc || _options.CardReader || _options.Timers)
            MachineNodes.Clock(_writer, "clk24mhz", (uint)Map.Number("clock"), "v2m:clk24mhz", ClockPhandle);
        if (_options.Timers) MachineNodes.Clock(_writer, "refclk1mhz", (uint)Map.Number("clock-reference"), "v2m:refclk1mhz", ReferencePhandle);
        if (_options.SystemRegisters) SystemRegisters();
        foreach (var uart in uarts)
        {
            MachineNodes.PrimeCell(_writer, "serial", Uart(uart), "arm,pl011", Map.Interrupt(string.Create(CultureInfo.InvariantCulture, $"uart-{uart}")),
                [ClockPhandle, ClockPhandle], ["uartclk", "apb_pclk"], "console of the configuration");
        }

        if (_options.Timers)
        {
            foreach (var name in (string[])["timer-01", "timer-23"])
                MachineNodes.PrimeCell(_writer, "timer", Map.Region(name), "arm,sp804", Map.Interrupt(name), [ReferencePhandle, ReferencePhandle, ClockPhandle], ["timclken1", "timclken2", "apb_pclk"], "timers of the configuration");
        }

        if (_options.Rtc) MachineNodes.PrimeCell(_writer, "rtc", Map.Region("rtc"), "arm,pl031", Map.Interrupt("rtc"), [ClockPhandle], ["apb_pclk"], "rtc of the configuration");
        if (_options.Ethernet || _options.CardReader) Supply();
        if (_options.CardReader) CardReader();
        if (_options.Ethernet) Ethernet();
    }

    private void Cpus()
    {
        _writer.Begin("cpus", "CPUs of the configuration");
        _writer.Cells("#address-cells", 1);
        _writer.Cells("#size-cells", 0);
        for (uint cpu = 0; cpu < _options.Cpus; cpu++)
        {
            _writer.Begin("cpu", cpu);
            _writer.Strings("device_type", "cpu");
            _writer.Strings("compatible", "arm,cortex-a15");
            _writer.Cells("reg", cpu);
            if (_options.PsciMethod is not null) _writer.Strings("enable-method", "psci");
            _writer.End();
        }

        _writer.End();
    }

    private void InterruptController()
    {
        var distributor = Map.Region("gic-distributor");
        _writer.Begin("interrupt-controller", distributor.Address, "the machine's interrupt controller");
        // QEMU looks for the second one before it adds its virtio devices.
        _writer.Strings("compatible", "arm,cortex-a15-gic", "arm,cortex-a9-gic");
        _writer.Cells("#interrupt-cells", 3);
        _writer.Cells("#address-cells", 0);
        _writer.Flag("interrupt-controller");
        _writer.Ranges("reg", 2, 2, distributor, Map.Region("gic-cpu"), Map.Region("gic-hyp"), Map.Region("gic-vcpu"));
        _writer.Cells("interrupts", MachineNodes.Ppi, Map.Interrupt("maintenance"), (((1u << Math.Clamp(_options.Cpus, 1, 8)) - 1) << 8) | MachineNodes.LevelHigh);
        _writer.Cells("phandle", GicPhandle);
        _writer.End();
    }

    private void SystemRegisters()
    {
        var range = Map.Region("sysreg");
        _writer.Begin("sysreg", range.Address, "the motherboard's registers");
        _writer.Strings("compatible", "arm,vexpress-sysreg");
        _writer.Ranges("reg", 2, 2, range);
        _writer.Cells("phandle", SystemPhandle);
        _writer.End();
    }

    private void Supply()
    {
        const uint microvolt = 3_300_000;
        _writer.Begin("fixed-regulator-0", "the motherboard's supply");
        _writer.Strings("compatible", "regulator-fixed");
        _writer.Strings("regulator-name", "3V3");
        _writer.Cells("regulator-min-microvolt", microvolt);
        _writer.Cells("regulator-max-microvolt", microvolt);
        _writer.Flag("regulator-always-on");
        _writer.Cells("phandle", SupplyPhandle);
        _writer.End();
    }

    private void CardReader()
    {
        const uint fastest = 12_000_000;
        var range = Map.Region("mmci");
        _writer.Begin("mmc", range.Address, "card reader of the configuration");
        _writer.Strings("compatible", "arm,pl180", "arm,primecell");
        _writer.Ranges("reg", 2, 2, range);
        _writer.Cells("interrupts", MachineNodes.Spi, Map.Interrupt("mmci-0"), MachineNodes.LevelHigh, MachineNodes.Spi, Map.Interrupt("mmci-1"), MachineNodes.LevelHigh);
        _writer.Cells("max-frequency", fastest);
        _writer.Cells("vmmc-supply", SupplyPhandle);
        _writer.Cells("clocks", ClockPhandle, ClockPhandle);
        _writer.Strings("clock-names", "mclk", "apb_pclk");
        _writer.End();
    }

    private void Ethernet()
    {
        var range = Map.Region("ethernet");
        _writer.Begin("ethernet", range.Address, "network of the configuration");
        _writer.Strings("compatible", "smsc,lan9118", "smsc,lan9115");
        _writer.Ranges("reg", 2, 2, range);
        _writer.Cells("interrupts", MachineNodes.Spi, Map.Interrupt("ethernet"), MachineNodes.LevelHigh);
        _writer.Strings("phy-mode", "mii");
        _writer.Cells("reg-io-width", 4);
        _writer.Flag("smsc,irq-active-high");
        _writer.Flag("smsc,irq-push-pull");
        _writer.Cells("vdd33a-supply", SupplyPhandle);
        _writer.Cells("vddvario-supply", SupplyPhandle);
        _writer.End();
    }

    private static AddressRange Uart(int uart) => Map.Region(string.Create(CultureInfo.InvariantCulture, $"uart-{uart}"));
}
