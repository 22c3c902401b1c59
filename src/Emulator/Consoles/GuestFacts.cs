namespace Emulator.Consoles;

/// <summary>A virtio device as a guest sees it.</summary>
/// <param name="Name">The guest's name, <c>virtio0</c>.</param>
/// <param name="Driver">Its driver, empty for none.</param>
/// <param name="Place">The device it hangs on, <c>a003e00.virtio_mmio</c> or <c>0000:00:01.0</c>.</param>
public sealed record SeenVirtio(string Name, string Driver, string Place);

/// <summary>A disk as a guest sees it.</summary>
/// <param name="Name">The guest's name, <c>vda</c>.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Start">Its first 16 bytes, or as many as could be read.</param>
/// <param name="Place">The device it hangs on.</param>
public sealed record SeenDisk(string Name, ulong Size, ReadOnlyMemory<byte> Start, string Place);

/// <summary>A network card as a guest sees it.</summary>
/// <param name="Name">The guest's name, <c>eth0</c>.</param>
/// <param name="Mac">Its address.</param>
/// <param name="Place">The device it hangs on.</param>
/// <param name="Pings">The host answered through it.</param>
public sealed record SeenNet(string Name, string Mac, string Place, bool Pings);

/// <summary>What a guest told of itself through our init.</summary>
public sealed class GuestFacts
{
    /// <summary>The name in its kernel arguments; null until it is up.</summary>
    public string? Name { get; internal set; }

    /// <summary>Its kernel's version.</summary>
    public string Kernel { get; internal set; } = "";

    /// <summary>Its kernel's architecture.</summary>
    public string Machine { get; internal set; } = "";

    /// <summary>The number of processors it runs on.</summary>
    public int? Cpus { get; internal set; }

    /// <summary>MemTotal in bytes: the memory without what the kernel reserved before counting.</summary>
    public ulong? Memory { get; internal set; }

    /// <summary>Its kernel arguments, as far as they fit a line.</summary>
    public string Arguments { get; internal set; } = "";

    /// <summary>The compatible strings of its /hypervisor node; empty when it has none.</summary>
    public IReadOnlyList<string> Hypervisor { get; internal set; } = [];

    /// <summary>What its kernel says about Xen.</summary>
    public List<string> XenLines { get; } = [];

    /// <summary>Its virtio devices.</summary>
    public List<SeenVirtio> Virtio { get; } = [];

    /// <summary>Its disks, in its order.</summary>
    public List<SeenDisk> Disks { get; } = [];

    /// <summary>Its network cards.</summary>
    public List<SeenNet> Nets { get; } = [];

    /// <summary>Lines of /proc/interrupts about its virtio devices and Xen.</summary>
    public List<string> Interrupts { get; } = [];

    /// <summary>What went wrong in init itself.</summary>
    public List<string> Troubles { get; } = [];

    /// <summary>It has told everything.</summary>
    public bool IsDone { get; internal set; }

    /// <summary>The tree it was booted with, whole; null until a copy arrived undamaged.</summary>
    public byte[]? Tree { get; internal set; }

    /// <summary>Why copies of the tree were no good.</summary>
    public List<string> DamagedCopies { get; } = [];

    /// <summary>True when its kernel found Xen.</summary>
    public bool HasXenSupport => XenLines.Any(static line => line.Contains("support found", StringComparison.Ordinal));
}
