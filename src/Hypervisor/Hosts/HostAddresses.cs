using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <summary>Physical addresses of devices, through the <c>ranges</c> of the buses above them.</summary>
internal sealed class HostAddresses
{
    private const int MaximumSteps = 64;

    private readonly Dictionary<Node, HostBus> _buses = [];

    /// <summary>
    /// The entries of a device's <c>reg</c> as the CPU sees them; an entry that no bus translates is null. Empty when the
    /// device has none, or its bus counts by something other than addresses.
    /// </summary>
    public List<AddressRange?> Of(Node device)
    {
        var result = new List<AddressRange?>();
        if (device.Parent is not { } parent || device.Cells("reg") is not { } cells) return result;
        var bus = BusAt(parent);
        if (!bus.HasAddresses) return result;
        var (address, size) = (bus.AddressCells, bus.SizeCells);
        for (var at = 0; at + address + size <= cells.Length; at += address + size)
        {
            result.Add(Translate(parent, cells.AsSpan(at, address).ToArray()) is { } translated
                ? new AddressRange(translated, NodeValues.Number(cells.AsSpan(at + address, size)))
                : null);
        }

        return result;
    }

    /// <summary>The windows of a bus's <c>ranges</c> as the CPU sees them.</summary>
    public List<AddressRange> Windows(Node bus)
    {
        var result = new List<AddressRange>();
        if (bus.Parent is not { } parent) return result;
        foreach (var (address, size) in BusAt(bus).Windows)
        {
            if (Translate(parent, address) is { } translated) result.Add(new AddressRange(translated, size));
        }

        return result;
    }

    private HostBus BusAt(Node node)
    {
        if (!_buses.TryGetValue(node, out var bus)) _buses[node] = bus = new HostBus(node);
        return bus;
    }

    private ulong? Translate(Node node, uint[] address)
    {
        for (var steps = 0; steps < MaximumSteps; steps++)
        {
            var bus = BusAt(node);
            if (bus.IsRoot) return NodeValues.Number(address);
            if (bus.Up(address) is not { } above) return null;
            (address, node) = (above, node.Parent!);
        }

        return null;
    }
}
