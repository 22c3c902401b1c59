using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Host;

/// <summary>From a node's reg to the addresses of the CPU, through the ranges of all buses above it.</summary>
internal static class AddressTranslation
{
    /// <summary>The registers of a node that the CPU reaches.</summary>
    public static List<AddressRange> Regions(Node node)
    {
        var regions = new List<AddressRange>();
        if (node.Parent is not { } bus || node.Cells("reg") is not { } cells) return regions;
        var (address, size) = bus.ChildCells();
        // Three cells are PCI's and not an address; without size cells a number is no address.
        if (address is 0 or > 2 || size is 0 or > 2) return regions;
        for (var i = 0; i + address + size <= cells.Length; i += address + size)
        {
            if (NodeValues.Number(cells.AsSpan(i, address)) is not { } at || NodeValues.Number(cells.AsSpan(i + address, size)) is not { } length) continue;
            if (Up(bus, at) is { } translated) regions.Add(new AddressRange(translated, length));
        }

        return regions;
    }

    private static ulong? Up(Node bus, ulong address)
    {
        for (var at = bus; at.Parent is { } parent; at = parent)
        {
            if (at.Find("ranges") is not { } ranges) return null;
            if (ranges.Length == 0) continue;
            if (Through(at, parent, NodeValues.Cells(ranges) ?? [], address) is not { } next) return null;
            address = next;
        }

        return address;
    }

    private static ulong? Through(Node bus, Node parent, uint[] ranges, ulong address)
    {
        var (child, size) = bus.ChildCells();
        var (upper, _) = parent.ChildCells();
        var row = child + upper + size;
        if (child is 0 or > 2 || upper is 0 or > 2 || size is 0 or > 2) return null;
        for (var i = 0; i + row <= ranges.Length; i += row)
        {
            if (NodeValues.Number(ranges.AsSpan(i, child)) is not { } from
                || NodeValues.Number(ranges.AsSpan(i + child, upper)) is not { } to
                || NodeValues.Number(ranges.AsSpan(i + child + upper, size)) is not { } length) continue;
            if (address >= from && address - from < length) return unchecked(to + (address - from));
        }

        return null;
    }
}
