using System.Numerics;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>What came of asking for dom0's memory.</summary>
/// <param name="Banks">The banks, in ascending order.</param>
/// <param name="Missing">Bytes that could not be had.</param>
/// <param name="SameList">Some block was one of several of its size.</param>
/// <param name="Elsewhere">Some block was one of several that were large enough.</param>
/// <param name="MayFail">One of the others would have ended the search.</param>
internal sealed record BankAllocation(IReadOnlyList<AddressRange> Banks, ulong Missing, bool SameList, bool Elsewhere, bool MayFail);

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

    /// <summary>Asks for the memory.</summary>
    /// <returns>The banks, what is missing, and what made the choice of blocks depend on the pages that are scrubbed already.</returns>
    public static BankAllocation Allocate(BuddyHeap heap, MemoryDemand demand)
    {
        var (sameList, elsewhere, mayFail) = (false, false, false);
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
                Note(order);
                Insert(banks, page, order, ref left, limit);
                low = true;
            }
        }

        if (!low && !demand.Is64BitDomain) return new BankAllocation([], left, sameList, elsewhere, mayFail);
        for (var order = LargestWithin(left); left > 0 && banks.Count < limit;)
        {
            if (heap.Allocate(order, low ? lowBits : 64) is not { } page)
            {
                order--;
                if (low && order < smallestLow) (low, order) = (false, LargestWithin(left));
                else if (order < smallest) break;
                continue;
            }

            Note(order);
            if (!Insert(banks, page, order, ref left, limit))
            {
                heap.Free(page, order);
                if (banks.Count == limit || !low) break;
                low = false;
            }

            order = LargestWithin(left);
        }

        return new BankAllocation(banks, left, sameList, elsewhere, mayFail);

        void Note(int order)
        {
            sameList |= heap.SameList > 0;
            elsewhere |= heap.Alternatives.Count > 0;
            // A small block below the first bank is not taken, and ends the search.
            if (banks.Count > 0 && 1UL << (order + 12) < 128 * Megabyte)
                mayFail |= heap.Alternatives.Any(page => page << 12 < banks[0].Address);
        }
    }

    // The largest order that is not larger than what is left.
    private static int LargestWithin(ulong bytes) => bytes == 0 ? 0 : OrderOf(bytes + 1) - 1;

    private static bool Insert(List<AddressRange> banks, ulong page, int order, ref ulong left, int limit)
    {
        var block = new AddressRange(page << 12, 1UL << (order + 12));
        if (banks.Count > 0 && block.Size < 128 * Megabyte && block.End < banks[0].Address) return false;
        for (var i = 0; i < banks.Count; i++)
        {
            if (banks[i].Address == block.End) banks[i] = new AddressRange(block.Address, block.Size + banks[i].Size);
            else if (banks[i].End == block.Address) banks[i] = banks[i] with { Size = banks[i].Size + block.Size };
            else if (block.End < banks[i].Address && banks.Count < limit) banks.Insert(i, block);
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
