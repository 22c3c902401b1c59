using Dtc.Bindings.Documents;
using Hypervisor.Planning.Host;

namespace Hypervisor.Planning.Facts;

/// <summary>A UART that a machine has, or that Xen emulates.</summary>
/// <param name="Address">Its registers.</param>
/// <param name="Size">Bytes of them.</param>
/// <param name="Interrupt">Number of its shared interrupt, as in a specifier.</param>
/// <param name="Console">Linux's name of it.</param>
public sealed record UartFacts(ulong Address, ulong Size, uint Interrupt, string Console);

/// <summary>Places for virtio devices with memory mapped registers.</summary>
/// <param name="Address">Registers of slot 0.</param>
/// <param name="Step">From slot to slot; also the size.</param>
/// <param name="Slots">Number of them.</param>
/// <param name="Interrupt">Shared interrupt of slot 0, as in a specifier.</param>
public sealed record VirtioFacts(ulong Address, ulong Step, int Slots, uint Interrupt);

/// <summary>A PCI host of a machine.</summary>
/// <param name="Ecam">Configuration space.</param>
/// <param name="Mmio">Window for 32-bit memory.</param>
/// <param name="Pio">Window for I/O ports.</param>
/// <param name="Interrupt">The first of four shared interrupts.</param>
/// <param name="Slots">Devices on its bus; slot 0 is the host itself.</param>
public sealed record PciFacts(HostRegion Ecam, HostRegion Mmio, HostRegion Pio, uint Interrupt, int Slots);

/// <summary>One of QEMU's machines as its guests find it.</summary>
public sealed record MachineFacts
{
    private static readonly Lazy<MachineFacts[]> Table = new(static () =>
        [.. FactFile.Rows(FactFile.Read("machines.yaml")["machines"]!).Select(row => Of(row.Key, row.Value))]);

    /// <summary>All machines.</summary>
    public static IReadOnlyList<MachineFacts> All => Table.Value;

    /// <summary>Such as <c>qemu-virt</c>.</summary>
    public required string Name { get; init; }

    /// <summary>arm64 or arm.</summary>
    public required string Architecture { get; init; }

    /// <summary>First byte of RAM.</summary>
    public required ulong Ram { get; init; }

    /// <summary>Bytes of RAM it can have at most.</summary>
    public required ulong RamLimit { get; init; }

    /// <summary>CPUs it can have at most.</summary>
    public required int Cpus { get; init; }

    /// <summary>CPUs when nothing is said.</summary>
    public required int DefaultCpus { get; init; }

    /// <summary>The CPU when nothing is said.</summary>
    public required string CpuModel { get; init; }

    /// <summary>RAM when nothing is said.</summary>
    public required ulong Memory { get; init; }

    /// <summary>Versions of the interrupt controller it can have.</summary>
    public required IReadOnlyList<int> Gic { get; init; }

    /// <summary>The version when nothing is said.</summary>
    public required int DefaultGic { get; init; }

    /// <summary>Where the interrupt controller is, by version.</summary>
    public required IReadOnlyDictionary<int, HostRegion[]> GicRegions { get; init; }

    /// <summary>Shared interrupts.</summary>
    public required uint Spis { get; init; }

    /// <summary>Its first UART.</summary>
    public required UartFacts Uart { get; init; }

    /// <summary>Addresses of all its UARTs.</summary>
    public required IReadOnlyList<ulong> Uarts { get; init; }

    /// <summary>Its virtio slots.</summary>
    public required VirtioFacts Virtio { get; init; }

    /// <summary>Its PCI host; null when it has none.</summary>
    public PciFacts? Pci { get; init; }

    /// <summary>How the firmware is called, hvc or smc: by a guest alone, and by a hypervisor; null when there is no PSCI.</summary>
    public (string Alone, string Hypervisor)? Psci { get; init; }

    /// <summary>QEMU makes a tree for it.</summary>
    public bool HasTree { get; init; }

    /// <summary>From the start of RAM to where "-kernel" is loaded.</summary>
    public required ulong KernelOffset { get; init; }

    /// <summary>From the start of RAM to where "-dtb" goes, at most half of the RAM.</summary>
    public required ulong TreeOffset { get; init; }

    /// <summary>Room for the tree.</summary>
    public required ulong TreeSize { get; init; }

    /// <summary>RAM with less than which nothing boots.</summary>
    public required ulong Minimum { get; init; }

    private static MachineFacts Of(string name, SchemaValue row) => new()
    {
        Name = name,
        Architecture = row["architecture"]!.String,
        Ram = FactFile.Number(row, "ram"),
        RamLimit = FactFile.Number(row, "ram-limit"),
        Cpus = FactFile.Int(row, "cpus"),
        DefaultCpus = FactFile.Int(row, "default-cpus"),
        CpuModel = row["cpu-model"]!.String,
        Memory = FactFile.Number(row, "memory"),
        Gic = [.. row["gic"]!.Items.Select(item => (int)item.Integer)],
        DefaultGic = FactFile.Int(row, "default-gic"),
        GicRegions = FactFile.ByVersion(row["gic-regions"]!),
        Spis = (uint)FactFile.Int(row, "spis"),
        Uart = UartOf(row["uart"]!),
        Uarts = [.. row["uarts"]!.Items.Select(item => (ulong)item.Integer)],
        Virtio = VirtioOf(row["virtio-mmio"]!),
        Pci = row["pci"] is { } pci ? PciOf(pci) : null,
        Psci = row["psci"] is { } psci ? (psci["alone"]!.String, psci["hypervisor"]!.String) : null,
        HasTree = row["tree"] is not null,
        KernelOffset = FactFile.Number(row, "kernel-offset"),
        TreeOffset = FactFile.Number(row, "tree-offset"),
        TreeSize = FactFile.Number(row, "tree-size"),
        Minimum = FactFile.Number(row, "minimum"),
    };

    internal static UartFacts UartOf(SchemaValue row) =>
        new(FactFile.Number(row, "address"), FactFile.Number(row, "size"), (uint)FactFile.Int(row, "interrupt"), row["console"]!.String);

    internal static VirtioFacts VirtioOf(SchemaValue row) =>
        new(FactFile.Number(row, "address"), FactFile.Number(row, "step"), FactFile.Int(row, "slots"), (uint)FactFile.Int(row, "interrupt"));

    private static PciFacts PciOf(SchemaValue row) => new(
        new HostRegion(FactFile.Number(row, "ecam"), FactFile.Number(row, "ecam-size")),
        new HostRegion(FactFile.Number(row, "mmio"), FactFile.Number(row, "mmio-size")),
        new HostRegion(FactFile.Number(row, "pio"), FactFile.Number(row, "pio-size")),
        (uint)FactFile.Int(row, "interrupt"),
        FactFile.Int(row, "slots"));
}
