using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning;

/// <summary>A configuration with everything decided: what generators and emulators carry out without a choice of their own.</summary>
public sealed record Plan
{
    /// <summary>Version of the JSON form.</summary>
    public const int FormatVersion = 1;

    /// <summary>The configuration's file as it was named.</summary>
    public required string Configuration { get; init; }

    /// <summary>Such as <c>xen-dom0less</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The machine.</summary>
    public required PlannedHost Host { get; init; }

    /// <summary>Xen; null when there is no hypervisor.</summary>
    public PlannedXen? Xen { get; init; }

    /// <summary>The domains in the order of the configuration.</summary>
    public required IReadOnlyList<PlannedDomain> Domains { get; init; }

    /// <summary>What has a place in the host's memory before the boot, by address.</summary>
    public required IReadOnlyList<MemoryUse> Memory { get; init; }

    /// <summary>Every default taken and every number chosen, in the order of the configuration.</summary>
    public required IReadOnlyList<Choice> Choices { get; init; }

    /// <summary>The host's tree as it was read.</summary>
    public required HostTree HostTree { get; init; }

    /// <summary>The tree whose paths hide, keep and edit name: the host's, but for a guest whose tree is made anew.</summary>
    internal HostTree ChangedTree => _changed ??= VirtGuest.IsMadeAnew(this) ? VirtGuest.Tree(this) : HostTree;

    private HostTree? _changed;

    /// <summary>The dom0; null when there is none.</summary>
    public PlannedDomain? Dom0 => Domains.FirstOrDefault(domain => domain.IsDom0);
}

/// <summary>The machine.</summary>
/// <param name="Machine">Such as <c>qemu-virt</c>.</param>
/// <param name="Architecture">arm64 or arm.</param>
/// <param name="Gic">Version of its interrupt controller.</param>
/// <param name="Cpus">CPUs.</param>
/// <param name="CpuModel">QEMU's name of them.</param>
/// <param name="Memory">Its RAM.</param>
/// <param name="TreeFile">Full path of the host's tree; null when QEMU makes it.</param>
/// <param name="TreeAddress">Where the tree is when the boot begins.</param>
public sealed record PlannedHost(
    string Machine, string Architecture, int Gic, int Cpus, string CpuModel, AddressRange Memory, string? TreeFile, ulong TreeAddress)
{
    /// <summary>Where the few instructions are that start the only guest's kernel; null when QEMU's own loader starts what there is.</summary>
    public ulong? StubAddress { get; init; }

    /// <summary>All banks of RAM, in ascending order; what is loaded lies in <see cref="Memory"/>.</summary>
    public IReadOnlyList<AddressRange> Banks { get; init; } = [Memory];

    /// <summary>Bytes of RAM in all.</summary>
    public ulong TotalMemory => Banks.Aggregate(0UL, (sum, bank) => unchecked(sum + bank.Size));

    /// <summary>QEMU emulates it.</summary>
    public bool IsEmulated { get; init; } = true;

    /// <summary>A boot loader writes the RAM into the tree, which has none by itself.</summary>
    public bool IsMemoryWritten { get; init; }
}

/// <summary>Xen.</summary>
/// <param name="Version">Such as <c>4.17</c>.</param>
/// <param name="Image">Its image.</param>
/// <param name="Bootargs">Its whole command line.</param>
/// <param name="Console">Path of the UART it keeps.</param>
/// <param name="StaticHeap">Memory for its heap; empty for all that is free.</param>
/// <param name="CpuPools">Pools of CPUs.</param>
/// <param name="Needs">Bytes of RAM it keeps for itself, estimated from above.</param>
public sealed record PlannedXen(
    string Version, PlannedImage Image, string Bootargs, string Console, IReadOnlyList<AddressRange> StaticHeap, IReadOnlyList<PlannedPool> CpuPools, ulong Needs);

/// <summary>A pool of CPUs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cpus">Paths of its CPUs in the host's tree.</param>
/// <param name="Scheduler">Its scheduler; null for Xen's default.</param>
public sealed record PlannedPool(string Name, IReadOnlyList<string> Cpus, string? Scheduler);

/// <summary>Something that is loaded.</summary>
/// <param name="Source">The file as it was written, or <c>debian</c>.</param>
/// <param name="File">Its full path; null when the media cache does not have it yet.</param>
/// <param name="Size">Bytes; room for it when it is not there yet.</param>
/// <param name="Address">Where it is in the host's memory when the boot begins.</param>
/// <param name="GuestAddress">Where the domain has it; null when Xen decides at boot (dom0).</param>
public sealed record PlannedImage(string Source, string? File, ulong Size, ulong Address, ulong? GuestAddress)
{
    /// <summary>The size is room, not measure.</summary>
    public bool IsAssumed => File is null;

    /// <summary>What the head of a kernel says; null when it is not there yet, for a ramdisk, and for Xen.</summary>
    public KernelImage? Kernel { get; init; }

    /// <summary>Bytes of memory that an image of Xen takes, its zeroed part included; null when that is not known.</summary>
    public ulong? MemorySize { get; init; }

    /// <summary>The place in the host's memory.</summary>
    public AddressRange Region => new(Address, Size);
}

/// <summary>A piece of the host's memory.</summary>
/// <param name="Region">Where.</param>
/// <param name="What">What is there, such as <c>kernel of dom0</c>.</param>
/// <param name="Owner">The domain, <c>xen</c>, <c>host</c>.</param>
public sealed record MemoryUse(AddressRange Region, string What, string Owner);

/// <summary>Where a value comes from.</summary>
public enum ChoiceOrigin
{
    /// <summary>What holds when nothing is said.</summary>
    Default,

    /// <summary>Chosen among what was free.</summary>
    Chosen,

    /// <summary>Taken from the lock.</summary>
    Locked,
}

/// <summary>A value that the configuration leaves open.</summary>
/// <param name="Key">Where it would be written, with names for places in lists: <c>domains/dom0/kernel/address</c>.</param>
/// <param name="Value">The value, as it would be written.</param>
/// <param name="IsNumber">A number; otherwise a text.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record Choice(string Key, string Value, bool IsNumber, ChoiceOrigin Origin);
