namespace Dtc.Bindings.TreeRules;

/// <summary>
/// Addresses as the CPU sees them (Devicetree Specification 2.3.6 and 2.3.8): <c>reg</c> in the cells of the parent,
/// led through the <c>ranges</c> of every bus above it.
/// </summary>
internal static class AddressMap
{
    // Wider addresses, as of PCI, are no plain numbers.
    private const int MaximumCells = 2;

    /// <summary>The regions of a node's <c>reg</c>; none for what has no place in the CPU's address space.</summary>
    public static IEnumerable<Region> RegionsOf(RuleNode node)
    {
        if (node.Parent is not { } parent || node["reg"] is not { } reg) yield break;
        var (address, size) = (parent.AddressCells, parent.SizeCells);
        if (address is 0 or > MaximumCells || size is 0 or > MaximumCells) yield break;
        for (var (entry, at) = (0, 0); at + address + size <= reg.CellCount; entry++, at += address + size)
        {
            if (Translate(parent, reg.Number(at, address)!.Value) is not { } start) continue;
            yield return new Region(node, "reg", entry, at * 4, (address + size) * 4, start, reg.Number(at + address, size)!.Value);
        }
    }

    /// <summary>What a bus lets its children reach: the CPU's side of <c>ranges</c>, PCI buses included.</summary>
    public static IEnumerable<Region> WindowsOf(RuleNode bus)
    {
        if (bus.Parent is not { } parent || bus["ranges"] is not { } ranges) yield break;
        var (child, address, size) = (bus.AddressCells, parent.AddressCells, bus.SizeCells);
        if (address is 0 or > MaximumCells || size is 0 or > MaximumCells) yield break;
        var row = child + address + size;
        for (var (entry, at) = (0, 0); at + row <= ranges.CellCount; entry++, at += row)
        {
            if (Translate(parent, ranges.Number(at + child, address)!.Value) is not { } start) continue;
            yield return new Region(bus, "ranges", entry, at * 4, row * 4, start, ranges.Number(at + child + address, size)!.Value);
        }
    }

    /// <summary>An address in the children of a bus as the CPU sees it; null when it leads nowhere.</summary>
    public static ulong? Translate(RuleNode bus, ulong address)
    {
        for (var at = bus; at.Parent is { } parent; at = parent)
        {
            // Without ranges what is below is not mapped at all.
            if (at["ranges"] is not { } ranges) return null;
            if (ranges.Value.IsEmpty) continue;
            if (Step(at, parent, ranges, address) is not { } next) return null;
            address = next;
        }

        return address;
    }

    private static ulong? Step(RuleNode bus, RuleNode parent, RuleProperty ranges, ulong address)
    {
        var (child, above, size) = (bus.AddressCells, parent.AddressCells, bus.SizeCells);
        if (child is 0 or > MaximumCells || above is 0 or > MaximumCells || size is 0 or > MaximumCells) return null;
        var row = child + above + size;
        for (var at = 0; at + row <= ranges.CellCount; at += row)
        {
            var start = ranges.Number(at, child)!.Value;
            var length = ranges.Number(at + child + above, size)!.Value;
            if (address < start || address - start >= length) continue;
            return unchecked(ranges.Number(at + child, above)!.Value + (address - start));
        }

        return null;
    }
}
