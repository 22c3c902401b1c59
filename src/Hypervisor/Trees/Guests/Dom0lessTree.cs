using System.Text;
using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Guests;

/// <summary>The tree of a domain that Xen starts itself, as Xen writes it.</summary>
public sealed class Dom0lessTree
{
    private readonly XenGuestOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly TreeWriter _writer;
    private readonly PartialTree? _partial;
    private readonly List<OpenNumber> _open = [];

    private Dom0lessTree(XenGuestOptions options, NameTable names, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
        _writer = new TreeWriter(names, options.Origin);
        _partial = options.Partial is { } partial ? new PartialTree(partial, options.Xen, diagnostics) : null;
    }

    /// <summary>Makes the tree.</summary>
    /// <param name="options">The domain.</param>
    /// <param name="names">Where names are interned; that of the tree it is compared with.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public static GuestTreeResult Make(XenGuestOptions options, NameTable names, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return new Dom0lessTree(options, names, diagnostics).Run();
    }

    private GuestTreeResult Run()
    {
        GuestChecks.Run(_options, _diagnostics);
        var gic = _partial?.GicPhandle ?? XenGuestMap.GicPhandle;
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        foreach (var part in _options.Xen.DomainOrder) Part(part, gic);
        var tree = new GeneratedTree(_writer.Tree, _writer.Origins);
        CheckSize(tree);
        return new GuestTreeResult { Tree = tree, Images = GuestRamdisk.Place(tree, _options, _diagnostics, _open), ChosenAtBoot = _open };
    }

    private void Part(string part, uint gic)
    {
        switch (part)
        {
            case "chosen":
                Chosen();
                break;
            case "psci":
                XenNodes.Psci(_writer, "Xen");
                break;
            case "cpus":
                var compatible = Encoding.UTF8.GetBytes(string.Concat(_options.CpuCompatible.Select(text => text + '\0')));
                XenNodes.Cpus(_writer, _options.Cpus, compatible, _options.CpuClock, _options.Is64Bit, "Xen: virtual CPUs with the compatible of the host's first");
                break;
            case "memory" when _options.Banks is { Count: > 0 } banks:
                XenNodes.Memory(_writer, (2, 2), [.. banks], "Xen: memory of the configuration");
                break;
            case "reserved" when _options.SharedMemory.Count > 0:
                XenNodes.ReservedMemory(_writer, (2, 2), _options.SharedMemory, "shared memory of the configuration");
                break;
            case "partial":
                _partial?.Write(_writer);
                break;
            case "gic":
                InterruptController(gic);
                break;
            case "timer":
                XenNodes.Timer(_writer, _options.Is64Bit, gic, [.. XenGuestMap.Timer], _options.TimerClock, "Xen");
                break;
            case "vpl011" when _options.Uart:
                Uart(gic);
                break;
            case "hypervisor" when _options.Enhanced:
                HypervisorNode(gic);
                break;
        }
    }

    private void Chosen()
    {
        _writer.Begin("chosen", "Xen, with the command line of the configuration");
        if (!string.IsNullOrEmpty(_options.Arguments)) _writer.Strings("bootargs", _options.Arguments);
        if (_options.RamdiskSize > 0 || _options.Xen.RamdiskPlacesAlways)
        {
            _writer.Number64("linux,initrd-start", 0);
            _writer.Number64("linux,initrd-end", 0);
        }

        _writer.End();
    }

    private void InterruptController(uint phandle)
    {
        var ranges = _options.Direct?.Gic ?? (_options.GicVersion == 3 ? XenGuestMap.GicV3 : XenGuestMap.GicV2);
        _writer.Begin("interrupt-controller", ranges[0].Address, "Xen");
        _writer.Cells("#address-cells", 0);
        _writer.Cells("#interrupt-cells", 3);
        _writer.Flag("interrupt-controller");
        _writer.Strings("compatible", _options.GicVersion == 3 ? "arm,gic-v3" : "arm,gic-400");
        _writer.Ranges("reg", 2, 2, [.. ranges]);
        _writer.Cells("linux,phandle", phandle);
        _writer.Cells("phandle", phandle);
        _writer.End();
    }

    private void Uart(uint gic)
    {
        var range = _options.Direct?.Uart is { } own ? own with { Size = XenGuestMap.Uart.Size } : XenGuestMap.Uart;
        var interrupt = _options.Direct?.Uart is null ? XenGuestMap.UartInterrupt : _options.Direct.UartInterrupt;
        _writer.Begin("sbsa-uart", range.Address, "Xen: vpl011 of the configuration");
        _writer.Strings("compatible", "arm,sbsa-uart");
        _writer.Ranges("reg", 2, 2, range);
        _writer.Cells("interrupts", XenNodes.Specifier(interrupt, high: true));
        _writer.Cells("interrupt-parent", gic);
        _writer.Cells("current-speed", XenGuestMap.UartSpeed);
        _writer.End();
    }

    private void HypervisorNode(uint gic)
    {
        List<AddressRange> ranges = [XenGuestMap.GrantTable];
        if (_options.DirectMemory.Count > 0)
            _open.Add(new OpenNumber("/hypervisor", "reg", "extended regions of a direct-mapped domain follow from the machine's RAM"));
        else if (_options is { Is64Bit: true, ExtendedRegions: true })
            ranges.AddRange(Placement.ExtendedRegions.OfBanks(_options.AddressBits, [.. _options.Banks.Select(bank => bank.Size)]));
        XenNodes.HypervisorNode(_writer, _options.Xen.HypervisorCompatible, (2, 2), ranges.ToArray(), gic, XenGuestMap.EventChannel, "Xen: xen,enhanced of the configuration");
    }

    private void CheckSize(GeneratedTree tree)
    {
        var room = (ulong)XenProfile.DomainTreeSize + (_options.Xen.AddsPartialTreeSize ? _options.PartialSize : 0);
        var size = tree.ToBlob().Length;
        if ((ulong)size > room)
            _diagnostics.Add(Rules.DerivedTreeTooLarge, SourceSpan.None, $"the domain's tree takes {size} bytes, and Xen {_options.Xen.Version} has room for {room}");
    }
}
