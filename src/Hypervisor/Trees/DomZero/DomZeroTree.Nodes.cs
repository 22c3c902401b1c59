using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.DomZero;

/// <content>Nodes that Xen writes itself.</content>
public sealed partial class DomZeroTree
{
    private const string MsiFrame = "arm,gic-v2m-frame";
    private const string Its = "arm,gic-v3-its";
    private const ulong RedistributorSize = 0x20000;

    private uint GicPhandle => _facts.Gic is { } gic ? gic.PhandleOf() : 0;

    private int CpuCount
    {
        get
        {
            var online = _options.OnlineCpus ?? _facts.Cpus.Count;
            var wanted = _facts.Arguments.DomZeroCpus is { } cpus ? (int)Math.Min(cpus, int.MaxValue) : online;
            return Math.Min(Math.Max(wanted, 1), XenProfile.CpuLimit(_options.Is64BitXen));
        }
    }

    private void InterruptController(Node gic, string path)
    {
        _given.Add(gic);
        var isV3 = _facts.IsGicV3(gic);
        Replace(path, "interrupt-controller", "dom0 gets a virtual one at the same place", "make_gic_node");
        _writer.Begin(_xen.UsesHostGicName ? gic.Name.ToString() : "interrupt-controller", $"Xen, in place of the host's {path}");
        if (GicPhandle is not 0 and var phandle) _writer.Cells("phandle", phandle);
        CopyIfThere(gic, "#address-cells");
        CopyIfThere(gic, "#size-cells");
        _writer.Cells("#interrupt-cells", 3);
        _writer.Flag("interrupt-controller");
        CopyIfThere(gic, "compatible");
        var regions = isV3 ? RedistributorRegions(gic) : 1;
        if (isV3) _writer.Cells("#redistributor-regions", (uint)regions);
        Registers(gic, path, regions + 1);
        if (isV3 ? _options.HasIts : true) MessageFrames(gic, path, isV3);
        foreach (var child in gic.Children)
        {
            if (!_given.Contains(child))
                _changes.Add(new DerivedChange(DerivedChangeKind.Hidden, $"{path}/{child.Name}", null, "interrupt-controller", "Xen writes the interrupt controller itself, without this part", $"{Source}, make_gic_node"));
        }

        _writer.End();
    }

    private void Registers(Node gic, string path, int entries)
    {
        var (addressCells, sizeCells) = HostTree.CellsFor(gic);
        var length = Math.Min((long)(addressCells + (long)sizeCells) * 4 * entries, int.MaxValue);
        if (gic.Find("reg") is not { } reg || reg.Length < length)
        {
            Report(Rules.IncompleteInterruptController, gic, $"reg of {path} does not have the {entries} entries that Xen gives to dom0");
            if (gic.Find("reg") is { } rest) _writer.Copy(rest);
            return;
        }

        var copy = _writer.Bytes("reg", reg.Value[..(int)length], [new Marker(MarkerKind.UInt32, 0, null, SourceSpan.None)]);
        if (copy.Length != reg.Length)
            _changes.Add(new DerivedChange(DerivedChangeKind.PropertyChanged, path, "reg", "interrupt-controller", $"the first {entries} entries are for dom0, the others for Xen", $"{Source}, make_gic_node"));
    }

    // As many as dom0's CPUs need; Xen counts one too many when they need more than there are.
    private int RedistributorRegions(Node gic)
    {
        var count = (int)Math.Min(gic.Cell("#redistributor-regions") ?? 1, 64);
        var addresses = _host.Addresses.Of(gic);
        ulong cpus = 0;
        for (var i = 0; i < count; i++)
        {
            cpus += (i + 1 < addresses.Count ? addresses[i + 1]?.Size ?? 0 : 0) / RedistributorSize;
            if (cpus >= (ulong)CpuCount) return i + 1;
        }

        return count + 1;
    }

