using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Where a 32-bit Xen puts the heap for its own data: as high as it finds room among the modules.</summary>
internal static class HeapOf32Bit
{
    private const ulong Alignment = 32UL << 20;

    /// <summary>The heap; null when there is no room for one.</summary>
    public static AddressRange? Find(MemoryDemand demand)
    {
        var start = demand.Ram[0].Address;
        var end = demand.Ram.Max(bank => bank.End);
        ulong total = 0;
        foreach (var range in demand.StaticHeap.Count > 0 ? demand.StaticHeap : demand.Ram) total += range.Size;
        var size = demand.HeapMegabytes is { } told ? (ulong)told << 20
            : Up(XenProfile.HeapOf32Bit(total));
        while (true)
        {
            var last = demand.StaticHeap.Count > 0
                ? demand.StaticHeap.Where(range => range.Size >= size && Down(Down(range.End) - size) > range.Address).Select(range => Down(range.End)).DefaultIfEmpty(0UL).Max()
                : Consider(demand.Used, start, end, size, 0);
            if (last != 0) return new AddressRange(last - size, size);
            size >>= 1;
            if (demand.HeapMegabytes is not null || size <= Alignment) return null;
        }
    }

    // The end of the highest stretch with room; 0 for none. What is in the way splits it, the upper part is tried first.
    private static ulong Consider(IReadOnlyList<AddressRange> used, ulong start, ulong end, ulong size, int from)
    {
        start = Up(start);
        end = Down(end);
        if (start > end || end - start < size) return 0;
        for (var i = from; i < used.Count; i++)
        {
            if (start >= used[i].End || used[i].Address >= end || used[i].Size == 0) continue;
            var above = Consider(used, used[i].End, end, size, i + 1);
            return above != 0 ? above : Consider(used, start, used[i].Address, size, i + 1);
        }

        return end;
    }

    private static ulong Up(ulong value) => (value + Alignment - 1) & ~(Alignment - 1);

    private static ulong Down(ulong value) => value & ~(Alignment - 1);
}
