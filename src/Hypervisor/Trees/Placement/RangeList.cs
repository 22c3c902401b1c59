using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>A set of addresses as ascending ranges that do not touch.</summary>
internal sealed class RangeList
{
    private readonly List<(ulong First, ulong Last)> _ranges = [];

    /// <summary>The ranges, in ascending order.</summary>
    public IEnumerable<AddressRange> Ranges => _ranges.Select(range => new AddressRange(range.First, unchecked(range.Last - range.First + 1)));

    /// <summary>Adds a range; what wraps around the address space is cut off.</summary>
    public void Add(AddressRange range)
    {
        if (range.Size == 0) return;
        var (first, last) = (range.Address, range.Last);
        for (var i = _ranges.Count - 1; i >= 0; i--)
        {
            var other = _ranges[i];
            if (last != ulong.MaxValue && other.First > last + 1) continue;
            if (other.Last != ulong.MaxValue && first > other.Last + 1) continue;
            (first, last) = (Math.Min(first, other.First), Math.Max(last, other.Last));
            _ranges.RemoveAt(i);
        }

        var at = _ranges.FindIndex(other => other.First > first);
        _ranges.Insert(at < 0 ? _ranges.Count : at, (first, last));
    }

    /// <summary>Takes a range out.</summary>
    public void Remove(AddressRange range)
    {
        if (range.Size == 0) return;
        var (first, last) = (range.Address, range.Last);
        for (var i = _ranges.Count - 1; i >= 0; i--)
        {
            var other = _ranges[i];
            if (other.First > last || first > other.Last) continue;
            _ranges.RemoveAt(i);
            if (other.Last > last) _ranges.Insert(i, (last + 1, other.Last));
            if (other.First < first) _ranges.Insert(i, (other.First, first - 1));
        }
    }
}
