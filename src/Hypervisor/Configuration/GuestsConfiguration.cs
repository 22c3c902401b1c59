using Dtc.Bindings.Documents;

namespace Hypervisor.Configuration;

/// <summary>What a <c>guests.yaml</c> says; what it leaves out is null. The planner decides what it means.</summary>
public sealed record GuestsConfiguration
{
    /// <summary>The file as it was named.</summary>
    public required string File { get; init; }

    /// <summary>What the guests run on, such as <c>xen-dom0less</c>.</summary>
    public required Written<string> Platform { get; init; }

    /// <summary>The hypervisor.</summary>
    public HypervisorConfiguration? Hypervisor { get; init; }

    /// <summary>The machine.</summary>
    public HostConfiguration Host { get; init; } = new();

    /// <summary>Xen's own settings.</summary>
    public XenConfiguration? Xen { get; init; }

    /// <summary>The domains in the order of the file.</summary>
    public IReadOnlyList<DomainConfiguration> Domains { get; init; } = [];
}

/// <summary>The hypervisor.</summary>
public sealed record HypervisorConfiguration
{
    /// <summary>Where it is written.</summary>
    public SchemaPosition At { get; init; }

    /// <summary><c>xen</c>.</summary>
    public Written<string>? Kind { get; init; }

    /// <summary>Such as <c>4.17</c>.</summary>
    public Written<string>? Version { get; init; }

    /// <summary>Its image.</summary>
    public ImageConfiguration? Image { get; init; }
}

/// <summary>The machine.</summary>
public sealed record HostConfiguration
{
    /// <summary>Where it is written.</summary>
    public SchemaPosition At { get; init; }

    /// <summary><c>qemu-virt</c> or <c>vexpress-a15</c>.</summary>
    public Written<string>? Machine { get; init; }

    /// <summary>Version of the interrupt controller.</summary>
    public Written<int>? Gic { get; init; }

    /// <summary>Number of CPUs.</summary>
    public Written<int>? Cpus { get; init; }

    /// <summary>QEMU's name of the CPU.</summary>
    public Written<string>? CpuModel { get; init; }

    /// <summary>RAM in bytes.</summary>
    public Written<ulong>? Memory { get; init; }

    /// <summary>A file, or <c>qemu</c>.</summary>
    public Written<string>? Tree { get; init; }
}

/// <summary>Xen's own settings.</summary>
public sealed record XenConfiguration
{
    /// <summary>Where they are written.</summary>
    public SchemaPosition At { get; init; }

    /// <summary>Further words of its command line.</summary>
    public Written<string>? Bootargs { get; init; }

    /// <summary>Path or alias of the UART it keeps.</summary>
    public Written<string>? Console { get; init; }

    /// <summary>Memory for its heap.</summary>
    public IReadOnlyList<RangeConfiguration> StaticHeap { get; init; } = [];

    /// <summary>Pools of CPUs.</summary>
    public IReadOnlyList<CpuPoolConfiguration> CpuPools { get; init; } = [];
}

/// <summary>A range of memory.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="At">Where it is written.</param>
public sealed record RangeConfiguration(ulong Address, ulong Size, SchemaPosition At);

/// <summary>A pool of CPUs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cpus">Numbers of CPUs in the order of the host's tree.</param>
/// <param name="Scheduler">Its scheduler; null for Xen's default.</param>
public sealed record CpuPoolConfiguration(Written<string> Name, IReadOnlyList<Written<int>> Cpus, string? Scheduler);

/// <summary>A kernel, a ramdisk, or Xen itself.</summary>
/// <param name="File">A file, or <c>debian</c>.</param>
/// <param name="Address">Host address to load it at; null to choose one.</param>
public sealed record ImageConfiguration(Written<string> File, Written<ulong>? Address);
