namespace Emulator.Machines;

/// <summary>How a virtio device is attached.</summary>
public enum VirtioTransport
{
    /// <summary>A window of registers in memory (<c>virtio,mmio</c>).</summary>
    Mmio,

    /// <summary>A function on the PCI bus.</summary>
    Pci,
}

/// <summary>What a virtio device does.</summary>
public enum VirtioKind
{
    /// <summary>A disk over <see cref="VirtioDevice.Image"/>.</summary>
    Block,

    /// <summary>A network card on QEMU's user network: the guest finds its host at 10.0.2.2.</summary>
    Net,

    /// <summary>A source of random bytes.</summary>
    Rng,
}

/// <summary>One virtio device of a machine.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Transport">How it is attached.</param>
/// <param name="Slot">
/// Where: the number of the virtio-mmio window, from the lowest address on, or the device number on PCI bus 0. Null leaves it
/// to QEMU, which fills windows from the highest address down.
/// </param>
public sealed record VirtioDevice(VirtioKind Kind, VirtioTransport Transport, int? Slot = null)
{
    /// <summary>A disk's contents, raw.</summary>
    public ImageSource? Image { get; init; }

    /// <summary>The guest may not write to the disk.</summary>
    public bool ReadOnly { get; init; } = true;

    /// <summary>A network card's address, such as <c>52:54:00:12:34:56</c>; null leaves it to QEMU.</summary>
    public string? Mac { get; init; }
}

/// <summary>An image that is in memory when the machine starts.</summary>
/// <param name="Image">What to load; always raw, whatever it looks like.</param>
/// <param name="Address">Physical address of its first byte.</param>
public sealed record LoadedImage(ImageSource Image, ulong Address);
