using Emulator.Consoles;
using Emulator.Machines;
using Emulator.Proof;

namespace Emulator.Scenarios;

/// <summary>A machine and what is to come up on it.</summary>
public sealed record BootScenario
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The machine.</summary>
    public required EmulatedMachine Machine { get; init; }

    /// <summary>The guests that must come up; at least one.</summary>
    public required IReadOnlyList<ExpectedGuest> Guests { get; init; }

    /// <summary>The hypervisor whose banner must appear, such as <c>Xen 4.17</c>; null when there is none.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>Texts that must not appear on any console.</summary>
    public IReadOnlyList<string> AbsentTexts { get; init; } = [];

    /// <summary>How long things may take.</summary>
    public BootLimits Limits { get; init; } = BootLimits.Default;

    /// <summary>Which differences of trees are accepted.</summary>
    public AllowList AllowList { get; init; } = AllowList.Shipped;
}

/// <summary>How long a boot may take. Generous: a loaded computer is slow, and what fails is mostly known by its log.</summary>
/// <param name="Total">The whole boot.</param>
/// <param name="Silence">
/// Without a line on the serial port. A machine that is at work is given this much processor time rather than time by the
/// clock, as far as <paramref name="Total"/> goes.
/// </param>
public sealed record BootLimits(TimeSpan Total, TimeSpan Silence)
{
    /// <summary>Five minutes, of them 30 seconds of silence.</summary>
    public static BootLimits Default { get; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));

    /// <summary>How long the log is still read after a failure from which nothing goes on.</summary>
    public TimeSpan AfterFailure { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>A guest that must come up, and what it must be like. What is null is not looked at.</summary>
public sealed record ExpectedGuest
{
    /// <summary>Its name, as in its kernel argument <c>dtcsharp.name=</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it prints.</summary>
    public ConsoleChannel Channel { get; init; } = ConsoleChannel.Host;

    /// <summary>The tree that it is promised; null to take whatever comes, as long as it arrives whole.</summary>
    public byte[]? Promised { get; init; }

    /// <summary>Values of the promised tree that the hypervisor chooses when it boots.</summary>
    public IReadOnlyList<OpenValue> Open { get; init; } = [];

    /// <summary>Which part of the allow-list counts, such as <c>xen-dom0</c>.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Number of processors.</summary>
    public int? Cpus { get; init; }

    /// <summary>Memory in bytes. The kernel counts less, as it keeps some for itself; 48 MiB and a twentieth are allowed for.</summary>
    public ulong? Memory { get; init; }

    /// <summary>The disks, in the guest's order; null does not look, empty wants none.</summary>
    public IReadOnlyList<ExpectedDisk>? Disks { get; init; }

    /// <summary>The network cards, in any order; null does not look, empty wants none.</summary>
    public IReadOnlyList<ExpectedNet>? Nets { get; init; }

    /// <summary>Whether its kernel must, or must not, find Xen.</summary>
    public bool? XenSupport { get; init; }

    /// <summary>Texts that must not appear on its console.</summary>
    public IReadOnlyList<string> AbsentTexts { get; init; } = [];

    /// <summary>Paths of nodes that its tree must not have.</summary>
    public IReadOnlyList<string> AbsentNodes { get; init; } = [];

    /// <summary>Paths of nodes that its tree must have.</summary>
    public IReadOnlyList<string> PresentNodes { get; init; } = [];
}

/// <summary>A disk that a guest must see.</summary>
/// <param name="Place">
/// What it hangs on: the unit address of a virtio-mmio node (<c>a003e00</c>), or a PCI function (<c>0000:00:01.0</c>); null
/// for anywhere.
/// </param>
/// <param name="Start">What it begins with, at most 16 bytes; null for anything.</param>
/// <param name="Size">Its size in bytes; null for any.</param>
public sealed record ExpectedDisk(string? Place, string? Start, ulong? Size = null);

/// <summary>A network card that a guest must see.</summary>
/// <param name="Place">What it hangs on, as for a disk.</param>
/// <param name="Mac">Its address; null for any.</param>
/// <param name="Pings">Whether the host must answer through it.</param>
public sealed record ExpectedNet(string? Place, string? Mac = null, bool Pings = true);
