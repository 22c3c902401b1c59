using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Hosts;

/// <summary>Physical addresses of devices, through the <c>ranges</c> of the buses above them.</summary>
internal sealed class HostAddresses(HostTree host)
{
    private const int MaximumSteps = 64;

    /// <summary>
    /// The entries of a device's <c>reg</c> as the CPU sees them; an entry that no bus translates is null. Empty when the
    /// device has none, or its bus counts by something other than addresses.
    /// </summary>
    public List<AddressRange?> Of(Node device)
    {
        var result = new List<AddressRange?>();
        if (host.Property(device, "reg") is not { } reg || device.Parent is not { } bus) return result;
        var (addressCells, sizeCells) = host.CellsFor(device);
        if (addressCells is < 1 or > 4 || sizeCells is < 1 or > 4) return result;
        var cells = HostTree.CellsOf(reg);
        for (var at = 0; at + addressCells + sizeCells <= cells.Length; at += addressCells + sizeCells)
        {
            var size = HostMemory.Number(cells, at + addressCells, sizeCells);
            result.Add(Translate(bus, cells.AsSpan(at, addressCells)) is { } address ? new AddressRange(address, size) : null);
        }

        return result;
    }

    /// <summary>The windows of a bus's <c>ranges</c> as the CPU sees them.</summary>
    public List<AddressRange> Windows(Node bus)
    {
        var result = new List<AddressRange>();
        if (bus.Parent is not { } parent) return result;
        var (childCells, sizeCells) = host.CellsBelow(bus);
        var parentCells = host.CellsFor(bus).Address;
        if (childCells is < 1 or > 4 || sizeCells is < 1 or > 4 || parentCells is < 1 or > 4) return result;
        var cells = host.Cells(bus, "ranges");
        var width = childCells + parentCells + sizeCells;
        for (var at = 0; at + width <= cells.Length; at += width)
        {
            if (Translate(parent, cells.AsSpan(at + childCells, parentCells)) is { } address)
                result.Add(new AddressRange(address, HostMemory.Number(cells, at + childCells + parentCells, sizeCells)));
        }

        return result;
    }

    private ulong? Translate(Node bus, ReadOnlySpan<uint> address)
    {
        var cells = address.ToArray();
        for (var steps = 0; steps < MaximumSteps; steps++)
        {
            if (bus.Parent is not { } parent) return HostMemory.Number(cells, 0, cells.Length);
            if (host.Property(bus, "ranges") is not { } property) return null;
            var parentCells = host.CellsFor(bus).Address;
            if (parentCells is < 1 or > 4) return null;
            if (property.Length > 0)
            {
                if (Map(HostTree.CellsOf(property), cells, parentCells, host.CellsBelow(bus).Size) is not { } mapped) return null;
                cells = mapped;
            }

            bus = parent;
        }

        return null;
    }

    // The flags of PCI addresses stand in the first of three cells; there the other two count.
    private static uint[]? Map(uint[] ranges, uint[] address, int parentCells, int sizeCells)
    {
        if (sizeCells is < 1 or > 4) return null;
        var width = address.Length + parentCells + sizeCells;
        var skip = address.Length > 2 ? address.Length - 2 : 0;
        var wanted = HostMemory.Number(address, skip, address.Length - skip);
        for (var at = 0; at + width <= ranges.Length; at += width)
        {
            var from = HostMemory.Number(ranges, at + skip, address.Length - skip);
            var size = HostMemory.Number(ranges, at + address.Length + parentCells, sizeCells);
            if (skip > 0 && ((ranges[at] ^ address[0]) & 0x03000000) != 0) continue;
            if (wanted < from || wanted - from >= size) continue;
            var to = HostMemory.Number(ranges, at + address.Length, parentCells) + (wanted - from);
            var result = new uint[parentCells];
            for (var i = 0; i < parentCells; i++)
                result[i] = i == parentCells - 1 ? (uint)to : i == parentCells - 2 ? (uint)(to >> 32) : ranges[at + address.Length + i];
            return result;
        }

        return null;
    }
}
