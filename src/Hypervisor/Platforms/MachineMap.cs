namespace Hypervisor.Platforms;

/// <summary>A UART: its registers, its shared interrupt as in a specifier, and Linux's name of it.</summary>
/// <param name="Registers">Its registers.</param>
/// <param name="Interrupt">Number of its shared interrupt, as in the second cell of a specifier.</param>
/// <param name="Console">Linux's name of it, as <c>console=</c> has it.</param>
public sealed record UartPlace(AddressRange Registers, uint Interrupt, string Console);

/// <summary>
/// A machine: its memory map and interrupts, what it can have, and where things are loaded. QEMU's are from <c>Platforms/Data</c>.
/// </summary>
public class MachineMap
{
    private readonly PlatformData _data;

    private readonly IReadOnlyList<int> _gics;
    private readonly IReadOnlyList<UartPlace> _uarts;

    /// <param name="data">The document with its figures.</param>
    /// <param name="name">How configurations call it.</param>
    private protected MachineMap(string data, string name)
    {
        _data = PlatformData.Load(data);
        Name = name;
        _gics = [.. _data.At("machine/gics").Items.Select(item => (int)item.Integer)];
        _uarts = [.. _data.Texts("machine/uarts").Select(uart => new UartPlace(Region(uart), Interrupt(uart), _data.Text("machine/console")))];
    }

    /// <summary>QEMU's <c>virt</c>.</summary>
    public static MachineMap Virt { get; } = new("qemu-virt", "qemu-virt");

    /// <summary>QEMU's <c>vexpress-a15</c>.</summary>
    public static MachineMap Vexpress { get; } = new("vexpress-a15", "vexpress-a15");

    /// <summary>All machines that QEMU emulates; the first is the one that is meant when none is named.</summary>
    public static IReadOnlyList<MachineMap> All { get; } = [Virt, Vexpress];

    /// <summary>Name of the platform.</summary>
    public string Name { get; }

    /// <summary>The root's model.</summary>
    public virtual string Model => _data.Text("model");

    /// <summary>The root's compatibles.</summary>
    public virtual IReadOnlyList<string> Compatible => _data.Texts("compatible");

    /// <summary>arm64 or arm.</summary>
    public virtual string Architecture => _data.Text("machine/architecture");

    /// <summary>The RAM that it has at most.</summary>
    public AddressRange Ram => Region("ram");

    /// <summary>Bytes of RAM with less than which nothing boots.</summary>
    public ulong MinimumMemory => Figure("minimum-memory");

    /// <summary>Bytes of RAM when nothing is said.</summary>
    public ulong DefaultMemory => Figure("default-memory");

    /// <summary>CPUs it can have at most.</summary>
    public virtual int Cpus => (int)Figure("cpus");

    /// <summary>CPUs when nothing is said.</summary>
    public virtual int DefaultCpus => (int)Figure("default-cpus");

    /// <summary>The CPU when nothing is said.</summary>
    public virtual string CpuModel => _data.Text("machine/cpu-model");

    /// <summary>Versions of the interrupt controller it can have.</summary>
    public virtual IReadOnlyList<int> Gics => _gics;

    /// <summary>The version when nothing is said.</summary>
    public virtual int DefaultGic => (int)Figure("default-gic");

    /// <summary>All its UARTs; the first is the console.</summary>
    public virtual IReadOnlyList<UartPlace> Uarts => _uarts;

    /// <summary>Private interrupts of the timer, as in specifiers: secure, non-secure, virtual, hypervisor.</summary>
    public virtual IReadOnlyList<uint> TimerInterrupts =>
        [Interrupt("timer-secure"), Interrupt("timer-physical"), Interrupt("timer-virtual"), Interrupt("timer-hypervisor")];

    /// <summary>Slots for virtio devices with memory mapped registers.</summary>
    public virtual int VirtioSlots => (int)Number("virtio-slots");

    /// <summary>Devices on its PCI bus, of which number 0 is the host itself; 0 when it has none.</summary>
    public virtual int PciSlots => _data.Find("machine/pci-slots") is { } slots ? (int)slots.Integer : 0;

    /// <summary>How the firmware is called, hvc or smc; null when there is no PSCI.</summary>
    /// <param name="byHypervisor">The machine is started for a hypervisor (virtualization=on).</param>
    public virtual string? PsciMethod(bool byHypervisor) => _data.Find(byHypervisor ? "machine/psci-hypervisor" : "machine/psci") is { } method ? method.String : null;

    /// <summary>QEMU makes a tree for it.</summary>
    public virtual bool HasTree => _data.Find("machine/tree") is not null;

    /// <summary>QEMU emulates it, so that its tree can be held against the machine.</summary>
    public virtual bool IsEmulated => true;

    /// <summary>From the start of RAM to where <c>-kernel</c> is loaded.</summary>
    public ulong KernelOffset => Figure("kernel-offset");

    /// <summary>From the start of RAM to where <c>-dtb</c> goes, at most half of the RAM.</summary>
    public ulong TreeOffset => Figure("tree-offset");

    /// <summary>Room for the tree.</summary>
    public ulong TreeSize => Figure("tree-size");

    /// <summary>The machine of a name.</summary>
    public static MachineMap? Find(string name) => All.FirstOrDefault(machine => machine.Name == name);

    /// <summary>Where the interrupt controller is: the distributor, then the CPU interface or the redistributors.</summary>
    public virtual IReadOnlyList<AddressRange> GicRegions(int version) =>
        Gics.Contains(version) ? [Region("gic-distributor"), Region(version == 3 ? "gic-redistributor" : "gic-cpu")] : [];

    /// <summary>Shared interrupts that the controller has, from number 0 on.</summary>
    public virtual uint SharedInterrupts(int gic) => (uint)Number($"gic-v{gic}-spis");

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
