using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Hosts;

namespace Hypervisor.Trees.Placement;

/// <summary>What a boot module is.</summary>
public enum BootModuleKind
{
    /// <summary>The kernel of a domain.</summary>
    Kernel,

    /// <summary>Its ramdisk.</summary>
    Ramdisk,

    /// <summary>A partial tree of a domain.</summary>
    GuestTree,

    /// <summary>A security policy.</summary>
    Policy,

    /// <summary>Something that Xen does not know.</summary>
    Unknown,
}

/// <summary>A module that the boot tree names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Range">Where it lies.</param>
/// <param name="Arguments">The command line that goes with it; null without one.</param>
/// <param name="Domain">The <c>xen,domain</c> node it belongs to; null for dom0's and Xen's.</param>
/// <param name="Node">The module's node; null for the ramdisk of <c>linux,initrd-start</c>.</param>
public sealed record BootModule(BootModuleKind Kind, AddressRange Range, string? Arguments, Node? Domain, Node? Node);

/// <summary>Reads the modules of a boot tree as Xen does.</summary>
internal static class BootModules
{
    /// <summary>The modules in the order of the tree; those with the same kind and address count once.</summary>
    public static List<BootModule> Read(HostTree host)
    {
        var modules = new List<BootModule>();
        var guesses = 0;
        if (host.Find("/chosen") is not { } chosen) return modules;
        if (chosen.Cells("linux,initrd-start") is { Length: > 0 and <= 2 } start && chosen.Cells("linux,initrd-end") is { Length: > 0 and <= 2 } end)
        {
            var (first, last) = (NodeValues.Number(start), NodeValues.Number(end));
            if (first < last) modules.Add(new BootModule(BootModuleKind.Ramdisk, new AddressRange(first, last - first), null, null, null));
        }

        foreach (var child in chosen.Children)
        {
            Visit(child, null);
            foreach (var module in child.Children) Visit(module, child.IsCompatible("xen,domain") ? child : null);
        }

        return modules;

        void Visit(Node node, Node? domain)
        {
            if (!node.IsCompatible(["xen,multiboot-module", "multiboot,module"])) return;
            if (node.Find("reg") is not { } reg) return;
            var (addressCells, sizeCells) = HostTree.CellsFor(node);
            if (addressCells is < 1 or > 2 || sizeCells is < 1 or > 2) return;
            var ranges = HostMemory.Cut(reg.Cells(), addressCells, sizeCells).ToList();
            if (ranges.Count == 0 || modules.Count >= (int)XenProfile.Limit("modules") - 2) return;
            var kind = node.IsCompatible(["xen,linux-zimage", "multiboot,kernel"]) ? BootModuleKind.Kernel
                : node.IsCompatible(["xen,linux-initrd", "multiboot,ramdisk"]) ? BootModuleKind.Ramdisk
                : node.IsCompatible("xen,xsm-policy") ? BootModuleKind.Policy
                : node.IsCompatible("multiboot,device-tree") ? BootModuleKind.GuestTree
                : guesses++ switch { 0 => BootModuleKind.Kernel, 1 => BootModuleKind.Ramdisk, _ => BootModuleKind.Unknown };
            if (modules.Exists(other => other.Kind == kind && other.Range.Address == ranges[0].Address)) return;
            modules.Add(new BootModule(kind, ranges[0], node.Text("bootargs"), domain, node));
        }
    }
}
