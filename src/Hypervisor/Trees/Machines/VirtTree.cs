using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>A whole tree for a guest of QEMU's <c>virt</c>: what is configured and nothing else.</summary>
public sealed class VirtTree
{
    private const uint GicPhandle = 1;
    private const uint ClockPhandle = 2;
    private const uint MsiPhandle = 3;
    private const uint GpioPhandle = 4;
    private const int RedistributorSize = 0x20000;
    private static readonly MachineMap Map = MachineMap.Virt;

    private readonly VirtOptions _options;
    private readonly TreeWriter _writer;

    private VirtTree(VirtOptions options, NameTable names)
    {
        _options = options;
        _writer = new TreeWriter(names, "QEMU virt");
    }

    /// <summary>Makes the tree. What the machine does not have is left out, with a finding.</summary>
    public static GeneratedTree Make(VirtOptions options, NameTable names, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var most = options.GicVersion == 2 ? DeviceFacts.Instance.CpusOfGicV2 : (int)(Map.Region("gic-redistributor").Size / RedistributorSize);
        MachineChecks.Run(Map, options.Cpus, most, options.MemorySize, options.VirtioSlots, diagnostics);
        if (options.GicVersion is not (2 or 3)) diagnostics.Add(Rules.BeyondLimit, SourceSpan.None, $"{Map.Name} has a GIC of version 2 or 3, not {options.GicVersion}");
        if (options.Pci is { Buses: < 1 or > 256 } pci) diagnostics.Add(Rules.BeyondLimit, SourceSpan.None, $"a PCI host has 1 to 256 buses, not {pci.Buses}");
        return new VirtTree(options, names).Run();
    }

    private GeneratedTree Run()
    {
        _writer.Strings("model", _options.Model ?? Map.Model);
        _writer.Strings("compatible", [.. Map.Compatible]);
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        _writer.Cells("interrupt-parent", GicPhandle);
        var uart = Map.Region("uart");
        if (_options.Uart)
        {
            _writer.Begin("aliases");
            _writer.Strings("serial0", $"/pl011@{uart.Address:x}");
            _writer.End();
        }

        MachineNodes.Chosen(_writer, _options.Arguments, _options.Ramdisk, _options.Uart ? $"/pl011@{uart.Address:x}" : null);
        MachineNodes.Psci(_writer, _options.PsciMethod, _options.Is64Bit);
        Cpus();
        MachineNodes.Memory(_writer, Map.Region("ram") with { Size = _options.MemorySize });
        InterruptController();
        MachineNodes.Timer(_writer, Map, _options.Is64Bit ? ["arm,armv8-timer", "arm,armv7-timer"] : ["arm,armv7-timer"], _options.GicVersion, _options.Cpus);
        if (_options.Uart || _options.Rtc || _options.Gpio) MachineNodes.Clock(_writer, "apb-pclk", (uint)Map.Number("clock"), "clk24mhz", ClockPhandle);
        if (_options.Uart)
            MachineNodes.PrimeCell(_writer, "pl011", uart, "arm,pl011", Map.Interrupt("uart"), [ClockPhandle, ClockPhandle], ["uartclk", "apb_pclk"], "console of the configuration");
        if (_options.Rtc)
            MachineNodes.PrimeCell(_writer, "pl031", Map.Region("rtc"), "arm,pl031", Map.Interrupt("rtc"), [ClockPhandle], ["apb_pclk"], "rtc of the configuration");
        if (_options.Gpio) Gpio();
        foreach (var (slot, origin) in MachineChecks.Usable(Map, _options.VirtioSlots)) MachineNodes.Virtio(_writer, Map, slot, origin);
        if (_options.Pci is { } pci) Pci(pci);
        return new GeneratedTree(_writer.Tree, _writer.Origins);
    }

    // QEMU numbers 64-bit CPUs by clusters: 8 with a GICv2, 16 with a GICv3.
    private void Cpus()
    {
        var cluster = _options.GicVersion == 2 ? 8 : 16;
        _writer.Begin("cpus", "CPUs of the configuration");
        _writer.Cells("#address-cells", 1);
        _writer.Cells("#size-cells", 0);
        for (var cpu = 0; cpu < _options.Cpus; cpu++)
        {
            var affinity = (uint)((cpu / cluster << 8) | (cpu % cluster));
            _writer.Begin("cpu", affinity);
            _writer.Strings("device_type", "cpu");
            _writer.Strings("compatible", _options.CpuCompatible);
            _writer.Cells("reg", affinity);
            _writer.Strings("enable-method", "psci");
            _writer.End();
        }

        _writer.End();
    }

