namespace Hypervisor.Trees.Machines;

/// <summary>A virtual PCI host of QEMU's <c>virt</c>.</summary>
public sealed record VirtPciOptions
{
    /// <summary>Buses, 1 to 256.</summary>
    public int Buses { get; init; } = 256;

    /// <summary>Devices with legacy interrupts in <c>interrupt-map</c>; QEMU's four patterns repeat.</summary>
    public int MappedDevices { get; init; } = 4;
}

/// <summary>A guest of QEMU's <c>virt</c>, all numbers chosen.</summary>
public sealed record VirtOptions
{
    /// <summary>2 or 3.</summary>
    public int GicVersion { get; init; } = 3;

    /// <summary>A GICv3 with an ITS; a GICv2 with a v2m frame.</summary>
    public bool MessageInterrupts { get; init; } = true;

    /// <summary>The CPU's compatible.</summary>
    public string CpuCompatible { get; init; } = "arm,cortex-a57";

    /// <summary>True for 64-bit CPUs.</summary>
    public bool Is64Bit { get; init; } = true;

    /// <summary>CPUs.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>"hvc", or "smc" where the machine has virtualization=on.</summary>
    public string PsciMethod { get; init; } = "hvc";

    /// <summary>Bytes of memory from 0x40000000 on.</summary>
    public required ulong MemorySize { get; init; }

    /// <summary>The kernel's command line; null for none.</summary>
    public string? Arguments { get; init; }

    /// <summary>Where the ramdisk begins and ends; null for none.</summary>
    public (ulong Start, ulong End)? Ramdisk { get; init; }

    /// <summary>The model; null for the platform's.</summary>
    public string? Model { get; init; }

    /// <summary>The PL011.</summary>
    public bool Uart { get; init; } = true;

    /// <summary>The PL031.</summary>
    public bool Rtc { get; init; }

    /// <summary>The PL061, with a key for power off.</summary>
    public bool Gpio { get; init; }

    /// <summary>Slots of virtio devices, each with the entry of the configuration that it is for; null for no comment.</summary>
    public IReadOnlyList<(int Slot, string? Origin)> VirtioSlots { get; init; } = [];

    /// <summary>The PCI host; null for none.</summary>
    public VirtPciOptions? Pci { get; init; }
}

/// <summary>A guest of QEMU's <c>vexpress-a15</c>, or the host's tree of a Xen on it. All beyond CPUs, memory, interrupts and timer is optional.</summary>
public sealed record VexpressOptions
{
    /// <summary>CPUs, 1 to 4.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Bytes of memory from 0x80000000 on.</summary>
    public required ulong MemorySize { get; init; }

    /// <summary>The kernel's command line; null for none.</summary>
    public string? Arguments { get; init; }

    /// <summary>Where the ramdisk begins and ends; null for none.</summary>
    public (ulong Start, ulong End)? Ramdisk { get; init; }

    /// <summary>The model; null for the platform's.</summary>
    public string? Model { get; init; }

    /// <summary>UARTs, 0 to 3; the first one is <c>serial0</c>.</summary>
    public IReadOnlyList<int> Uarts { get; init; } = [0];

    /// <summary>The system registers, and those of clocks.</summary>
    public bool SystemRegisters { get; init; } = true;

    /// <summary>The PL031.</summary>
    public bool Rtc { get; init; }

    /// <summary>The Ethernet controller.</summary>
    public bool Ethernet { get; init; }

    /// <summary>The PL180 for cards.</summary>
    public bool CardReader { get; init; }

    /// <summary>The SP804 timers.</summary>
    public bool Timers { get; init; }

    /// <summary>The CPUs' spin table is QEMU's boot code; with PSCI instead, the conduit.</summary>
    public string? PsciMethod { get; init; }

    /// <summary>Slots of virtio devices, each with the entry of the configuration that it is for. QEMU adds nodes for all four itself when it gets a tree.</summary>
    public IReadOnlyList<(int Slot, string? Origin)> VirtioSlots { get; init; } = [];
}
