using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <summary>What Xen takes from the flat tree before all else: RAM, reserved regions.</summary>
/// <param name="Ram">RAM, in ascending order.</param>
/// <param name="ReservedBy">Regions of <c>/reserved-memory</c> with their nodes, in the order of the tree.</param>
/// <param name="StaticHeap">Regions of <c>xen,static-heap</c>.</param>
/// <param name="Static">Regions that belong to one domain: <c>xen,static-mem</c> and shared memory.</param>
/// <param name="BadCells">Nodes whose regions cannot be cut, with the reason.</param>
internal sealed record HostMemory(
    IReadOnlyList<AddressRange> Ram,
    IReadOnlyList<(Node Node, AddressRange Range)> ReservedBy,
    IReadOnlyList<AddressRange> StaticHeap,
    IReadOnlyList<AddressRange> Static,
    IReadOnlyList<(Node Node, string Reason)> BadCells)
{
    /// <summary>The reserved regions alone.</summary>
    public IReadOnlyList<AddressRange> Reserved { get; } = [.. ReservedBy.Select(entry => entry.Range)];

    /// <summary>Reads them as Xen's early scan does: every node called memory counts, wherever it stands.</summary>
    public static HostMemory Read(HostTree host)
    {
        List<AddressRange> ram = [], heap = [], fixedRanges = [];
        List<(Node, AddressRange)> reserved = [];
        List<(Node, string)> bad = [];
        var limit = (int)XenProfile.Limit("memory-banks");
        var depthLimit = (int)XenProfile.Limit("tree-depth");
        foreach (var node in host.Nodes)
        {
            if (node.Parent is null) continue;
            var depth = Depth(node, depthLimit + 1);
            if (depth > depthLimit - 1) continue;
            var cells = HostTree.CellsFor(node);
            if (node.Name.Utf8[..node.Name.BaseLength].SequenceEqual("memory"u8)) Add(node, "reg", cells, ram);
            if (IsBelowReserved(node))
            {
                var own = new List<AddressRange>();
                Add(node, "reg", cells, own, reserved.Count);
                reserved.AddRange(own.Select(range => (node, range)));
            }

            if (depth == 1 && node.Name.Utf8[..node.Name.BaseLength].SequenceEqual("chosen"u8)) Add(node, "xen,static-heap", cells, heap);
            else if (depth is 2 or 3 && SharedMemory.Of(node) is { Host: { } shared } && !fixedRanges.Contains(shared)) fixedRanges.Add(shared);
            if (depth == 2 && node.IsCompatible("xen,domain")) Add(node, "xen,static-mem", HostTree.CellsBelow(node.Parent), fixedRanges);
        }

        ram.Sort((a, b) => a.Address.CompareTo(b.Address));
        return new HostMemory(ram, reserved, heap, fixedRanges, bad);

        void Add(Node node, string name, (int Address, int Size) cells, List<AddressRange> ranges, int before = 0)
        {
            if (node.Find(name) is not { } property) return;
            if (cells.Address is < 1 or > 2 || cells.Size is < 1 or > 2)
            {
                bad.Add((node, $"{name} cannot be read with {cells.Address} address and {cells.Size} size cells"));
                return;
            }

            foreach (var range in Cut(property.Cells(), cells.Address, cells.Size))
            {
                if (range.Size == 0) continue;
                if (before + ranges.Count == limit)
                {
                    bad.Add((node, $"Xen takes {limit} regions, no more"));
                    return;
                }

                ranges.Add(range);
            }
        }
    }

    /// <summary>Cuts cells into addresses and sizes of at most two cells each.</summary>
    public static IEnumerable<AddressRange> Cut(uint[] cells, int addressCells, int sizeCells)
    {
        for (var at = 0; at + addressCells + sizeCells <= cells.Length; at += addressCells + sizeCells)
            yield return new AddressRange(NodeValues.Number(cells.AsSpan(at, addressCells)), NodeValues.Number(cells.AsSpan(at + addressCells, sizeCells)));
    }

    private static int Depth(Node node, int limit)
    {
        var depth = 0;
        for (var at = node.Parent; at is not null && depth <= limit; at = at.Parent) depth++;
        return depth;
    }

    private static bool IsBelowReserved(Node node)
    {
        var at = node;
        for (var steps = 0; at.Parent is { } parent && steps < 64; at = parent, steps++)
        {
            if (parent.Parent is null) return at != node && at.Name.Utf8.SequenceEqual("reserved-memory"u8);
        }

        return false;
    }
}