    private void MessageFrames(Node gic, string path, bool isV3)
    {
        var frames = new List<Node>();
        foreach (var child in gic.Children)
        {
            if (child.IsCompatible(isV3 ? Its : MsiFrame)) frames.Add(child);
        }

        if (frames.Count == 0) return;
        if (gic.Find("ranges") is { } ranges) _writer.Copy(ranges);
        else Report(Rules.IncompleteInterruptController, gic, $"{path} has frames for MSIs and no ranges");
        var names = frames.Select(frame => frame.Name.ToString().Split('@')[0]).ToList();
        foreach (var frame in frames)
        {
            _given.Add(frame);
            var name = frame.Name.Utf8[..frame.Name.BaseLength];
            var twins = names.Count(other => other == frame.Name.ToString().Split('@')[0]);
            _writer.Begin(name, $"Xen, in place of the host's {path}/{frame.Name}");
            _writer.Strings("compatible", isV3 ? Its : MsiFrame);
            _writer.Flag("msi-controller");
            if (frame.PhandleOf() is not 0 and var phandle) _writer.Cells("phandle", phandle);
            if (frame.Find("reg") is { } reg) _writer.Copy(reg);
            else Report(Rules.IncompleteInterruptController, frame, $"{path}/{frame.Name} has no reg");
            if (!isV3) MessageInterrupts(frame, $"{path}/{frame.Name}");
            _writer.End();
            Replace($"{path}/{frame.Name}", "interrupt-controller", "written anew with the numbers of its interrupts"
                + (twins > 1 ? $"; Xen leaves its unit address out, so that dom0 has {twins} nodes of this name, which dtc refuses as source" : ""), isV3 ? "gicv3_its_make_hwdom_dt_nodes" : "gicv2m_make_dt_node");
        }
    }

    private void MessageInterrupts(Node frame, string path)
    {
        var first = frame.Cell("arm,msi-base-spi") ?? 0;
        var count = frame.Cell("arm,msi-num-spis") ?? 0;
        if (first == 0 || count == 0)
        {
            if (_options.MsiFrames.TryGetValue(path, out var told)) (first, count) = told;
            else if (_host.Root.IsCompatible(MachineMap.Virt.Compatible))
                (first, count) = ((uint)MachineMap.Virt.Number("v2m-base-spi"), (uint)MachineMap.Virt.Number("v2m-spis"));
            else
            {
                const string reason = "Xen reads it from the device's registers";
                var at = DerivedPath(_writer.Current);
                _open.Add(new OpenNumber(at, "arm,msi-base-spi", reason));
                _open.Add(new OpenNumber(at, "arm,msi-num-spis", reason));
                Report(Rules.NumberChosenAtBoot, frame, $"the interrupts of {path} are not known: {reason}");
            }
        }

        _writer.Cells("arm,msi-base-spi", first);
        _writer.Cells("arm,msi-num-spis", count);
    }

    private void Timer(Node node, string path)
    {
        _given.Add(node);
        Replace(path, "timer", "dom0 gets a virtual one", "make_timer_node");
        var source = _facts.Timer ?? node;
        XenNodes.Timer(_writer, _is64Bit, GicPhandle, TimerInterrupts(), source.Cell("clock-frequency"), $"Xen, in place of the host's {path}");
    }

    /// <summary>Secure, non-secure and virtual interrupt of the host's timer, those that are missing left out.</summary>
    private uint[] TimerInterrupts()
    {
        if (_facts.Timer is not { } timer || !_host.Interrupts.Of(timer, out var interrupts)) return [];
        string[] wanted = ["sec-phys", "phys", "virt"];
        var names = _xen.NamesTimerInterrupts && timer.Find("interrupt-names") is { } property ? property.Strings().ToList() : null;
        var result = new List<uint>();
        for (var i = 0; i < wanted.Length; i++)
        {
            var at = names?.IndexOf(wanted[i]) ?? i;
            if (at >= 0 && at < interrupts.Count && interrupts[at]?.GicNumber is >= 16 and var number) result.Add(number);
        }

        return [.. result];
    }

    /// <summary>The first interrupt of the CPUs' own that the timer does not use.</summary>
    private uint EventChannel()
    {
        var used = TimerInterrupts();
        for (uint interrupt = 16; interrupt < 32; interrupt++)
        {
            if (!used.Contains(interrupt)) return interrupt;
        }

        return 31;
    }

