namespace Dtc.Bindings.TreeRules;

/// <summary>A region and whose it is: regions of one owner are not held against each other.</summary>
internal readonly record struct OwnedRegion(Region Region, object Owner);

/// <summary>
/// Finds a region that overlaps a given one, in a time that grows with the logarithm of their number: a tree over the regions
/// in the order of their first addresses, each place of it with the two that reach highest of different owners.
/// </summary>
internal sealed class RegionIndex
{
    private readonly OwnedRegion[] _sorted;
    private readonly (int First, int Second)[] _highest;
    private readonly int _leaves = 1;

    public RegionIndex(IEnumerable<OwnedRegion> regions)
    {
        _sorted = [.. regions.Where(item => item.Region.Size > 0).OrderBy(item => item.Region.Start)];
        while (_leaves < _sorted.Length) _leaves <<= 1;
        _highest = new (int, int)[2 * _leaves];
        for (var i = 0; i < _leaves; i++) _highest[_leaves + i] = (i < _sorted.Length ? i : -1, -1);
        for (var i = _leaves - 1; i > 0; i--) _highest[i] = Join(_highest[2 * i], _highest[(2 * i) + 1]);
    }

    /// <summary>The lowest region that overlaps a given one and is neither that itself nor of an owner; null when there is none.</summary>
    public Region? FindOverlap(Region region, object? except)
    {
        if (region.Size == 0) return null;

        // Those that begin below the region's end, of which one has to end above its beginning.
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted[middle].Region.Start < region.End) low = middle + 1;
            else high = middle;
        }

        return Find(1, 0, _leaves, low, region, except);
    }

    private Region? Find(int place, int first, int count, int end, Region region, object? except)
    {
        if (first >= end || !Reaches(_highest[place], region, except)) return null;
        if (count == 1) return IsSame(_sorted[first].Region, region) ? null : _sorted[first].Region;
        return Find(2 * place, first, count / 2, end, region, except)
            ?? Find((2 * place) + 1, first + (count / 2), count / 2, end, region, except);
    }

    private bool Reaches((int First, int Second) highest, Region region, object? except) =>
        Reaches(highest.First, region, except) || Reaches(highest.Second, region, except);

    private bool Reaches(int at, Region region, object? except) =>
        at >= 0 && _sorted[at].Region.End > region.Start && !_sorted[at].Owner.Equals(except);

    private (int First, int Second) Join((int First, int Second) a, (int First, int Second) b)
    {
        var (first, rest) = Higher(a.First, b.First) == a.First ? (a.First, b.First) : (b.First, a.First);
        var second = -1;
        foreach (var at in (ReadOnlySpan<int>)[rest, a.Second, b.Second])
        {
            if (at >= 0 && !_sorted[at].Owner.Equals(_sorted[first].Owner)) second = Higher(second, at);
        }

        return (first, second);
    }

    private int Higher(int a, int b) => a < 0 ? b : b < 0 || _sorted[a].Region.End >= _sorted[b].Region.End ? a : b;

    private static bool IsSame(Region a, Region b) => a.Node == b.Node && a.Property == b.Property && a.Entry == b.Entry;
}
