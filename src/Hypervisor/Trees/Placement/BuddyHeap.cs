namespace Hypervisor.Trees.Placement;

/// <summary>
/// Xen's page allocator as far as it decides addresses: free blocks of 2^n pages in lists by zone (the width of their page
/// numbers) and order; the highest zone that may be used first, in it the smallest block that is large enough.
/// </summary>
internal sealed class BuddyHeap
{
    private const int Zones = 53;
    private readonly int _maxOrder;
    private readonly bool _dirty;
    private readonly LinkedList<ulong>[,] _lists;
    private readonly Dictionary<ulong, (int Order, LinkedListNode<ulong> Node)> _free = [];

    /// <param name="maxOrder">Order of the largest block.</param>
    /// <param name="dirty">Pages still have to be scrubbed: blocks then go to the end of their list instead of its head.</param>
    public BuddyHeap(int maxOrder, bool dirty)
    {
        _maxOrder = maxOrder;
        _dirty = dirty;
        _lists = new LinkedList<ulong>[Zones, maxOrder + 1];
        for (var zone = 0; zone < Zones; zone++)
        {
            for (var order = 0; order <= maxOrder; order++) _lists[zone, order] = [];
        }
    }

    /// <summary>Other blocks in the list that the last block was taken from.</summary>
    public int SameList { get; private set; }

    /// <summary>Other blocks of sufficient size that the last request might have been given.</summary>
    public IReadOnlyList<ulong> Alternatives { get; private set; } = [];

    // 40 bits of addresses, the most that Xen on Arm gives out; a tree may claim any amount of RAM.
    private const ulong MaximumPage = 1UL << 28;

    /// <summary>Hands over a stretch of pages, from <paramref name="first"/> up to but not including <paramref name="end"/>.</summary>
    public void Add(ulong first, ulong end)
    {
        end = Math.Min(end, MaximumPage);
        if (first == 0) first = 1; // page 0 is kept out, so that blocks never cross zones
        while (first < end)
        {
            var order = Math.Min(_maxOrder, 63 - System.Numerics.BitOperations.LeadingZeroCount(end - first));
            order = Math.Min(order, System.Numerics.BitOperations.TrailingZeroCount(first));
            Free(first, order);
            first += 1UL << order;
        }
    }

    /// <summary>Gives a block back and joins it with its neighbours.</summary>
    public void Free(ulong page, int order)
    {
        while (order < _maxOrder)
        {
            var buddy = page ^ (1UL << order);
            if (!_free.TryGetValue(buddy, out var other) || other.Order != order) break;
            Take(buddy);
            page = Math.Min(page, buddy);
            order++;
        }

        Put(page, order, _dirty);
    }

    /// <summary>A block of 2^<paramref name="order"/> pages whose addresses have at most <paramref name="bits"/> bits; null without one.</summary>
    public ulong? Allocate(int order, int bits = 64)
    {
        if (order > _maxOrder) return null;
        var highest = Math.Min(bits < 13 ? 1 : bits - 12, Zones - 1);
        if (_dirty && order > 0) Rotate(highest, order);
        for (var zone = highest; zone > 0; zone--)
        {
            for (var size = order; size <= _maxOrder; size++)
            {
                if (_lists[zone, size].First is not { } first) continue;
                var page = first.Value;
                if (order > 0)
                {
                    SameList = _lists[zone, size].Count - 1;
                    Alternatives = Others(highest, order, page);
                }

                Take(page);
                // The upper half is used each time, the lower one goes back.
                for (var half = size; half > order;)
                {
                    half--;
                    Put(page, half, _dirty);
                    page += 1UL << half;
                }

                return page;
            }
        }

        return null;
    }

    private List<ulong> Others(int highest, int order, ulong taken)
    {
        var others = new List<ulong>();
        for (var zone = highest; zone > 0; zone--)
        {
            for (var size = order; size <= _maxOrder; size++)
            {
                foreach (var page in _lists[zone, size])
                {
                    if (page != taken) others.Add(page);
                }
            }
        }

        return others;
    }

    // Xen looks for a scrubbed block first; each block that it finds unscrubbed goes from the head of its list to the end.
    private void Rotate(int highest, int order)
    {
        for (var zone = highest; zone > 0; zone--)
        {
            for (var size = order; size <= _maxOrder; size++)
            {
                if (_lists[zone, size].First is not { } first) continue;
                _lists[zone, size].RemoveFirst();
                _lists[zone, size].AddLast(first);
            }
        }
    }

    private void Put(ulong page, int order, bool atEnd)
    {
        var list = _lists[ZoneOf(page), order];
        _free[page] = (order, atEnd ? list.AddLast(page) : list.AddFirst(page));
    }

    private void Take(ulong page)
    {
        var (order, node) = _free[page];
        _lists[ZoneOf(page), order].Remove(node);
        _free.Remove(page);
    }

    private static int ZoneOf(ulong page) => Math.Min(Zones - 1, page == 0 ? 1 : 64 - System.Numerics.BitOperations.LeadingZeroCount(page));
}
