using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>What follows the <c>@</c>, and what must be there because of it.</summary>
internal static class UnitAddressChecks
{
    public static void VersusReg(CheckRun run, int at)
    {
        var node = run.Node(at);
        var has = node.Find(run.Names.Reg) is not null || node.Find(run.Names.Ranges) is { Length: > 0 };
        if (has == !node.Name.UnitAddress.IsEmpty || node.FindChild(run.Names.Overlay) is not null) return;
        if (has && !run.DtcFlow && IsXens(run, at, node))
        {
            run.Remark(node, "'/hypervisor' has a 'reg' and rightly no unit address: with one, Linux would not detect Xen "
                + "(arm/xen.txt). dtc's warning is wrong to follow here");
        }
        else if (has)
        {
            run.Fail(node, "node has a reg or ranges property, but no unit name",
                $"'{node.Name}' has a 'reg' or 'ranges' property, but no unit address",
                "put '@' and the first address in hexadecimal behind the name");
        }
        else
        {
            run.Fail(node, "node has a unit name, but no reg or ranges property",
                $"'{node.Name}' has a unit address, but no 'reg' or 'ranges' property");
        }
    }

    // The one node whose binding wants a name without a unit address beside its reg.
    private static bool IsXens(CheckRun run, int at, Node node) =>
        node.Name.Utf8.SequenceEqual("hypervisor"u8) && run.ParentOf(at) is >= 0 and var above && run.ParentOf(above) < 0
        && run.Context.Names.Find("compatible"u8) is { } name && node.Find(name) is { } compatible && compatible.Value.IndexOf("xen,xen"u8) >= 0;

    public static void Format(CheckRun run, int at)
    {
        var above = run.ParentOf(at);
        if (above >= 0 && run.Facts(above).Bus != Bus.None) return;
        var node = run.Node(at);
        var address = node.Name.UnitAddress;
        if (address.StartsWith("0x"u8))
        {
            run.Fail(node, "unit name should not have leading \"0x\"", $"the unit address of '{node.Name}' begins with '0x'", "leave the '0x' out");
            address = address[2..];
        }

        if (address.Length > 1 && address[0] == '0' && char.IsAsciiHexDigit((char)address[1]))
        {
            run.Fail(node, "unit name should not have leading 0s", $"the unit address of '{node.Name}' begins with '0'", "leave leading zeros out");
        }
    }

    public static void DefaultCells(CheckRun run, int at)
    {
        var above = run.ParentOf(at);
        if (above < 0) return;
        var node = run.Node(at);
        ref readonly var parent = ref run.Facts(above);
        if (parent.AddressCells != -1 && parent.SizeCells != -1) return;
        if (node.Find(run.Names.Reg) is null && node.Find(run.Names.Ranges) is null) return;
        Missing(run, node, above, parent.AddressCells, "#address-cells", 2);
        Missing(run, node, above, parent.SizeCells, "#size-cells", 1);
    }

    public static void UnnecessaryCells(CheckRun run, int at)
    {
        ref readonly var facts = ref run.Facts(at);
        if (run.ParentOf(at) < 0 || facts.AddressCells < 0 || facts.SizeCells < 0) return;
        var node = run.Node(at);
        if (node.FirstChild is null || (facts.Traits & (Traits.Ranges | Traits.DmaRanges)) != 0) return;
        foreach (var child in node.Children)
        {
            if (child.Find(run.Names.Reg) is not null || child.Find(run.Names.Ranges) is not null) return;
        }

        run.Fail(node,
            "unnecessary #address-cells/#size-cells without \"ranges\", \"dma-ranges\" or child \"reg\" or \"ranges\" property",
            $"'{node.Name}' has no use for its '#address-cells' and '#size-cells': no 'ranges' and no child with an address",
            "remove them", span: TreeContext.Place(node.Find(run.Names.AddressCells)!));
    }

    public static void Unique(CheckRun run, int at) => Unique(run, at, ifEnabled: false);

    public static void UniqueIfEnabled(CheckRun run, int at) => Unique(run, at, ifEnabled: true);

    // Pairs of children, each with the earlier ones.
    private static void Unique(CheckRun run, int at, bool ifEnabled)
    {
        ref readonly var facts = ref run.Facts(at);
        if (facts.AddressCells < 0 || facts.SizeCells < 0) return;
        var node = run.Node(at);
        if (node.FirstChild?.NextSibling is null || !run.Addresses.HasRepeated(node)) return;
        var seen = new Dictionary<Name, List<Node>>();
        foreach (var child in node.Children)
        {
            var address = child.Name.UnitAddress;
            if (address.IsEmpty || (ifEnabled && IsDisabled(run, child))) continue;
            var key = run.Context.Names.Intern(address);
            if (!seen.TryGetValue(key, out var earlier)) seen.Add(key, earlier = []);
            foreach (var other in earlier)
            {
                run.Fail(other, $"duplicate unit-address (also used in node {DtcText.Path(child)})",
                    $"'{other.Name}' has the unit address of '{child.Name}'",
                    related: new RelatedSpan("the other one", TreeContext.Place(child)));
            }

            if (run.DtcFlow || earlier.Count == 0) earlier.Add(child); // in our flow each with the first is enough
        }
    }

    private static bool IsDisabled(CheckRun run, Node node) =>
        node.Find(run.Names.Status) is { } status && status.Value.SequenceEqual("disabled\0"u8);

    private static void Missing(CheckRun run, Node node, int above, int count, string name, int assumed)
    {
        if (count != -1) return;
        run.Fail(node, $"Relying on default {name} value",
            $"'{run.Node(above).Path}' has no '{name}', so that {assumed} is assumed for '{node.Name}'", $"give '{run.Node(above).Path}' its '{name}'");
    }
}
