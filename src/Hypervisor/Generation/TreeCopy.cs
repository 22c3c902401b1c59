using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Planning;
using Hypervisor.Hosts;
using Hypervisor.Platforms;
using Hypervisor.Trees;

namespace Hypervisor.Generation;

/// <summary>Copies a host's tree with the changes that a configuration asks for, and those that QEMU makes when it loads a tree.</summary>
internal sealed class TreeCopy
{
    private readonly HostTree _host;
    private readonly HashSet<string> _hidden;
    private readonly Dictionary<string, EditConfiguration> _edits;
    private readonly TreeWriter _writer;

    private TreeCopy(HostTree host, IEnumerable<TreeConfiguration> changes)
    {
        _host = host;
        var all = changes.ToList();
        _hidden = all.SelectMany(change => change.Hide).Select(path => Canonical(path.Value)).ToHashSet(StringComparer.Ordinal);
        _edits = all.SelectMany(change => change.Edits).GroupBy(edit => Canonical(edit.Path.Value)).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        _writer = new TreeWriter(host.Tree.Names, $"host: {host.Name}");
    }

    /// <summary>The copy.</summary>
    /// <param name="host">The host's tree. It is not changed.</param>
    /// <param name="changes">What to hide and to edit.</param>
    /// <param name="bootargs">The kernel's arguments; null to leave those of the tree.</param>
    /// <param name="withQemu">Add what QEMU's Versatile Express adds: its four virtio transports, in front of all other nodes.</param>
    /// <param name="memory">What QEMU makes of the memory node; null to leave it.</param>
    public static GeneratedTree Make(HostTree host, IEnumerable<TreeConfiguration> changes, string? bootargs, bool withQemu, AddressRange? memory)
    {
        var copy = new TreeCopy(host, changes);
        foreach (var reservation in host.Tree.Reservations) copy._writer.Tree.Reservations.Add(reservation with { Labels = null, Span = SourceSpan.None });
        copy._writer.Tree.BootCpu = host.Tree.BootCpu;
        copy.Body(host.Tree.Root, "/", bootargs, withQemu, memory);
        return new GeneratedTree(copy._writer.Tree, copy._writer.Origins);
    }

    private string Canonical(string path) => _host.Resolve(path)?.Path ?? path;

    private void Body(Node node, string path, string? bootargs, bool withQemu, AddressRange? memory)
    {
        var edit = _edits.GetValueOrDefault(path);
        var isMemory = memory is not null && node.Parent is { Parent: null } && IsMemory(node);
        foreach (var property in node.Properties)
        {
            var name = property.Name.ToString();
            if (edit?.Delete.Any(deleted => deleted.Value == name) == true || edit?.Set.Any(set => set.Name == name) == true) continue;
            if (path == "/chosen" && bootargs is not null && name == "bootargs") continue;
            if (isMemory && name == "reg") _writer.Ranges("reg", Cells("#address-cells", 2), Cells("#size-cells", 1), memory!.Value);
            else _writer.Copy(property);
        }

        foreach (var (name, value) in edit?.Set ?? [])
            _writer.Origin(_writer.Bytes(name, PropertyText.Read(value.Value, _host).Bytes ?? []), "edited by the configuration");
        if (path == "/chosen" && bootargs is not null) _writer.Strings("bootargs", bootargs);
        if (path == "/" && withQemu) Transports();
        var hasMemory = false;
        foreach (var child in node.Children)
        {
            // QEMU writes one node for all its memory.
            if (memory is not null && node.Parent is null && IsMemory(child))
            {
                if (hasMemory) continue;
                hasMemory = true;
            }

            var below = path == "/" ? $"/{child.Name}" : $"{path}/{child.Name}";
            if (_hidden.Contains(below)) continue;
            _writer.Begin(child.Name.Utf8, path == "/" ? $"host: {below}" : null);
            Body(child, below, bootargs, withQemu: false, memory);
            _writer.End();
        }
    }

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
