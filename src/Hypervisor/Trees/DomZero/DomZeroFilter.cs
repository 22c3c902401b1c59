using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.DomZero;

/// <summary>What Xen does with a node of the host's tree when it builds dom0's.</summary>
internal enum Verdict
{
    /// <summary>It is copied.</summary>
    Copy,

    /// <summary>It is left out with all below it.</summary>
    Hide,

    /// <summary>Xen writes an interrupt controller in its place.</summary>
    InterruptController,

    /// <summary>Xen writes a timer in its place.</summary>
    Timer,
}

/// <summary>Decides over nodes, in the order in which Xen asks.</summary>
internal sealed class DomZeroFilter(HostFacts facts, XenProfile xen)
{
    private const string Source = "xen/arch/arm/domain_build.c, handle_node";

    /// <summary>The verdict over a node; the rule and the reason when it is hidden.</summary>
    public Verdict Judge(Node node, string path, out DerivedChange? change)
    {
        change = Listed(node, path, xen, facts.Board);
        if (change is not null) return Verdict.Hide;
        if (facts.IsGic(node))
        {
            return node == facts.Gic ? Verdict.InterruptController
                : Hide(path, "interrupt-controller", "Xen gives dom0 the one interrupt controller that it uses itself", "xen/arch/arm/domain_build.c, make_gic_node", out change);
        }

        if (node.IsCompatible(xen.Timers)) return Verdict.Timer;
        if (node == facts.Console) return Hide(path, "console", "Xen's own console", Source, out change);
        if (node.IsCompatible(facts.Iommus)) return Hide(path, "iommu", "dom0 gets no IOMMU that Xen has a driver for", Source, out change);
        return UsesPrivateInterrupt(node)
            ? Hide(path, "private-interrupt", "it uses an interrupt of a CPU's own (PPI), which cannot be passed on", Source, out change)
            : Verdict.Copy;
    }

    /// <summary>The entry of Xen's lists of names, or of the board's, that hides a node; null when none does.</summary>
    public static DerivedChange? Listed(Node node, string path, XenProfile xen, XenBoard? board)
    {
        foreach (var entry in xen.HiddenCompatible)
        {
            if (node.IsCompatible(entry.Value)) return Hidden(path, "compatible", $"compatible with {entry.Value}: {entry.Reason}", entry.Source);
        }

        foreach (var entry in xen.HiddenPaths)
        {
            if (string.Equals(path, entry.Value, StringComparison.OrdinalIgnoreCase)) return Hidden(path, "path", entry.Reason, entry.Source);
        }

        var type = node.Text("device_type");
        foreach (var entry in xen.HiddenDeviceTypes)
        {
            if (string.Equals(type, entry.Value, StringComparison.OrdinalIgnoreCase)) return Hidden(path, "device-type", $"device_type is {entry.Value}: {entry.Reason}", entry.Source);
        }

        return board is not null && node.IsCompatible(board.Hidden, out var listed)
            ? Hidden(path, "board", $"compatible with {listed}: not for dom0 on {board.Name}", board.Source)
            : null;
    }

    private bool UsesPrivateInterrupt(Node node)
    {
        facts.Host.Interrupts.Of(node, out var interrupts);
        return interrupts.Exists(interrupt => interrupt?.Controller == facts.Gic && interrupt?.GicNumber is >= 16 and < 32);
    }

    private static Verdict Hide(string path, string rule, string reason, string source, out DerivedChange change)
    {
        change = Hidden(path, rule, reason, source);
        return Verdict.Hide;
    }

    private static DerivedChange Hidden(string path, string rule, string reason, string source) =>
        new(DerivedChangeKind.Hidden, path, null, rule, reason, source);
}
