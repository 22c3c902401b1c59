using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Interrupt controllers, maps, and those who use them.</summary>
internal static class InterruptChecks
{
    public static void ProviderCells(CheckRun run, int at)
    {
        var node = run.Node(at);
        var provides = IsProvider(run, node);
        var cells = node.Find(run.Names.InterruptCells);
        if (provides == cells is not null) return;
        if (provides)
        {
            run.Fail(node, "Missing '#interrupt-cells' in interrupt provider", $"the interrupt controller or map '{node.Name}' has no '#interrupt-cells'");
        }
        else
        {
            run.Fail(node, "'#interrupt-cells' found, but node is not an interrupt provider",
                $"'{node.Name}' has '#interrupt-cells', but neither 'interrupt-controller' nor 'interrupt-map'", span: TreeContext.Place(cells!));
        }
    }

    public static void Map(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.InterruptMap) is not { } map) return;
        ref readonly var facts = ref run.Facts(at);
        if (facts.AddressCells < 0)
        {
            run.Fail(node, "Missing '#address-cells' in interrupt-map provider", $"'{node.Name}' has an 'interrupt-map', but no '#address-cells'");
            return;
        }

        if (node.Find(run.Names.InterruptCells) is not { } cells || !Cells.TryOne(cells, out var interruptCells)) return; // reported already
        var childCells = unchecked((ulong)(long)facts.AddressCellsOrDefault + interruptCells);
        if (node.Find(run.Names.InterruptMapMask) is { } mask && (ulong)mask.Length != unchecked(childCells * 4))
        {
            run.Fail(node, mask, $"property size ({mask.Length}) is invalid, expected {unchecked(childCells * 4)}",
                $"'interrupt-map-mask' is {mask.Length} bytes long; an address and an interrupt of '{node.Name}' have {childCells} cells");
        }

        if (map.Length % 4 != 0)
        {
            run.Fail(node, map, $"property size ({map.Length}) is invalid, expected multiple of 4",
                $"'interrupt-map' is {map.Length} bytes long, which is no number of cells");
            return;
        }

        var count = (ulong)map.Length / 4;
        for (ulong cell = 0; cell < count;)
        {
            if (unchecked(cell + childCells) >= count)
            {
                run.Fail(node, map, $"property size ({map.Length}) too small, expected > {unchecked((cell + childCells) * 4)}",
                    $"'interrupt-map' ends within the entry that begins at cell {cell}");
                return;
            }

            cell += childCells;
            if (!Entry(run, node, map, count, ref cell)) return;
        }
    }

    public static void Interrupts(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.Interrupts) is not { } interrupts) return;
        if (interrupts.Length % 4 != 0)
        {
            run.Fail(node, interrupts, $"size ({interrupts.Length}) is invalid, expected multiple of 4",
                $"'interrupts' is {interrupts.Length} bytes long, which is no number of cells");
        }

        if (!FindParent(run, at, out var provider)) return;
        if (provider is null)
        {
            run.Fail(node, "Missing interrupt-parent", $"'{node.Name}' has interrupts, but neither it nor a node above has an 'interrupt-parent'",
                span: TreeContext.Place(interrupts));
            return;
        }

        if (provider.Find(run.Names.InterruptCells) is not { } cells || !Cells.TryOne(cells, out var count)) return; // reported by others
        var bytes = unchecked((int)((ulong)count * 4));
        if (Cells.IsMultiple(interrupts.Length, bytes)) return;
        run.Fail(node, cells, $"size is ({interrupts.Length}), expected multiple of {bytes}",
            $"'interrupts' of '{node.Name}' is {interrupts.Length} bytes long; '{provider.Path}' wants {count} cells an interrupt",
            related: new RelatedSpan("the number of cells is given here", TreeContext.Place(cells)), span: TreeContext.Place(interrupts));
    }

    // One entry from its parent's phandle on; false when the rest of the map cannot be understood.
    private static bool Entry(CheckRun run, Node node, Property map, ulong count, ref ulong cell)
    {
        var phandle = Cells.At(map, (long)cell);
        if (!Cells.IsPhandle(phandle))
        {
            if (!run.IsPlugin && (run.DtcFlow || !ProviderChecks.RefersAt(map, (uint)cell)))
            {
                run.Fail(node, map, $"Cell {cell} is not a phandle({unchecked((int)phandle)})",
                    $"cell {cell} of 'interrupt-map' (0x{phandle:x}) should be the phandle of an interrupt controller");
            }

            return false;
        }

        if (run.Phandles.Find(phandle) is not { } provider)
        {
            run.Fail(node, map, $"Could not get phandle({unchecked((int)phandle)}) node for (cell {cell})",
                $"cell {cell} of 'interrupt-map' is 0x{phandle:x}, which is the phandle of no node");
            return false;
        }

        if (provider.Find(run.Names.InterruptCells) is not { } cells)
        {
            run.Fail(node,
                $"Missing property '#interrupt-cells' in node {DtcText.Path(provider)} or bad phandle (referred from interrupt-map[{cell}])",
                $"'{provider.Path}', which cell {cell} of 'interrupt-map' refers to, has no '#interrupt-cells'",
                related: new RelatedSpan("the node referred to", TreeContext.Place(provider)), span: TreeContext.Place(map));
            return false;
        }

        if (!Cells.TryOne(cells, out var parentCells)) return false;
        ulong addressCells = 0;
        if (provider.Find(run.Names.AddressCells) is { } address)
        {
            // dtc adds 64-bit, but reads 32-bit cells.
            if (!Cells.TryOne(address, out var value)) return false;
            addressCells = value;
        }
        else
        {
            run.Fail(node, map, $"Missing property '#address-cells' in node {DtcText.Path(provider)}, using 0 as fallback",
                $"'{provider.Path}', which cell {cell} of 'interrupt-map' refers to, has no '#address-cells'; 0 is assumed",
                related: new RelatedSpan("the node referred to", TreeContext.Place(provider)));
        }

        cell += 1 + parentCells + addressCells;
        if (cell > count)
        {
            run.Fail(node, map, $"property size ({map.Length}) mismatch, expected {unchecked(cell * 4)}",
                $"'interrupt-map' is {map.Length} bytes long, but its last entry ends at byte {unchecked(cell * 4)}");
        }

        return true;
    }

    // The interrupt parent of a node, null when none is named; false when what is said of it is reported or cannot be known.
    private static bool FindParent(CheckRun run, int at, out Node? provider)
    {
        provider = null;
        for (var above = at; above >= 0; above = run.ParentOf(above))
        {
            var node = run.Node(above);
            if (above != at && IsProvider(run, node))
            {
                provider = node;
                return true;
            }

            if (node.Find(run.Names.InterruptParent) is not { } property) continue;
            if (!Cells.TryOne(property, out var phandle))
            {
                ProviderChecks.NoCell(run, node, property);
                return false;
            }

            if (!Cells.IsPhandle(phandle))
            {
                if (run.IsPlugin || IsOpenReference(run, property)) return false;
                run.Fail(node, property, "Invalid phandle", $"'interrupt-parent' of '{node.Path}' is 0x{phandle:x}, which is no phandle");
                return run.DtcFlow; // dtc then says that the parent is missing
            }

            provider = run.Phandles.Find(phandle);
            if (provider is null)
            {
                run.Fail(node, property, "Bad phandle", $"'interrupt-parent' of '{node.Path}' is 0x{phandle:x}, which is the phandle of no node");
                return false;
            }

            if (!IsProvider(run, provider))
            {
                run.Fail(provider, "Missing interrupt-controller or interrupt-map property",
                    $"'{provider.Path}' is an interrupt parent, but has neither 'interrupt-controller' nor 'interrupt-map'",
                    related: new RelatedSpan("it is named here", TreeContext.Place(property)));
            }

            return true;
        }

        return true;
    }

    // Our flow goes on after references to nothing, which were reported.
    private static bool IsOpenReference(CheckRun run, Property property) =>
        !run.DtcFlow && ProviderChecks.RefersAt(property, 0);

    private static bool IsProvider(CheckRun run, Node node) =>
        node.Find(run.Names.InterruptController) is not null || node.Find(run.Names.InterruptMap) is not null;
}
