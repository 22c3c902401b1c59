using Dtc.Tree;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Hosts;

/// <summary>What Xen takes from the flat tree before all else: RAM, reserved regions.</summary>
/// <param name="Ram">RAM, in ascending order.</param>
/// <param name="Reserved">Regions of <c>/reserved-memory</c>, in the order of the tree.</param>
/// <param name="StaticHeap">Regions of <c>xen,static-heap</c>.</param>
/// <param name="Static">Regions that belong to one domain: <c>xen,static-mem</c> and shared memory.</param>
/// <param name="BadCells">Nodes whose regions cannot be cut, with the reason.</param>
internal sealed record HostMemory(
    IReadOnlyList<AddressRange> Ram,
    IReadOnlyList<AddressRange> Reserved,
    IReadOnlyList<AddressRange> StaticHeap,
    IReadOnlyList<AddressRange> Static,
    IReadOnlyList<(Node Node, string Reason)> BadCells)
{
    /// <summary>Reads them as Xen's early scan does: every node called memory counts, wherever it stands.</summary>
    public static HostMemory Read(HostTree host)
    {
        List<AddressRange> ram = [], reserved = [], heap = [], fixedRanges = [];
        List<(Node, string)> bad = [];
        var limit = (int)XenProfile.Limit("memory-banks");
        var depthLimit = (int)XenProfile.Limit("tree-depth");
        foreach (var node in host.Nodes)
        {
            if (node.Parent is null) continue;
            var depth = Depth(node, depthLimit + 1);
            if (depth > depthLimit - 1) continue;
            var cells = host.CellsFor(node);
            if (node.Name.Utf8[..node.Name.BaseLength].SequenceEqual("memory"u8)) Add(node, "reg", cells, ram);
            if (IsBelowReserved(node)) Add(node, "reg", cells, reserved);
            if (depth == 1 && node.Name.Utf8[..node.Name.BaseLength].SequenceEqual("chosen"u8)) Add(node, "xen,static-heap", cells, heap);
            if (depth == 2 && host.IsCompatible(node, "xen,domain")) Add(node, "xen,static-mem", host.CellsBelow(node.Parent), fixedRanges);
        }

        ram.Sort((a, b) => a.Address.CompareTo(b.Address));
        return new HostMemory(ram, reserved, heap, fixedRanges, bad);

        void Add(Node node, string name, (int Address, int Size) cells, List<AddressRange> ranges)
        {
            if (host.Property(node, name) is not { } property) return;
            if (cells.Address is < 1 or > 2 || cells.Size is < 1 or > 2)
            {
                bad.Add((node, $"{name} cannot be read with {cells.Address} address and {cells.Size} size cells"));
                return;
            }

            foreach (var range in Cut(HostTree.CellsOf(property), cells.Address, cells.Size))
            {
                if (range.Size == 0) continue;
                if (ranges.Count == limit)
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
            yield return new AddressRange(Number(cells, at, addressCells), Number(cells, at + addressCells, sizeCells));
    }

    /// <summary>A number of up to two cells; of more the last two count.</summary>
    public static ulong Number(uint[] cells, int at, int count)
    {
        ulong value = 0;
        for (var i = 0; i < count; i++) value = (value << 32) | cells[at + i];
        return value;
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
