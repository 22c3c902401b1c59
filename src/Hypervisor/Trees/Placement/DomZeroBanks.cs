using System.Numerics;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>
/// How Xen asks for dom0's memory: the largest block as low as it can be had becomes the first bank, then ever smaller ones, low
/// memory first; neighbours become one bank.
/// </summary>
internal static class DomZeroBanks
{
    private const ulong Megabyte = 1UL << 20;

    /// <summary>Order of the smallest block with that many bytes.</summary>
    public static int OrderOf(ulong bytes)
    {
        var pages = (bytes + 0xfff) >> 12;
        return pages <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount(pages - 1);
    }

    public static (IReadOnlyList<AddressRange> Banks, ulong Missing) Allocate(BuddyHeap heap, MemoryDemand demand)
    {
        var banks = new List<AddressRange>();
        var left = demand.Size;
        var limit = (int)XenProfile.Limit("memory-banks");
        var smallestLow = OrderOf(Math.Min(demand.Size, 128 * Megabyte));
        var smallest = OrderOf(4 * Megabyte);
        var lowBits = Math.Min(32, demand.DmaBits);
        var low = false;
        for (var order = LargestWithin(left); order >= smallestLow && !low; order--)
        {
            for (var bits = order; bits <= lowBits && !low; bits++)
            {
                if (heap.Allocate(order, bits) is not { } page) continue;
                Insert(banks, page, order, ref left, limit);
                low = true;
            }
        }

        if (!low && !demand.Is64BitDomain) return ([], left);
        for (var order = LargestWithin(left); left > 0 && banks.Count < limit;)
        {
            if (heap.Allocate(order, low ? lowBits : 64) is not { } page)
            {
                order--;
                if (low && order < smallestLow) (low, order) = (false, LargestWithin(left));
                else if (order < smallest) break;
                continue;
            }

            if (!Insert(banks, page, order, ref left, limit))
            {
                heap.Free(page, order);
                if (banks.Count == limit || !low) break;
                low = false;
            }

            order = LargestWithin(left);
        }

        return (banks, left);
    }

    // The largest order that is not larger than what is left.
    private static int LargestWithin(ulong bytes) => bytes == 0 ? 0 : OrderOf(bytes + 1) - 1;

    private static bool Insert(List<AddressRange> banks, ulong page, int order, ref ulong left, int limit)
    {
        var block = new AddressRange(page << 12, 1UL << (order + 12));
        if (banks.Count > 0 && block.Size < 128 * Megabyte && block.End < banks[0].Base) return false;
        for (var i = 0; i < banks.Count; i++)
        {
            if (banks[i].Base == block.End) banks[i] = new AddressRange(block.Base, block.Size + banks[i].Size);
            else if (banks[i].End == block.Base) banks[i] = banks[i] with { Size = banks[i].Size + block.Size };
            else if (block.End < banks[i].Base && banks.Count < limit) banks.Insert(i, block);
            else continue;
            left -= Math.Min(left, block.Size);
            return true;
        }

        if (banks.Count == limit) return false;
        banks.Add(block);
        left -= Math.Min(left, block.Size);
        return true;
    }
}