    private void InterruptController()
    {
        var distributor = Map.Region("gic-distributor");
        _writer.Begin("interrupt-controller", distributor.Address, "the machine's interrupt controller");
        if (_options.GicVersion == 3)
        {
            _writer.Strings("compatible", "arm,gic-v3");
            _writer.Cells("#redistributor-regions", 1);
            _writer.Ranges("reg", 2, 2, distributor, Map.Region("gic-redistributor"));
        }
        else
        {
            _writer.Strings("compatible", "arm,cortex-a15-gic");
            _writer.Ranges("reg", 2, 2, distributor, Map.Region("gic-cpu"));
        }

        _writer.Cells("#interrupt-cells", 3);
        _writer.Flag("interrupt-controller");
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        _writer.Flag("ranges");
        _writer.Cells("phandle", GicPhandle);
        if (_options.MessageInterrupts) MessageFrame();
        _writer.End();
    }

    private void MessageFrame()
    {
        var isV3 = _options.GicVersion == 3;
        var range = Map.Region(isV3 ? "gic-its" : "gic-v2m");
        _writer.Begin(isV3 ? "msi-controller" : "v2m", range.Address);
        _writer.Strings("compatible", isV3 ? "arm,gic-v3-its" : "arm,gic-v2m-frame");
        _writer.Flag("msi-controller");
        if (isV3) _writer.Cells("#msi-cells", 1);
        _writer.Ranges("reg", 2, 2, range);
        _writer.Cells("phandle", MsiPhandle);
        _writer.End();
    }

    private void Gpio()
    {
        const uint powerKey = 116;
        const uint powerLine = 3;
        MachineNodes.PrimeCell(_writer, "pl061", Map.Region("gpio"), "arm,pl061", Map.Interrupt("gpio"), [ClockPhandle], ["apb_pclk"], "gpio of the configuration", () =>
        {
            _writer.Flag("gpio-controller");
            _writer.Cells("#gpio-cells", 2);
            _writer.Cells("phandle", GpioPhandle);
        });
        _writer.Begin("gpio-keys", "gpio of the configuration");
        _writer.Strings("compatible", "gpio-keys");
        _writer.Begin("key-poweroff");
        _writer.Strings("label", "GPIO Key Poweroff");
        _writer.Cells("linux,code", powerKey);
        _writer.Cells("gpios", GpioPhandle, powerLine, 0);
        _writer.End();
        _writer.End();
    }

    private void Pci(VirtPciOptions pci)
    {
        var buses = Math.Clamp(pci.Buses, 1, 256);
        var ecam = Map.Region("pcie-ecam") with { Size = (ulong)buses << 20 };
        _writer.Begin("pcie", ecam.Address, "PCI host of the configuration");
        _writer.Strings("compatible", "pci-host-ecam-generic");
        _writer.Strings("device_type", "pci");
        _writer.Cells("#address-cells", 3);
        _writer.Cells("#size-cells", 2);
        _writer.Cells("#interrupt-cells", 1);
        _writer.Ranges("reg", 2, 2, ecam);
        _writer.Cells("bus-range", 0, (uint)buses - 1);
        _writer.Cells("linux,pci-domain", 0);
        _writer.Flag("dma-coherent");
        _writer.Cells("ranges", [.. Window(0x01000000, 0, Map.Region("pcie-pio")), .. Window(0x02000000, null, Map.Region("pcie-mmio")), .. Window(0x03000000, null, Map.Region("pcie-mmio-high"))]);
        if (_options.MessageInterrupts) _writer.Cells("msi-map", 0, MsiPhandle, 0, (uint)buses << 8);
        _writer.Cells("interrupt-map-mask", 0x1800, 0, 0, 7);
        _writer.Cells("interrupt-map", InterruptMap(Math.Clamp(pci.MappedDevices, 1, 4)));
        _writer.End();
    }

    private static uint[] Window(uint space, ulong? bus, AddressRange range)
    {
        var address = bus ?? range.Address;
        return [space, (uint)(address >> 32), (uint)address, (uint)(range.Address >> 32), (uint)range.Address, (uint)(range.Size >> 32), (uint)range.Size];
    }

    // Pin and device turn the four interrupts of the host round.
    private static uint[] InterruptMap(int devices)
    {
        var cells = new List<uint>();
        for (uint device = 0; device < devices; device++)
        {
            for (uint pin = 0; pin < 4; pin++)
                cells.AddRange([device << 11, 0, 0, pin + 1, GicPhandle, 0, 0, MachineNodes.Spi, Map.Interrupt("pcie-first") + ((pin + device) % 4), MachineNodes.LevelHigh]);
        }

        return [.. cells];
    }
}
