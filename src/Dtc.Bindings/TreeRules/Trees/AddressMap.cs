namespace Dtc.Bindings.TreeRules;

/// <summary>
/// Addresses as the CPU sees them (Devicetree Specification 2.3.6 and 2.3.8): <c>reg</c> in the cells of the parent,
/// led through the <c>ranges</c> of every bus above it.
/// </summary>
internal static class AddressMap
{
    // Wider addresses, as of PCI, are no plain numbers.
    private const int MaximumCells = 2;

    // A bus has a few; every address below is looked up in them.
    private const int MaximumRanges = 4096;

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
        for (var at = bus; at.Parent is not null; at = at.Parent)
        {
            // Without ranges what is below is not mapped at all.
            if (at["ranges"] is not { } ranges) return null;
            if (ranges.Value.IsEmpty) continue;
            if (Step(at.Ranges, address) is not { } next) return null;
            address = next;
        }

        return address;
    }

    /// <summary>The rows of <c>ranges</c> that can be read as plain numbers.</summary>
    public static IEnumerable<AddressRange> RangesOf(RuleNode bus)
    {
        if (bus.Parent is not { } parent || bus["ranges"] is not { } ranges) yield break;
        var (child, above, size) = (bus.AddressCells, parent.AddressCells, bus.SizeCells);
        if (child is 0 or > MaximumCells || above is 0 or > MaximumCells || size is 0 or > MaximumCells) yield break;
        var row = child + above + size;
        for (var (rows, at) = (0, 0); at + row <= ranges.CellCount && rows < MaximumRanges; rows++, at += row)
            yield return new AddressRange(ranges.Number(at, child)!.Value, ranges.Number(at + child, above)!.Value, ranges.Number(at + child + above, size)!.Value);
    }

    private static ulong? Step(AddressRange[] ranges, ulong address)
    {
        foreach (var (start, target, length) in ranges)
        {
            if (address >= start && address - start < length) return unchecked(target + (address - start));
        }

        return null;
    }
}

/// <summary>A row of <c>ranges</c>.</summary>
/// <param name="Child">First address below the bus.</param>
/// <param name="Parent">The same above it.</param>
/// <param name="Size">Length in bytes.</param>
internal readonly record struct AddressRange(ulong Child, ulong Parent, ulong Size);
