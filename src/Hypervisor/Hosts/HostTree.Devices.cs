using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <content>What plans ask for: devices, memory, CPUs. All of it is made when it is asked for first.</content>
public sealed partial class HostTree
{
    private List<HostDevice>? _devices;
    private List<Node>? _cpus;
    private Dictionary<string, HostDevice>? _byPath;
    private HostMemory? _seenByXen;

    /// <summary>Nodes with registers or interrupts, in the order of the tree; neither memory nor what is reserved.</summary>
    public IReadOnlyList<HostDevice> Devices => _devices ??= [.. Nodes.Select(DeviceOf).OfType<HostDevice>()];

    /// <summary>The banks of nodes whose <c>device_type</c> is memory, which is what kernels take.</summary>
    public IReadOnlyList<AddressRange> Memory => [.. Nodes.Where(IsMemory).SelectMany(Registers)];

    /// <summary>What is reserved, and by what.</summary>
    public IReadOnlyList<(string Path, AddressRange Region)> Reserved =>
    [
        .. Tree.Reservations.Select(entry => ("/memreserve/", new AddressRange(entry.Address, entry.Size))),
        .. SeenByXen.ReservedBy.Select(entry => (entry.Node.Path, entry.Range)),
    ];

    /// <summary>The nodes of the CPUs.</summary>
    public IReadOnlyList<Node> Cpus => _cpus ??=
    [
        .. (Find("/cpus")?.Children.AsEnumerable() ?? []).Where(node => string.Equals(node.Text("device_type"), "cpu", StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>RAM and reservations as Xen's early scan takes them.</summary>
    internal HostMemory SeenByXen => _seenByXen ??= HostMemory.Read(this);

    /// <summary>The device at a path.</summary>
    public HostDevice? Device(string path)
    {
        if (_byPath is null)
        {
            _byPath = new Dictionary<string, HostDevice>(StringComparer.Ordinal);
            foreach (var device in Devices) _byPath.TryAdd(device.Path, device);
        }

        return _byPath.GetValueOrDefault(path);
    }

    private HostDevice? DeviceOf(Node node)
    {
        if (IsMemory(node) || IsReserved(node)) return null;
        var regions = Registers(node);
        var interrupts = InterruptsOf(node);
        return regions.Count == 0 && interrupts.Count == 0 ? null : new HostDevice(node, node.Path, regions, interrupts);
    }

    // A number of three cells is a place on a PCI bus and no address before the bus was set up.
    private List<AddressRange> Registers(Node node) =>
        CellsFor(node).Address > 2 ? [] : [.. Addresses.Of(node).OfType<AddressRange>()];

    private List<HostInterrupt> InterruptsOf(Node node)
    {
        var whole = Interrupts.Of(node, out var arrivals);
        var interrupts = arrivals.ConvertAll(HostInterrupt.Of);
        if (!whole) interrupts.Add(HostInterrupt.Of(null));
        return interrupts;
    }

    private static bool IsMemory(Node node) => node.Text("device_type") == "memory";

    private static bool IsReserved(Node node) => node.Parent is { Parent.Parent: null } parent && parent.Name.Utf8.SequenceEqual("reserved-memory"u8);
}
