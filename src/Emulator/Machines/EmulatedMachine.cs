namespace Emulator.Machines;

/// <summary>
/// One emulated machine: what it is made of and what is in its memory when it starts. The serial port is the guest's
/// console; a machine that is asked to reboot ends instead.
/// </summary>
public sealed record EmulatedMachine
{
    /// <summary>Its processors.</summary>
    public required MachineArchitecture Architecture { get; init; }

    /// <summary>The machine's type, <c>virt</c> or <c>vexpress-a15</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Options of the type, in order: <c>virtualization=on</c>, <c>gic-version=3</c>, <c>secure=off</c>.</summary>
    public IReadOnlyList<string> TypeOptions { get; init; } = [];

    /// <summary>Model of the processors; null for the machine's own.</summary>
    public string? Cpu { get; init; }

    /// <summary>Number of processors.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Memory in bytes; a multiple of 1 MiB.</summary>
    public ulong Memory { get; init; } = 512UL << 20;

    /// <summary>
    /// What QEMU itself boots (<c>-kernel</c>), in Linux's way: it then edits the tree, differently on each machine. Null when
    /// the images and a processor's start address are all there is.
    /// </summary>
    public ImageSource? Kernel { get; init; }

    /// <summary>The tree handed over with <see cref="Kernel"/> (<c>-dtb</c>).</summary>
    public ImageSource? Dtb { get; init; }

    /// <summary>The ramdisk handed over with <see cref="Kernel"/>.</summary>
    public ImageSource? Initrd { get; init; }

    /// <summary>The arguments handed over with <see cref="Kernel"/>.</summary>
    public string? KernelArguments { get; init; }

    /// <summary>Images loaded besides.</summary>
    public IReadOnlyList<LoadedImage> Images { get; init; } = [];

    /// <summary>Where the first processor starts; null leaves it to the machine. Goes with images and no kernel.</summary>
    public ulong? StartAddress { get; init; }

    /// <summary>The virtio devices, in the order in which QEMU makes them.</summary>
    public IReadOnlyList<VirtioDevice> Devices { get; init; } = [];

    /// <summary>
    /// Have no devices but those named here and those that are part of the board. False adds QEMU's defaults, such as a
    /// network card that needs the package ipxe-qemu.
    /// </summary>
    public bool NoDefaults { get; init; } = true;

    /// <summary>Properties of all devices of a kind, as <c>driver.property=value</c>.</summary>
    public IReadOnlyList<string> Globals { get; init; } = ["virtio-mmio.force-legacy=false"];

    /// <summary>Further arguments, as they are.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>
    /// QEMU's <c>virt</c> board.
    /// </summary>
    /// <param name="gicVersion">2 or 3.</param>
    /// <param name="virtualization">Start with the privilege of a hypervisor, for Xen.</param>
    public static EmulatedMachine Virt(int gicVersion, bool virtualization) => new()
    {
        Architecture = MachineArchitecture.Arm64,
        Type = "virt",
        TypeOptions = virtualization ? ["virtualization=on", $"gic-version={gicVersion}"] : [$"gic-version={gicVersion}"],
        Cpu = "cortex-a57",
        Cpus = 2,
    };

    /// <summary>Arm's Versatile Express with a Cortex-A15 tile. It has sound, which needs a place to go.</summary>
    /// <param name="virtualization">Start with the privilege of a hypervisor, for Xen.</param>
    public static EmulatedMachine VexpressA15(bool virtualization) => new()
    {
        Architecture = MachineArchitecture.Arm,
        Type = "vexpress-a15",
        TypeOptions = virtualization ? ["secure=off", "virtualization=on"] : [],
        Memory = 1024UL << 20,
        Extra = ["-audiodev", "none,id=n0"],
    };
}
