using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Guests;

/// <summary>A virtio device of a guest of xl.</summary>
/// <param name="Base">Where it lies.</param>
/// <param name="Interrupt">Its interrupt, as a GIC counts.</param>
/// <param name="GrantDomain">The domain that serves it through grants; null when it may see the guest's memory.</param>
/// <param name="Child">Name and compatible of a child node, such as <c>i2c</c> and <c>virtio,device22</c>; null for none.</param>
public sealed record XlVirtioDevice(ulong Base, uint Interrupt, uint? GrantDomain = null, (string Name, string Compatible)? Child = null);

/// <summary>What only guests of xl have.</summary>
public sealed record XlOptions
{
    /// <summary>The guest.</summary>
    public required XenGuestOptions Guest { get; init; }

    /// <summary>Virtio devices, in order.</summary>
    public IReadOnlyList<XlVirtioDevice> Virtio { get; init; } = [];

    /// <summary>The random bytes that the toolstack adds; null when they are not known.</summary>
    public byte[]? Seed { get; init; }

    /// <summary>OP-TEE.</summary>
    public bool OpTee { get; init; }
}

/// <summary>The tree of a guest that the toolstack (libxl) makes.</summary>
public sealed class XlTree
{
    private const ulong Step = 2UL << 20;
    private readonly XlOptions _xl;
    private readonly XenGuestOptions _options;
    private readonly TreeWriter _writer;
    private readonly PartialTree? _partial;
    private readonly List<OpenNumber> _open = [];

    private XlTree(XlOptions xl, NameTable names, DiagnosticBag diagnostics)
    {
        _xl = xl;
        _options = xl.Guest;
        _writer = new TreeWriter(names, _options.Origin);
        _partial = _options.Partial is { } partial ? new PartialTree(partial, _options.Xen, diagnostics) : null;
    }

