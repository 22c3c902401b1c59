using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.Boot;

/// <summary>A module that the boot tree is to name.</summary>
/// <param name="Kind">What it is; <see cref="BootModuleKind.Unknown"/> is not possible.</param>
/// <param name="Range">Where it lies in memory.</param>
/// <param name="Arguments">The command line of a kernel; null for none.</param>
public sealed record ModuleEntry(BootModuleKind Kind, AddressRange Range, string? Arguments = null);

/// <summary>A property of a domain's node, for what has no member of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as a blob holds it.</param>
/// <param name="Origin">The entry of the configuration that asks for it.</param>
public sealed record DomainProperty(string Name, byte[] Value, string? Origin = null);

/// <summary>One side of an event channel that Xen sets up at boot.</summary>
/// <param name="Port">The port on this side.</param>
/// <param name="PeerDomain">Name of the other domain's node; null for dom0.</param>
/// <param name="PeerPort">The port on the other side.</param>
public sealed record EventChannelEntry(uint Port, string? PeerDomain, uint PeerPort);

/// <summary>Memory that domains share.</summary>
/// <param name="Id">Its name, at most 15 characters.</param>
/// <param name="HostAddress">Where it lies in the machine.</param>
/// <param name="GuestAddress">Where the domain sees it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Role">"owner" or "borrower"; null when Xen owns it.</param>
public sealed record SharedMemoryEntry(string Id, ulong HostAddress, ulong GuestAddress, ulong Size, string? Role = null);

/// <summary>A pool of CPUs.</summary>
/// <param name="Name">Name of its node.</param>
/// <param name="Cpus">Paths of the host's CPUs.</param>
/// <param name="Scheduler">The scheduler; null for Xen's choice.</param>
public sealed record CpuPoolEntry(string Name, IReadOnlyList<string> Cpus, string? Scheduler = null);

/// <summary>A domain that Xen is to start itself.</summary>
public sealed record DomainEntry
{
    /// <summary>Name of its node.</summary>
    public required string Name { get; init; }

    /// <summary>Memory in KiB.</summary>
    public required ulong MemoryKiB { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required uint Cpus { get; init; }

    /// <summary>An emulated UART.</summary>
    public bool Uart { get; init; }

    /// <summary><c>xen,enhanced</c>: the empty string for the property without a value; null for none.</summary>
    public string? Enhanced { get; init; }

    /// <summary>Memory at these addresses of the machine; empty for what Xen finds.</summary>
    public IReadOnlyList<AddressRange> StaticMemory { get; init; } = [];

    /// <summary>Its memory has the addresses that it has in the machine.</summary>
    public bool DirectMap { get; init; }

    /// <summary>SPIs; null for Xen's choice.</summary>
    public uint? Interrupts { get; init; }

    /// <summary>Name of its CPU pool; null for the first.</summary>
    public string? CpuPool { get; init; }

    /// <summary>Its modules; the kernel goes first whatever their order.</summary>
    public IReadOnlyList<ModuleEntry> Modules { get; init; } = [];

    /// <summary>Event channels.</summary>
    public IReadOnlyList<EventChannelEntry> EventChannels { get; init; } = [];

    /// <summary>Shared memory.</summary>
    public IReadOnlyList<SharedMemoryEntry> SharedMemory { get; init; } = [];

    /// <summary>Further properties that the version of Xen must know: <c>sve</c>, <c>capabilities</c>, <c>llc-colors</c>, ….</summary>
    public IReadOnlyList<DomainProperty> Properties { get; init; } = [];

    /// <summary>The entry of the configuration that it comes from, for comments.</summary>
    public string? Origin { get; init; }
}

/// <summary>What the boot tree is to say beside the host's tree.</summary>
public sealed record BootTreeOptions
{
    /// <summary>The version of Xen.</summary>
    public required XenProfile Xen { get; init; }

    /// <summary>Xen's command line.</summary>
    public required string XenArguments { get; init; }

    /// <summary>dom0's command line; null for none.</summary>
    public string? DomZeroArguments { get; init; }

    /// <summary>dom0's modules; empty when there is no dom0.</summary>
    public IReadOnlyList<ModuleEntry> Modules { get; init; } = [];

    /// <summary>Domains that Xen starts itself, in order.</summary>
    public IReadOnlyList<DomainEntry> Domains { get; init; } = [];

    /// <summary>dom0's event channels.</summary>
    public IReadOnlyList<EventChannelEntry> EventChannels { get; init; } = [];

    /// <summary>Memory that dom0 shares.</summary>
    public IReadOnlyList<SharedMemoryEntry> SharedMemory { get; init; } = [];

    /// <summary>CPU pools.</summary>
    public IReadOnlyList<CpuPoolEntry> CpuPools { get; init; } = [];

    /// <summary>Xen's heap, where it is fixed.</summary>
    public IReadOnlyList<AddressRange> StaticHeap { get; init; } = [];

    /// <summary>Paths of host devices that are meant for other domains: they get <c>xen,passthrough</c>.</summary>
    public IReadOnlyList<string> Passthrough { get; init; } = [];

    /// <summary>Paths of host nodes that dom0 is not to use: their status becomes "disabled".</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    /// <summary>Resolves places of the host's tree for comments; null when it does not come from source.</summary>
    public ISourceMap? Map { get; init; }
}
