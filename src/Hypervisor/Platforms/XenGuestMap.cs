namespace Hypervisor.Platforms;

/// <summary>The memory map and numbers of guests of Xen: <c>Platforms/Data/xen-guest.yaml</c>.</summary>
public static class XenGuestMap
{
    private static readonly PlatformData Data = PlatformData.Load("xen-guest");

    /// <summary>The two banks of RAM.</summary>
    public static IReadOnlyList<AddressRange> Ram { get; } = [Data.Region("ram-0"), Data.Region("ram-1")];

    /// <summary>Grant table window of guests.</summary>
    public static AddressRange GrantTable { get; } = Data.Region("grant-table");

    /// <summary>The emulated UART.</summary>
    public static AddressRange Uart { get; } = Data.Region("vpl011");

    /// <summary>Virtio devices over MMIO.</summary>
    public static AddressRange VirtioMmio { get; } = Data.Region("virtio-mmio");

    /// <summary>Bytes of a virtio device.</summary>
    public static ulong VirtioStep { get; } = Data.Number("numbers/virtio-step");

    /// <summary>The interrupt numbers that virtio devices may have.</summary>
    public static (uint First, uint Last) VirtioInterrupts { get; } = (Data.Interrupt("virtio-first"), Data.Interrupt("virtio-last"));

    /// <summary>Its interrupt controller: the distributor, then the CPU interface or the redistributors.</summary>
    public static IReadOnlyList<AddressRange> Gic(int version) => version switch { 2 => GicV2, 3 => GicV3, _ => [] };

    /// <summary>Distributor and CPU interface of a GICv2.</summary>
    public static IReadOnlyList<AddressRange> GicV2 { get; } = [Data.Region("gicv2-distributor"), Data.Region("gicv2-cpu")];

    /// <summary>Distributor and redistributors of a GICv3.</summary>
    public static IReadOnlyList<AddressRange> GicV3 { get; } = [Data.Region("gicv3-distributor"), Data.Region("gicv3-redistributor")];

    /// <summary>Interrupt numbers of the timer: secure, physical, virtual.</summary>
    public static IReadOnlyList<uint> Timer { get; } =
        [Data.Interrupt("timer-secure"), Data.Interrupt("timer-physical"), Data.Interrupt("timer-virtual")];

    /// <summary>Interrupt number of event channels.</summary>
    public static uint EventChannel { get; } = Data.Interrupt("event-channel");

    /// <summary>Interrupt number of the emulated UART.</summary>
    public static uint UartInterrupt { get; } = Data.Interrupt("vpl011");

    /// <summary>Linux's name of the emulated UART.</summary>
    public static string Console { get; } = Data.Text("console");

    /// <summary>From the start of the first bank to where tree and ramdisk go when there is room.</summary>
    public static ulong ImageWindow { get; } = Data.Number("numbers/image-window");

    /// <summary>Speed that the emulated UART claims.</summary>
    public static uint UartSpeed { get; } = (uint)Data.Number("numbers/uart-speed");

    /// <summary>The interrupt controller's phandle.</summary>
    public static uint GicPhandle { get; } = (uint)Data.Number("phandles/gic");

    /// <summary>The phandle of the IOMMU that stands for grants.</summary>
    public static uint GrantIommuPhandle { get; } = (uint)Data.Number("phandles/grant-iommu");

    /// <summary>PSCI 0.1 function numbers: CPU_OFF and CPU_ON.</summary>
    public static (uint CpuOff, uint CpuOn) Psci { get; } = ((uint)Data.Number("numbers/psci-cpu-off"), (uint)Data.Number("numbers/psci-cpu-on"));

    /// <summary>Any range of the map by its name in the data, for example <c>vpci-ecam</c>.</summary>
    public static AddressRange Region(string name) => Data.Region(name);
}
