using System.Numerics;
using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Xen's table of pages leaves out bits of page numbers that are zero in all of RAM: how many pages it has.</summary>
internal static class PageNumbers
{
    /// <summary>Entries of the table that covers RAM from its first to its last page.</summary>
    public static ulong Count(IReadOnlyList<AddressRange> ram, int maxOrder)
    {
        var mask = Fill((1UL << (maxOrder + 12)) - 1);
        foreach (var bank in ram) mask |= bank.Address | Region(bank);
        foreach (var bank in ram)
        {
            if ((~mask & Region(bank)) != 0) mask = 0;
        }

        var (bottom, shift) = Hole(mask >> 12, maxOrder);
        var first = ram.Min(bank => bank.Address) >> 12;
        var last = ram.Max(bank => bank.Last) >> 12;
        return Index(last) - Index(first) + 1;

        ulong Index(ulong page)
        {
            var low = page & ((1UL << bottom) - 1);
            return shift == 0 ? page : low | ((page >> (bottom + shift)) << bottom);
        }
    }

    // The longest run of zeros above the bits that a largest block needs.
    private static (int Bottom, int Shift) Hole(ulong mask, int maxOrder)
    {
        var (bottom, shift) = (0, 0);
        for (var j = maxOrder - 1; ;)
        {
            var i = Next(mask, j, false);
            j = Next(mask, i, true);
            if (j >= 64) return (bottom, shift);
            if (j - i > shift) (bottom, shift) = (i, j - i);
        }
    }

    private static int Next(ulong mask, int from, bool set)
    {
        for (; from < 64; from++)
        {
            if (((mask >> from) & 1) != 0 == set) return from;
        }

        return 64;
    }

    private static ulong Region(AddressRange bank) => Fill(bank.Address ^ bank.Last);

    private static ulong Fill(ulong mask) => mask == 0 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(mask);
}
