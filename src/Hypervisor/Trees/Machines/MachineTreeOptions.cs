using Hypervisor.Platforms;

namespace Hypervisor.Trees.Machines;

/// <summary>What a guest of one of QEMU's machines is to be told about it.</summary>
public sealed record MachineTreeOptions
{
    /// <summary>Number of CPUs.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>The CPUs' compatible.</summary>
    public required string CpuCompatible { get; init; }

    /// <summary>The RAM, in ascending order.</summary>
    public required IReadOnlyList<AddressRange> Memory { get; init; }

    /// <summary>Version of the interrupt controller, 2 or 3; the Versatile Express has version 2.</summary>
    public int Gic { get; init; } = 3;

    /// <summary>The GICv3 has an ITS, to which the PCI bus sends its messages.</summary>
    public bool HasIts { get; init; } = true;

    /// <summary>How PSCI is called: <c>hvc</c>, or <c>smc</c> where the guest itself runs where hypervisors do.</summary>
    public string PsciMethod { get; init; } = "hvc";

    /// <summary>The kernel's arguments; null for no such property.</summary>
    public string? Bootargs { get; init; }

    /// <summary>Slots with a virtio device on its memory mapped transport, each once.</summary>
    public IReadOnlyList<int> VirtioSlots { get; init; } = [];

    /// <summary>The PCI bus is there.</summary>
    public bool HasPci { get; init; }

    /// <summary>Devices of the board besides, by name: <c>rtc</c>, <c>gpio</c> on virt; <c>rtc</c>, <c>sysreg</c>, <c>ethernet</c> on the Versatile Express.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>What the root calls the machine; null for the platform's own.</summary>
    public string? Model { get; init; }

    /// <summary>Where the configuration is, for comments; such as <c>guests.yaml: guest</c>.</summary>
    public string Origin { get; init; } = "the configuration";
}
