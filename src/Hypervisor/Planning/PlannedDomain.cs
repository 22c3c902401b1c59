using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>A domain with everything decided.</summary>
public sealed record PlannedDomain
{
    /// <summary>Its name; its node in Xen's tree has it too.</summary>
    public required string Name { get; init; }

    /// <summary>True for dom0.</summary>
    public bool IsDom0 { get; init; }

    /// <summary>Its number in Xen: 0 for dom0, the others from 1 in order; null without Xen.</summary>
    public int? Id { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Bytes of memory.</summary>
    public required ulong Memory { get; init; }

    /// <summary>Where it has them, by its own addresses; empty for a dom0, which Xen places at boot.</summary>
    public required IReadOnlyList<AddressRange> Banks { get; init; }

    /// <summary>Version of its interrupt controller.</summary>
    public required int Gic { get; init; }

    /// <summary>The controller's registers, by its own addresses.</summary>
    public required IReadOnlyList<AddressRange> GicRegions { get; init; }

    /// <summary>The controller's phandle; null when the host's tree says.</summary>
    public uint? GicPhandle { get; init; }

    /// <summary>Its kernel.</summary>
    public required PlannedImage Kernel { get; init; }

    /// <summary>Its initial ramdisk.</summary>
    public PlannedImage? Ramdisk { get; init; }

    /// <summary>Where its tree is, by its own addresses; null when Xen decides at boot.</summary>
    public ulong? TreeAddress { get; init; }

    /// <summary>Its kernel's command line.</summary>
    public required string Bootargs { get; init; }

    /// <summary>vpl011, hvc, uart or none.</summary>
    public required string Console { get; init; }

    /// <summary>Registers of its UART; null when it has none of its own.</summary>
    public AddressRange? Uart { get; init; }

    /// <summary>The UART's shared interrupt, as in a specifier.</summary>
    public uint? UartInterrupt { get; init; }

    /// <summary>true, no-xenstore, or null for neither: whether Xen's interfaces are there.</summary>
    public string? Enhanced { get; init; }

    /// <summary>Its window for grants; null when it has none, or Xen decides at boot (dom0).</summary>
    public AddressRange? GrantTable { get; init; }

    /// <summary>Its private interrupt for event channels as in a specifier; null when it has none, or Xen decides at boot.</summary>
    public uint? EventChannelInterrupt { get; init; }

    /// <summary>Its addresses are the host's.</summary>
    public bool IsDirectMapped { get; init; }

    /// <summary>Host memory it gets; empty when Xen chooses.</summary>
    public IReadOnlyList<AddressRange> StaticMemory { get; init; } = [];

    /// <summary>Length of SVE vectors in bits, 0 for the host's; null for none.</summary>
    public int? Sve { get; init; }

    /// <summary>Pages of grant tables; null for Xen's default.</summary>
    public int? MaxGrantFrames { get; init; }

    /// <summary>Shared interrupts of its controller; null for Xen's default.</summary>
    public int? Spis { get; init; }

    /// <summary>The pool it runs in; null for Xen's first.</summary>
    public string? CpuPool { get; init; }

    /// <summary>Virtual devices; those of a dom0 are devices of the machine.</summary>
    public IReadOnlyList<PlannedDevice> Devices { get; init; } = [];

    /// <summary>Devices of the host that it gets.</summary>
    public IReadOnlyList<PlannedPassthrough> Passthrough { get; init; } = [];

    /// <summary>Event channels fixed at boot.</summary>
    public IReadOnlyList<PlannedChannel> EventChannels { get; init; } = [];

    /// <summary>Memory shared with other domains.</summary>
    public IReadOnlyList<PlannedShare> SharedMemory { get; init; } = [];

    /// <summary>Changes of its tree, as they were written.</summary>
    public TreeConfiguration Tree { get; init; } = TreeConfiguration.None;
}

/// <summary>A virtual device.</summary>
/// <param name="Type">blk, net, rng, console.</param>
/// <param name="Transport">virtio-mmio or virtio-pci.</param>
/// <param name="Slot">Its place: slot of the machine, or device number on the PCI bus.</param>
/// <param name="Region">Its registers; null for PCI, which assigns them at boot.</param>
/// <param name="Interrupt">Its shared interrupt as in a specifier: of its registers, or what its pin A leads to.</param>
/// <param name="File">Full path of a disk's contents; null for a new disk.</param>
/// <param name="Size">Bytes of a disk; 0 for other devices.</param>
/// <param name="IsReadOnly">The guest cannot write to it.</param>
/// <param name="Tag">Serial number of a disk, and the first bytes of a new one.</param>
/// <param name="Mac">Address of a network device.</param>
public sealed record PlannedDevice(
    string Type, string Transport, int Slot, AddressRange? Region, uint Interrupt, string? File, ulong Size, bool IsReadOnly, string? Tag, string? Mac);

/// <summary>A device of the host that a domain gets.</summary>
/// <param name="Path">Its node in the host's tree.</param>
/// <param name="Regions">Its registers: the host's addresses and the domain's.</param>
/// <param name="Interrupts">Its shared interrupts as in a specifier, the same for the domain.</param>
/// <param name="WithoutIommu">Xen is told to do without an IOMMU.</param>
/// <param name="Copies">Nodes that are no hardware and go along as copies, such as fixed clocks.</param>
public sealed record PlannedPassthrough(
    string Path, IReadOnlyList<(AddressRange Host, ulong Guest)> Regions, IReadOnlyList<HostInterrupt> Interrupts, bool WithoutIommu, IReadOnlyList<string> Copies);

/// <summary>One end of an event channel.</summary>
/// <param name="Port">The port here.</param>
/// <param name="Peer">The domain at the other end.</param>
/// <param name="PeerPort">The port there.</param>
public sealed record PlannedChannel(int Port, string Peer, int PeerPort);

/// <summary>A share of memory.</summary>
/// <param name="Id">Its name.</param>
/// <param name="IsOwner">The domain owns it.</param>
/// <param name="HasOwner">One of the domains owns it; otherwise Xen does.</param>
/// <param name="Host">Where it is in the host's memory.</param>
/// <param name="Guest">Where the domain has it.</param>
public sealed record PlannedShare(string Id, bool IsOwner, bool HasOwner, AddressRange Host, ulong Guest);
