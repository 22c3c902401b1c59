namespace Hypervisor.Platforms;

/// <summary>The memory map and the interrupts of a machine that QEMU emulates, from <c>Platforms/Data</c>.</summary>
public sealed class MachineMap
{
    private readonly PlatformData _data;

    private MachineMap(string name)
    {
        _data = PlatformData.Load(name);
        Name = name;
        Model = _data.Text("model");
        Compatible = _data.Texts("compatible");
    }

    /// <summary>QEMU's <c>virt</c>.</summary>
    public static MachineMap Virt { get; } = new("qemu-virt");

    /// <summary>QEMU's <c>vexpress-a15</c>.</summary>
    public static MachineMap Vexpress { get; } = new("vexpress-a15");

    /// <summary>Name of the platform.</summary>
    public string Name { get; }

    /// <summary>The root's model.</summary>
    public string Model { get; }

    /// <summary>The root's compatibles.</summary>
    public IReadOnlyList<string> Compatible { get; }

    /// <summary>A range of addresses by its name in the data.</summary>
    public AddressRange Region(string name) => _data.Region(name);

    /// <summary>An interrupt by its name in the data: the second cell of its specifier.</summary>
    public uint Interrupt(string name) => _data.Interrupt(name);

    /// <summary>Any other figure by its name in the data.</summary>
    public ulong Number(string name) => _data.Number($"numbers/{name}");

    /// <summary>Address of a virtio-mmio slot.</summary>
    public AddressRange VirtioSlot(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, (int)Number("virtio-slots"));
        var first = Region("virtio-mmio");
        return first with { Address = first.Address + ((ulong)slot * first.Size) };
    }

    /// <summary>SPI of a virtio-mmio slot.</summary>
    public uint VirtioInterrupt(int slot) => Interrupt("virtio-first") + (uint)slot;
}
