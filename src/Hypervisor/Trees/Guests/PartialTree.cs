using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Hosts;

namespace Hypervisor.Trees.Guests;

/// <summary>A partial tree as Xen merges it into a guest's: <c>/gic</c> for its phandle, <c>/aliases</c>, <c>/passthrough</c>.</summary>
internal sealed class PartialTree(DeviceTree partial, XenProfile xen, DiagnosticBag diagnostics)
{
    private readonly HostTree _tree = new(partial);

    /// <summary>The phandle that the guest's interrupt controller has to have.</summary>
    public uint GicPhandle
    {
        get
        {
            foreach (var child in partial.Root.Children)
            {
                if (!Is(child, "gic")) continue;
                var phandle = child.PhandleOf();
                if (phandle == 0) Report(child, "/gic has no phandle, so the guest's interrupt controller gets 0 for one: nothing can refer to it");
                return phandle;
            }

            return XenGuestMap.GicPhandle;
        }
    }

    /// <summary>Copies what the guest gets, without what is for Xen.</summary>
    public void Write(TreeWriter writer, bool toXl = false)
    {
        var gic = GicPhandle;
        foreach (var child in partial.Root.Children)
        {
            var passthrough = Is(child, "passthrough");
            if (Is(child, "gic")) continue;
            if (!passthrough && !Is(child, "aliases"))
            {
                diagnostics.Add(new Diagnostic(Rules.BadPartialTree, PlaceOf(child), $"/{child.Name} of the partial tree is ignored: only /gic, /aliases and /passthrough are taken") { Severity = Severity.Warning });
                continue;
            }

            writer.Begin(child.Name.Utf8, $"partial tree: /{child.Name}");
            Body(writer, child, passthrough && !toXl, (2, 1));
            writer.End();
        }

        if (!xen.ChecksPartialPhandles && !toXl) return;
        foreach (var node in _tree.Nodes)
        {
            if (node.PhandleOf() is var phandle && phandle >= XenGuestMap.GicPhandle && phandle != gic)
                Report(node, $"{node.Path} of the partial tree has the phandle {phandle}: those from {XenGuestMap.GicPhandle} on are the toolstack's");
        }
    }

    private void Body(TreeWriter writer, Node node, bool forXen, (int Address, int Size) cells)
    {
        Property? registers = null, path = null;
        var force = false;
        foreach (var property in node.Properties)
        {
            switch (property.Name.ToString())
            {
                case "xen,reg" when forXen:
                    registers = property;
                    break;
                case "xen,path" when forXen:
                    path = property;
                    break;
                case "xen,force-assign-without-iommu" when forXen:
                    force = true;
                    break;
                default:
                    writer.Copy(property);
                    break;
            }
        }

        if (registers is null && path is not null) Report(node, $"{node.Path} of the partial tree has xen,path and no xen,reg");
        if (registers is not null && path is null && !force) Report(node, $"{node.Path} of the partial tree has xen,reg and neither xen,path nor xen,force-assign-without-iommu");
        if (registers is not null) CheckRegisters(node, registers, cells);
        var below = ((int)Math.Min(node.Cell("#address-cells") ?? 2, 16), (int)Math.Min(node.Cell("#size-cells") ?? 1, 16));
        foreach (var child in node.Children)
        {
            writer.Begin(child.Name.Utf8);
            Body(writer, child, forXen, below);
            writer.End();
        }
    }

    // Host address, size, guest address, by the cells of the parent.
    private void CheckRegisters(Node node, Property property, (int Address, int Size) cells)
    {
        var width = (2 * cells.Address) + cells.Size;
        var values = property.Cells();
        if (cells.Address is < 1 or > 2 || cells.Size is < 1 or > 2 || values.Length % width != 0 || values.Length == 0)
        {
            Report(node, $"xen,reg of {node.Path} is not made of host address, size and guest address, {width} cells each");
            return;
        }

        for (var at = 0; at < values.Length; at += width)
        {
            var all = NodeValues.Number(values.AsSpan(at, cells.Address)) | NodeValues.Number(values.AsSpan(at + cells.Address, cells.Size))
                | NodeValues.Number(values.AsSpan(at + cells.Address + cells.Size, cells.Address));
            if ((all & 0xfff) != 0) Report(node, $"xen,reg of {node.Path} is not on borders of 4 KiB");
        }
    }

    private static bool Is(Node node, string name) => string.Equals(node.Name.ToString(), name, StringComparison.OrdinalIgnoreCase);

    private void Report(Node node, string message) => diagnostics.Add(Rules.BadPartialTree, PlaceOf(node), message);

    private static SourceSpan PlaceOf(Node node) => node.NameSpan.IsNone ? node.Span : node.NameSpan;
}
