using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <summary>Memory that a domain shares, as Xen's boot tree has it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Host">Where it is in the host's memory; null when Xen chooses.</param>
/// <param name="Guest">Where the domain has it.</param>
internal sealed record SharedMemory(string Id, AddressRange? Host, AddressRange Guest)
{
    /// <summary>What a node says; null for other nodes, and for what Xen cannot read.</summary>
    public static SharedMemory? Of(Node node)
    {
        if (!node.IsCompatible("xen,domain-shared-memory-v1") || node.Text("xen,shm-id") is not { } id || node.Cells("xen,shared-mem") is not { } cells) return null;
        var (address, size) = HostTree.CellsFor(node);
        if (address is < 1 or > 2 || size is < 1 or > 2) return null;
        var places = cells.Length == address + address + size ? 2 : cells.Length == address + size ? 1 : 0;
        if (places == 0) return null;
        var length = NodeValues.Number(cells.AsSpan(places * address, size));
        return new SharedMemory(
            id,
            places == 2 ? new AddressRange(NodeValues.Number(cells.AsSpan(0, address)), length) : null,
            new AddressRange(NodeValues.Number(cells.AsSpan((places - 1) * address, address)), length));
    }
}
