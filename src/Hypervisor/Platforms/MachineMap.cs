namespace Hypervisor.Platforms;

/// <summary>A UART: its registers, its shared interrupt as in a specifier, and Linux's name of it.</summary>
/// <param name="Registers">Its registers.</param>
/// <param name="Interrupt">Number of its shared interrupt, as in the second cell of a specifier.</param>
/// <param name="Console">Linux's name of it, as <c>console=</c> has it.</param>
public sealed record UartPlace(AddressRange Registers, uint Interrupt, string Console);

/// <summary>
/// A machine that QEMU emulates, from <c>Platforms/Data</c>: its memory map and interrupts, what it can have, and where QEMU puts
/// what it loads.
/// </summary>
public sealed class MachineMap
{
    private readonly PlatformData _data;

    private MachineMap(string name)
    {
        _data = PlatformData.Load(name);
        Name = name;
        Model = _data.Text("model");
        Compatible = _data.Texts("compatible");
        Gics = [.. _data.At("machine/gics").Items.Select(item => (int)item.Integer)];
        Uarts = [.. _data.Texts("machine/uarts").Select(uart => new UartPlace(Region(uart), Interrupt(uart), _data.Text("machine/console")))];
    }

    /// <summary>QEMU's <c>virt</c>.</summary>
    public static MachineMap Virt { get; } = new("qemu-virt");

    /// <summary>QEMU's <c>vexpress-a15</c>.</summary>
    public static MachineMap Vexpress { get; } = new("vexpress-a15");

    /// <summary>All machines; the first is the one that is meant when none is named.</summary>
    public static IReadOnlyList<MachineMap> All { get; } = [Virt, Vexpress];

    /// <summary>Name of the platform.</summary>
    public string Name { get; }

    /// <summary>The root's model.</summary>
    public string Model { get; }

    /// <summary>The root's compatibles.</summary>
    public IReadOnlyList<string> Compatible { get; }

    /// <summary>arm64 or arm.</summary>
    public string Architecture => _data.Text("machine/architecture");

    /// <summary>The RAM that it has at most.</summary>
    public AddressRange Ram => Region("ram");

    /// <summary>Bytes of RAM with less than which nothing boots.</summary>
    public ulong MinimumMemory => Figure("minimum-memory");

    /// <summary>Bytes of RAM when nothing is said.</summary>
    public ulong DefaultMemory => Figure("default-memory");

    /// <summary>CPUs it can have at most.</summary>
    public int Cpus => (int)Figure("cpus");

    /// <summary>CPUs when nothing is said.</summary>
    public int DefaultCpus => (int)Figure("default-cpus");

    /// <summary>The CPU when nothing is said.</summary>
    public string CpuModel => _data.Text("machine/cpu-model");

    /// <summary>Versions of the interrupt controller it can have.</summary>
    public IReadOnlyList<int> Gics { get; }

    /// <summary>The version when nothing is said.</summary>
    public int DefaultGic => (int)Figure("default-gic");

    /// <summary>All its UARTs; the first is the console.</summary>
    public IReadOnlyList<UartPlace> Uarts { get; }

    /// <summary>Private interrupts of the timer, as in specifiers: secure, non-secure, virtual, hypervisor.</summary>
    public IReadOnlyList<uint> TimerInterrupts =>
        [Interrupt("timer-secure"), Interrupt("timer-physical"), Interrupt("timer-virtual"), Interrupt("timer-hypervisor")];

    /// <summary>Slots for virtio devices with memory mapped registers.</summary>
    public int VirtioSlots => (int)Number("virtio-slots");

    /// <summary>Devices on its PCI bus, of which number 0 is the host itself; 0 when it has none.</summary>
    public int PciSlots => _data.Find("machine/pci-slots") is { } slots ? (int)slots.Integer : 0;

    /// <summary>How the firmware is called, hvc or smc; null when there is no PSCI.</summary>
    /// <param name="byHypervisor">The machine is started for a hypervisor (virtualization=on).</param>
    public string? PsciMethod(bool byHypervisor) => _data.Find(byHypervisor ? "machine/psci-hypervisor" : "machine/psci") is { } method ? method.String : null;

    /// <summary>QEMU makes a tree for it.</summary>
    public bool HasTree => _data.Find("machine/tree") is not null;

    /// <summary>From the start of RAM to where <c>-kernel</c> is loaded.</summary>
    public ulong KernelOffset => Figure("kernel-offset");

    /// <summary>From the start of RAM to where <c>-dtb</c> goes, at most half of the RAM.</summary>
    public ulong TreeOffset => Figure("tree-offset");

    /// <summary>Room for the tree.</summary>
    public ulong TreeSize => Figure("tree-size");

    /// <summary>The machine of a name.</summary>
    public static MachineMap? Find(string name) => All.FirstOrDefault(machine => machine.Name == name);

    /// <summary>Where the interrupt controller is: the distributor, then the CPU interface or the redistributors.</summary>
    public IReadOnlyList<AddressRange> GicRegions(int version) =>
        Gics.Contains(version) ? [Region("gic-distributor"), Region(version == 3 ? "gic-redistributor" : "gic-cpu")] : [];

    /// <summary>A range of addresses by its name in the data.</summary>
    public AddressRange Region(string name) => _data.Region(name);

    /// <summary>An interrupt by its name in the data: the second cell of its specifier.</summary>
    public uint Interrupt(string name) => _data.Interrupt(name);

    /// <summary>Any other figure by its name in the data.</summary>
    public ulong Number(string name) => _data.Number($"numbers/{name}");

    /// <summary>Address of a virtio-mmio slot.</summary>
    public AddressRange VirtioSlot(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, VirtioSlots);
        var first = Region("virtio-mmio");
        return first with { Address = first.Address + ((ulong)slot * first.Size) };
    }

    /// <summary>SPI of a virtio-mmio slot.</summary>
    public uint VirtioInterrupt(int slot) => Interrupt("virtio-first") + (uint)slot;

    /// <summary>SPI that pin A of a PCI device leads to.</summary>
    public uint PciInterrupt(int slot) => Interrupt("pcie-first") + ((uint)slot % 4);

    private ulong Figure(string name) => _data.Number($"machine/{name}");
}
