using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Extended regions of <c>/hypervisor</c>: guest addresses that nothing uses.</summary>
internal static class ExtendedRegions
{
    /// <summary>For dom0 without an IOMMU: RAM that is not dom0's, not reserved, and not under the grant table.</summary>
    public static List<AddressRange> OfRam(IEnumerable<AddressRange> ram, IEnumerable<AddressRange> taken)
    {
        var left = new RangeList();
        foreach (var range in ram) left.Add(range);
        foreach (var range in taken) left.Remove(range);
        return Usable(left);
    }

    /// <summary>For dom0 with an IOMMU: all addresses that no device and no RAM has.</summary>
    /// <param name="addressBits">Width of guest addresses.</param>
    /// <param name="taken">What devices, RAM and windows of buses have.</param>
    public static List<AddressRange> OfHoles(int addressBits, IEnumerable<AddressRange> taken)
    {
        var left = new RangeList();
        left.Add(new AddressRange(0, 1UL << addressBits));
        foreach (var range in taken)
        {
            var first = range.Address & ~0xfffUL;
            var end = (range.End + 0xfff) & ~0xfffUL;
            if (end > first) left.Remove(new AddressRange(first, end - first));
        }

        return Usable(left);
    }

    /// <summary>For a guest: what is left of its two banks.</summary>
    /// <param name="addressBits">Width of guest addresses.</param>
    /// <param name="used">Bytes in use of each bank.</param>
    public static List<AddressRange> OfBanks(int addressBits, IReadOnlyList<ulong> used)
    {
        var minimum = XenProfile.Placement("extended-minimum");
        var alignment = XenProfile.Placement("extended-alignment");
        var result = new List<AddressRange>();
        for (var i = 0; i < XenGuestMap.Ram.Count; i++)
        {
            var bank = XenGuestMap.Ram[i];
            var start = (bank.Address + (i < used.Count ? used[i] : 0) + alignment - 1) & ~(alignment - 1);
            var last = Math.Min(addressBits >= 64 ? ulong.MaxValue : (1UL << addressBits) - 1, bank.Last);
            if (last > start && last - start + 1 >= minimum) result.Add(new AddressRange(start, last - start + 1));
        }

        return result;
    }

    private static List<AddressRange> Usable(RangeList ranges)
    {
        var minimum = XenProfile.Placement("extended-minimum");
        var alignment = XenProfile.Placement("extended-alignment");
        var result = new List<AddressRange>();
        foreach (var range in ranges.Ranges)
        {
            var start = (range.Address + alignment - 1) & ~(alignment - 1);
            if (start > range.Last) continue;
            var size = (range.Last - start + 1) & ~(alignment - 1);
            if (size >= minimum && result.Count < (int)XenProfile.Limit("memory-banks")) result.Add(new AddressRange(start, size));
        }

        return result;
    }
}
