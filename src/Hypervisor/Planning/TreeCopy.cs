using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees;

namespace Hypervisor.Planning;

/// <summary>What a loader writes into the tree that it hands over.</summary>
internal sealed record TreeLoading
{
    /// <summary>The kernel's arguments; null to leave those of the tree.</summary>
    public string? Bootargs { get; init; }

    /// <summary>Where the ramdisk begins and ends; null to leave what the tree says.</summary>
    public (ulong Start, ulong End)? Ramdisk { get; init; }

    /// <summary>Add what QEMU's Versatile Express adds: its four virtio transports, in front of all other nodes.</summary>
    public bool WithQemu { get; init; }

    /// <summary>The machine's memory; null to leave what the tree says.</summary>
    public AddressRange? Memory { get; init; }
}

/// <summary>Copies a host's tree with the changes that a configuration asks for, and those that QEMU makes when it loads a tree.</summary>
internal sealed class TreeCopy
{
    private readonly HostTree _host;
    private readonly HashSet<string> _hidden;
    private readonly Dictionary<string, EditConfiguration> _edits;
    private readonly TreeWriter _writer;

    private readonly TreeLoading _loading;
    private readonly List<DerivedChange> _changes;

    private TreeCopy(HostTree host, IEnumerable<TreeConfiguration> changes, TreeLoading loading, List<DerivedChange> told)
    {
        _host = host;
        _loading = loading;
        _changes = told;
        var all = changes.ToList();
        _hidden = all.SelectMany(change => change.Hide).Select(path => Canonical(path.Value)).ToHashSet(StringComparer.Ordinal);
        _edits = all.SelectMany(change => change.Edits).GroupBy(edit => Canonical(edit.Path.Value)).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        _writer = new TreeWriter(host.Tree.Names, $"host: {host.Name}");
    }

    /// <summary>The copy.</summary>
    /// <param name="host">The host's tree. It is not changed.</param>
    /// <param name="changes">What to hide and to edit.</param>
    /// <param name="loading">What the loader writes into it.</param>
    /// <param name="told">Takes what became another; null when nobody asks.</param>
    public static GeneratedTree Make(HostTree host, IEnumerable<TreeConfiguration> changes, TreeLoading loading, List<DerivedChange>? told = null)
    {
        var copy = new TreeCopy(host, changes, loading, told ?? []);
        foreach (var reservation in host.Tree.Reservations) copy._writer.Tree.Reservations.Add(reservation with { Labels = null, Span = SourceSpan.None });
        copy._writer.Tree.BootCpu = host.Tree.BootCpu;
        copy.Body(host.Tree.Root, "/");
        return new GeneratedTree(copy._writer.Tree, copy._writer.Origins);
    }

    private string Canonical(string path) => _host.Resolve(path)?.Path ?? path;

    private void Body(Node node, string path)
    {
        var edit = _edits.GetValueOrDefault(path);
        var isMemory = _loading.Memory is not null && node.Parent is { Parent: null } && IsMemory(node);
        foreach (var property in node.Properties)
        {
            var name = property.Name.ToString();
            if (edit?.Delete.Any(deleted => deleted.Value == name) == true) Tell(DerivedChangeKind.PropertyRemoved, path, name, "configuration", "the configuration deletes it");
            else if (edit?.Set.Any(set => set.Name == name) == true) Tell(DerivedChangeKind.PropertyChanged, path, name, "configuration", "the configuration sets it");
            else if (path == "/chosen" && IsLoaders(name)) Tell(DerivedChangeKind.PropertyChanged, path, name, "chosen", "whoever loads the kernel says it");
            else if (isMemory && name == "reg") Memory(path, property);
            else _writer.Copy(property);
        }

        foreach (var (name, value) in edit?.Set ?? [])
            _writer.Origin(_writer.Bytes(name, PropertyText.Read(value.Value, _host).Bytes ?? []), "edited by the configuration");
        if (path == "/chosen") Chosen();
        if (path == "/" && _loading.WithQemu) Transports();
        var hasMemory = false;
        foreach (var child in node.Children)
        {
            var below = path == "/" ? $"/{child.Name}" : $"{path}/{child.Name}";
            // One node is written for all the machine's memory.
            if (_loading.Memory is not null && node.Parent is null && IsMemory(child))
            {
                if (hasMemory)
                {
                    Tell(DerivedChangeKind.Hidden, below, null, "memory", "the machine has its memory in one piece");
                    continue;
                }

                hasMemory = true;
            }

            if (_hidden.Contains(below))
            {
                Tell(DerivedChangeKind.Hidden, below, null, "configuration", "the configuration hides it");
                continue;
            }

            _writer.Begin(child.Name.Utf8, path == "/" ? $"host: {below}" : null);
            Body(child, below);
            _writer.End();
        }

        if (path != "/" || _host.Find("/chosen") is not null || _loading is { Bootargs: null, Ramdisk: null }) return;
        _writer.Begin("chosen", "boot arguments of the configuration");
        Chosen();
        _writer.End();
    }

    private bool IsLoaders(string name) =>
        (_loading.Bootargs is not null && name == "bootargs") || (_loading.Ramdisk is not null && name is "linux,initrd-start" or "linux,initrd-end");

    private void Chosen()
    {
        if (_loading.Bootargs is { } bootargs) _writer.Strings("bootargs", bootargs);
        if (_loading.Ramdisk is not var (start, end)) return;
        _writer.Number64("linux,initrd-start", start);
        _writer.Number64("linux,initrd-end", end);
    }

    private void Memory(string path, Property written)
    {
        var memory = _loading.Memory!.Value;
        _writer.Ranges("reg", Cells("#address-cells", 2), Cells("#size-cells", 1), memory);
        var own = _writer.Current.Find(written.Name);
        if (own is null || !own.Value.SequenceEqual(written.Value))
            Tell(DerivedChangeKind.PropertyChanged, path, "reg", "memory", $"the machine has {ByteSize.Text(memory.Size)} from {ByteSize.Hex(memory.Address)} on");
    }

    private void Tell(DerivedChangeKind kind, string path, string? property, string rule, string reason) =>
        _changes.Add(new DerivedChange(kind, path, property, rule, reason));

    // hw/arm/vexpress.c adds them where it finds an arm,cortex-a9-gic.
    private void Transports()
    {
        if (_host.Nodes.FirstOrDefault(IsGic) is not { } gic) return;
        var (address, size) = (Cells("#address-cells", 2), Cells("#size-cells", 1));
        var map = MachineMap.Vexpress;
        for (var slot = 0; slot < map.VirtioSlots; slot++)
        {
            var registers = map.VirtioSlot(slot);
            _writer.Begin("virtio_mmio", registers.Address, "QEMU");
            _writer.Flag("dma-coherent");
            _writer.Cells("interrupts", 0, map.VirtioInterrupt(slot), 1);
            if (PhandleOf(gic) is { } phandle) _writer.Cells("interrupt-parent", phandle);
            _writer.Ranges("reg", address, size, registers);
            _writer.Strings("compatible", "virtio,mmio");
            _writer.End();
        }
    }

    private int Cells(string name, int otherwise) =>
        _host.Root.Cell(name) is { } cells ? (int)Math.Min(cells, 2) : otherwise;

    private static bool IsMemory(Node node) => node.Strings("device_type") is ["memory"];

    private static bool IsGic(Node node) => node.IsCompatible("arm,cortex-a9-gic");

    private static uint? PhandleOf(Node node) => node.Cell("phandle") ?? (node.Phandle == 0 ? null : node.Phandle);
}
