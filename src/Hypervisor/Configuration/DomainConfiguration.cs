using Dtc.Bindings.Documents;

namespace Hypervisor.Configuration;

/// <summary>What is written about a domain; what is left out is null.</summary>
public sealed record DomainConfiguration
{
    /// <summary>Where it begins.</summary>
    public SchemaPosition At { get; init; }

    /// <summary>Its place in the list, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Its name.</summary>
    public required Written<string> Name { get; init; }

    /// <summary>True for a dom0; null when nothing is said, which means a domU.</summary>
    public Written<bool>? IsDom0 { get; init; }

    /// <summary>Number of virtual CPUs.</summary>
    public Written<int>? Vcpus { get; init; }

    /// <summary>Memory in bytes, the sum of the banks when these are given.</summary>
    public Written<ulong>? Memory { get; init; }

    /// <summary>Banks, when they are given.</summary>
    public IReadOnlyList<RangeConfiguration> Banks { get; init; } = [];

    /// <summary>Version of its interrupt controller.</summary>
    public Written<int>? Gic { get; init; }

    /// <summary>Its kernel.</summary>
    public ImageConfiguration? Kernel { get; init; }

    /// <summary>Its initial ramdisk.</summary>
    public ImageConfiguration? Ramdisk { get; init; }

    /// <summary>Its kernel's command line.</summary>
    public Written<string>? Bootargs { get; init; }

    /// <summary>vpl011, hvc, uart or none.</summary>
    public Written<string>? Console { get; init; }

    /// <summary>true, false or no-xenstore.</summary>
    public Written<string>? Enhanced { get; init; }

    /// <summary>Guest addresses are host addresses.</summary>
    public Written<bool>? DirectMap { get; init; }

    /// <summary>Host memory it gets.</summary>
    public IReadOnlyList<RangeConfiguration> StaticMemory { get; init; } = [];

    /// <summary>Length of SVE vectors in bits, 0 for the host's; null for none.</summary>
    public Written<int>? Sve { get; init; }

    /// <summary>Pages of grant tables.</summary>
    public Written<int>? MaxGrantFrames { get; init; }

    /// <summary>Shared interrupts of its controller.</summary>
    public Written<int>? Spis { get; init; }

    /// <summary>The pool it runs in.</summary>
    public Written<string>? CpuPool { get; init; }

    /// <summary>Virtual devices.</summary>
    public IReadOnlyList<DeviceConfiguration> Devices { get; init; } = [];

    /// <summary>Devices of the host.</summary>
    public IReadOnlyList<PassthroughConfiguration> Passthrough { get; init; } = [];

    /// <summary>Changes of its tree.</summary>
    public TreeConfiguration Tree { get; init; } = TreeConfiguration.None;

    /// <summary>Event channels fixed at boot.</summary>
    public IReadOnlyList<EventChannelConfiguration> EventChannels { get; init; } = [];

    /// <summary>Memory shared with other domains.</summary>
    public IReadOnlyList<SharedMemoryConfiguration> SharedMemory { get; init; } = [];

    /// <summary>ePAPR's virtual partition.</summary>
    public EpaprConfiguration? Epapr { get; init; }

    /// <summary>Keys to a member of this domain, for findings.</summary>
    public string Path(string member) => member.Length == 0 ? $"domains/{Index}" : $"domains/{Index}/{member}";
}

/// <summary>A virtual device.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Type">blk, net, rng, console.</param>
/// <param name="Transport">virtio-mmio or virtio-pci; null for the first that the platform has.</param>
/// <param name="Slot">Its place; null to choose one.</param>
/// <param name="File">Contents of a disk.</param>
/// <param name="Size">Size of a disk without a file.</param>
/// <param name="IsReadOnly">The guest cannot write to it.</param>
/// <param name="Tag">Serial number of a disk.</param>
/// <param name="Mac">Address of a network device.</param>
public sealed record DeviceConfiguration(
    SchemaPosition At, Written<string> Type, Written<string>? Transport, Written<int>? Slot, Written<string>? File, Written<ulong>? Size,
    bool IsReadOnly, Written<string>? Tag, Written<string>? Mac);

/// <summary>A device of the host that a domain gets.</summary>
/// <param name="Path">Its node in the host's tree.</param>
/// <param name="Address">Guest address; null for the host's.</param>
/// <param name="Interrupts">True for those of the node.</param>
/// <param name="WithoutIommu">No IOMMU need guard it.</param>
public sealed record PassthroughConfiguration(Written<string> Path, Written<ulong>? Address, bool Interrupts, bool WithoutIommu);

/// <summary>Changes of the tree a domain sees.</summary>
/// <param name="Hide">Nodes it must not see.</param>
/// <param name="Keep">Nodes it must see.</param>
/// <param name="Edits">Changes of nodes.</param>
public sealed record TreeConfiguration(
    IReadOnlyList<Written<string>> Hide, IReadOnlyList<Written<string>> Keep, IReadOnlyList<EditConfiguration> Edits)
{
    /// <summary>No changes.</summary>
    public static TreeConfiguration None { get; } = new([], [], []);
}

/// <summary>A change of one node.</summary>
/// <param name="Path">The node.</param>
/// <param name="Set">Properties and their values as in source; null for an empty one.</param>
/// <param name="Delete">Properties to delete.</param>
public sealed record EditConfiguration(Written<string> Path, IReadOnlyList<(string Name, Written<string?> Value)> Set, IReadOnlyList<Written<string>> Delete);

/// <summary>One end of an event channel.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Port">The port here.</param>
/// <param name="Peer">The domain at the other end.</param>
/// <param name="PeerPort">The port there.</param>
public sealed record EventChannelConfiguration(SchemaPosition At, Written<int> Port, Written<string> Peer, Written<int> PeerPort);

/// <summary>A share of memory.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Id">Its name.</param>
/// <param name="Role">owner or borrower; null when nothing is said.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Host">Host address.</param>
/// <param name="Guest">Guest address.</param>
public sealed record SharedMemoryConfiguration(
    SchemaPosition At, Written<string> Id, Written<string>? Role, Written<ulong> Size, Written<ulong>? Host, Written<ulong>? Guest);

/// <summary>ePAPR's virtual partition.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="GuestId">guest-id.</param>
/// <param name="GuestName">guest-name.</param>
/// <param name="ByteChannels">Names and handles (null to choose one) of byte channels.</param>
public sealed record EpaprConfiguration(
    SchemaPosition At, uint? GuestId, string? GuestName, IReadOnlyList<(Written<string> Name, uint? Handle)> ByteChannels);
