using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>Xen's boot allocator: free stretches of pages, used from the top of the highest one down.</summary>
internal sealed class BootPages
{
    private readonly List<(ulong First, ulong End)> _regions = [];

    /// <summary>Takes over free memory; what does not fill a page is lost.</summary>
    public BootPages(IEnumerable<AddressRange> free)
    {
        foreach (var range in free)
        {
            var first = (range.Address + 0xfff) >> 12;
            var end = range.End == 0 ? 1UL << 52 : range.End >> 12;
            if (first < end) _regions.Add((first, end));
        }

        _regions.Sort();
    }

    /// <summary>What is left, in ascending order.</summary>
    public IReadOnlyList<(ulong First, ulong End)> Regions => _regions;

    /// <summary>Takes pages away; false when no stretch has so many.</summary>
    public bool Allocate(ulong pages, ulong alignment)
    {
        for (var i = _regions.Count - 1; i >= 0; i--)
        {
            var (first, end) = _regions[i];
            if (end < pages) continue;
            var page = (end - pages) & ~(alignment - 1);
            if (page >= end || page < first) continue;
            _regions[i] = (first, page);
            if (page + pages < end) _regions.Insert(i + 1, (page + pages, end));
            if (first == page) _regions.RemoveAt(i);
            return true;
        }

        return false;
    }
}