    /// <summary>Makes the tree.</summary>
    /// <param name="options">The guest.</param>
    /// <param name="names">Where names are interned; that of the tree it is compared with.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public static GuestTreeResult Make(XlOptions options, NameTable names, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(diagnostics);
        GuestChecks.Run(options.Guest, diagnostics);
        return new XlTree(options, names, diagnostics).Run();
    }

    private GuestTreeResult Run()
    {
        var version = _options.Xen.Version;
        _writer.Strings("model", $"XENVM-{version}");
        _writer.Strings("compatible", $"xen,xenvm-{version}", "xen,xenvm");
        _writer.Cells("interrupt-parent", XenGuestMap.GicPhandle);
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        Chosen();
        Cpus();
        XenNodes.Psci(_writer, "libxl");
        foreach (var bank in _options.Banks) XenNodes.Memory(_writer, (2, 2), [bank], "libxl: memory of the configuration");
        InterruptController();
        XenNodes.Timer(_writer, _options.Is64Bit, XenGuestMap.GicPhandle, [.. XenGuestMap.Timer], _options.TimerClock is 0 ? null : _options.TimerClock, "libxl");
        HypervisorNode();
        if (_options.Uart) Uart();
        if (_xl.OpTee) OpTee();
        Virtio();
        _partial?.Write(_writer, toXl: true);
        var tree = new GeneratedTree(_writer.Tree, _writer.Origins);
        PlaceRamdisk(tree);
        return new GuestTreeResult { Tree = tree, ChosenAtBoot = _open };
    }

    private void Chosen()
    {
        _writer.Begin("chosen", "libxl, with the command line of the configuration");
        if (_options.Arguments is { } arguments) _writer.Strings("bootargs", arguments);
        if (_options.RamdiskSize > 0)
        {
            _writer.Number64("linux,initrd-start", 0);
            _writer.Number64("linux,initrd-end", 0);
        }

        if (_xl.Seed is { } seed) _writer.Bytes("rng-seed", seed, [new Marker(MarkerKind.UInt8, 0, null, SourceSpan.None)]);
        else _open.Add(new OpenNumber("/chosen", "rng-seed", "the toolstack adds 128 random bytes"));
        _writer.End();
    }

    private void Cpus()
    {
        _writer.Begin("cpus", "libxl");
        _writer.Cells("#address-cells", 1);
        _writer.Cells("#size-cells", 0);
        for (var cpu = 0; cpu < _options.Cpus; cpu++)
        {
            _writer.Begin("cpu", XenNodes.Affinity(cpu));
            _writer.Strings("device_type", "cpu");
            _writer.Strings("compatible", _options.Is64Bit ? "arm,armv8" : "arm,cortex-a15");
            _writer.Strings("enable-method", "psci");
            _writer.Cells("reg", XenNodes.Affinity(cpu));
            _writer.End();
        }

        _writer.End();
    }

    private void InterruptController()
    {
        var isV3 = _options.GicVersion == 3;
        var ranges = isV3 ? XenGuestMap.GicV3 : XenGuestMap.GicV2;
        _writer.Begin("interrupt-controller", ranges[0].Address, "libxl");
        if (isV3) _writer.Strings("compatible", "arm,gic-v3");
        else _writer.Strings("compatible", "arm,cortex-a15-gic", "arm,cortex-a9-gic");
        _writer.Cells("#interrupt-cells", 3);
        _writer.Cells("#address-cells", 0);
        _writer.Flag("interrupt-controller");
        _writer.Ranges("reg", 2, 2, [.. ranges]);
        _writer.Cells("linux,phandle", XenGuestMap.GicPhandle);
        _writer.Cells("phandle", XenGuestMap.GicPhandle);
        _writer.End();
    }

    private void HypervisorNode()
    {
        List<AddressRange> ranges = [XenGuestMap.GrantTable];
        if (_options is { Is64Bit: true, ExtendedRegions: true })
            ranges.AddRange(Placement.ExtendedRegions.OfBanks(_options.AddressBits, [.. _options.Banks.Select(bank => bank.Size)]));
        XenNodes.HypervisorNode(_writer, _options.Xen.HypervisorCompatible, (2, 2), ranges.ToArray(), XenGuestMap.GicPhandle, XenGuestMap.EventChannel, "libxl");
    }

    // Without a unit address, as libxl writes it.
    private void Uart()
    {
        _writer.Begin("sbsa-pl011", "libxl: vuart of the configuration");
        _writer.Strings("compatible", "arm,sbsa-uart");
        _writer.Ranges("reg", 2, 2, XenGuestMap.Uart);
        _writer.Cells("interrupts", XenNodes.Specifier(XenGuestMap.UartInterrupt, high: true));
        _writer.Cells("interrupt-parent", XenGuestMap.GicPhandle);
        _writer.Cells("current-speed", XenGuestMap.UartSpeed);
        _writer.End();
    }

    private void OpTee()
    {
        _writer.Begin("firmware", "libxl: tee of the configuration");
        _writer.Begin("optee");
        _writer.Strings("compatible", "linaro,optee-tz");
        _writer.Strings("method", "hvc");
        _writer.End();
        _writer.End();
    }

    private void Virtio()
    {
        const uint EdgeRising = 0xf01;
        var hasIommu = false;
        foreach (var device in _xl.Virtio)
        {
            if (device.GrantDomain is not null && !hasIommu)
            {
                hasIommu = true;
                _writer.Begin("xen_iommu", "libxl: backends use grants");
                _writer.Strings("compatible", "xen,grant-dma");
                _writer.Cells("#iommu-cells", 1);
                _writer.Cells("phandle", XenGuestMap.GrantIommuPhandle);
                _writer.End();
            }

            _writer.Begin("virtio", device.Base, "libxl: device of the configuration");
            _writer.Strings("compatible", "virtio,mmio");
            _writer.Ranges("reg", 2, 2, new AddressRange(device.Base, XenGuestMap.VirtioStep));
            _writer.Cells("interrupts", 0, device.Interrupt - 32, EdgeRising);
            _writer.Cells("interrupt-parent", XenGuestMap.GicPhandle);
            _writer.Flag("dma-coherent");
            if (device.GrantDomain is { } domain) _writer.Cells("iommus", XenGuestMap.GrantIommuPhandle, domain);
            if (device.Child is var (name, compatible))
            {
                _writer.Begin(name);
                _writer.Strings("compatible", compatible);
                _writer.End();
            }

            _writer.End();
        }
    }

    // Unlike Xen, the toolstack puts the ramdisk first and the tree behind it.
    private void PlaceRamdisk(GeneratedTree tree)
    {
        if (_options.RamdiskSize == 0 || _options.Banks.Count == 0) return;
        var bank = _options.Banks[0];
        var size = (_options.RamdiskSize + 0xfff) & ~0xfffUL;
        var room = size + (((ulong)tree.ToBlob().Length + Step - 1) & ~(Step - 1));
        var window = bank.Address + XenGuestMap.ImageWindow;
        if (bank.Address + bank.Size < window + room)
        {
            _open.Add(new OpenNumber("/chosen", "linux,initrd-start", "a bank of less than 128 MiB and the images leaves the place to the toolstack"));
            _open.Add(new OpenNumber("/chosen", "linux,initrd-end", "a bank of less than 128 MiB and the images leaves the place to the toolstack"));
            return;
        }

        GuestRamdisk.Enter(tree, window, window + size);
    }
}