    private void Added(uint eventChannel, IReadOnlyList<AddressRange> banks)
    {
        var cells = HostTree.CellsBelow(_host.Root);
        foreach (var part in _xen.DomZeroOrder)
        {
            switch (part)
            {
                case "hypervisor":
                    HypervisorNode(eventChannel, banks, cells);
                    break;
                case "psci":
                    XenNodes.Psci(_writer, "Xen");
                    Add("/psci", "psci", "Xen is dom0's firmware", "make_psci_node");
                    break;
                case "cpus":
                    Cpus();
                    break;
                case "memory" when banks.Count > 0:
                    XenNodes.Memory(_writer, cells, [.. banks], "Xen: memory that dom0 gets");
                    Add(DerivedPath(LastChild()), "memory", "the memory that Xen found for dom0", "make_memory_node");
                    break;
                case "reserved" when _facts.Memory.Reserved is { Count: > 0 } reserved:
                    XenNodes.Memory(_writer, cells, [.. reserved, .. _facts.Memory.StaticHeap], "Xen: reserved regions of the host");
                    Add(DerivedPath(LastChild()), "reserved", "dom0 sees reserved regions as memory too", "handle_node");
                    break;
                case "shared" when _facts.Shared.Count > 0 && !_sharedIsWritten:
                    Shared(cells);
                    break;
            }
        }
    }

    private static bool IsReservedMemory(string path) => string.Equals(path, "/reserved-memory", StringComparison.OrdinalIgnoreCase);

    // The cells are those of the node itself, whatever it says for its children.
    private void SharedInHostNode(string path)
    {
        _sharedIsWritten = true;
        XenNodes.SharedMemory(_writer, HostTree.CellsBelow(_host.Root), _facts.Shared, "Xen: shared memory");
        foreach (var region in _facts.Shared) Add($"{path}/xen-shmem@{region.Range.Address:x}", "shared", $"memory '{region.Id}', which dom0 shares", "make_shm_resv_memory_node");
    }

    private void Shared((int Address, int Size) cells)
    {
        XenNodes.ReservedMemory(_writer, cells, _facts.Shared, "Xen: shared memory");
        var reason = "memory that dom0 shares";
        if (_host.Find("/reserved-memory") is { } own)
        {
            reason += "; dom0 has two nodes of this name, which dtc refuses as source, and Linux looks into the host's";
            Report(
                Rules.ReservedPath, own, "/reserved-memory is in the host's tree and Xen writes a second one with dom0's shared memory, which Linux does not find",
                "Xen puts it into the host's node from 4.19 on");
        }

        Add("/reserved-memory", "shared", reason, "make_resv_memory_node");
    }

    private void HypervisorNode(uint eventChannel, IReadOnlyList<AddressRange> banks, (int Address, int Size) cells)
    {
        var usual = XenProfile.Placement("grant-frames");
        var frames = _facts.Arguments.GrantFrames ?? usual;
        if (_options.TextSize is { } text) frames = Math.Min(frames, text >> 12);
        else if (frames > usual)
        {
            const string reason = "the grant table is no larger than Xen's own text, whose size is not known";
            _open.Add(new OpenNumber("/hypervisor", "reg", reason));
            Report(Rules.NumberChosenAtBoot, _facts.Chosen, $"the grant table of dom0 is not known: {reason}");
        }

        var grants = new AddressRange(_options.XenImage.Address, frames << 12);
        AddressRange[] ranges = [grants, .. Extended(banks, grants)];
        XenNodes.HypervisorNode(_writer, _xen.HypervisorCompatible, cells, ranges, GicPhandle, eventChannel, "Xen");
        Add("/hypervisor", "hypervisor", "how dom0 finds Xen: grant table, free addresses, event channels", "make_hypervisor_node");
    }

    private void Cpus()
    {
        var first = _facts.FirstCpu;
        var compatible = first is null ? null : first.Find("compatible");
        if (first is null || compatible is null) return;
        XenNodes.Cpus(_writer, CpuCount, compatible.Value, first.Cell("clock-frequency"), _is64Bit, "Xen: virtual CPUs");
        Add("/cpus", "cpus", "dom0's virtual CPUs; their compatible is that of the host's first", "make_cpus_node");
    }

    private void CopyIfThere(Node node, string name)
    {
        if (node.Find(name) is { } property) _writer.Copy(property);
    }

    private Node LastChild()
    {
        Node? last = null;
        foreach (var child in _writer.Current.Children) last = child;
        return last!;
    }

    private static string DerivedPath(Node node) => node.Path;

    private void Add(string path, string rule, string reason, string function) =>
        _changes.Add(new DerivedChange(DerivedChangeKind.Added, path, null, rule, reason, $"{Source}, {function}"));

    private void Replace(string path, string rule, string reason, string function) =>
        _changes.Add(new DerivedChange(DerivedChangeKind.Replaced, path, null, rule, reason, function.StartsWith("make", StringComparison.Ordinal) ? $"{Source}, {function}" : $"xen/arch/arm, {function}"));
}
