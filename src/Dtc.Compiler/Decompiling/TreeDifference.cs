using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>Compares the tree of a blob with the one that its source gave.</summary>
internal static class TreeDifference
{
    /// <summary>
    /// True when both hold the same reservations, and the same nodes and properties in the same order. Properties of
    /// <paramref name="original"/> that have another value are added to <paramref name="differing"/>.
    /// </summary>
    public static bool Find(DeviceTree original, DeviceTree again, HashSet<Property> differing)
    {
        if (original.Reservations.Count != again.Reservations.Count || original.BootCpu != again.BootCpu) return false;
        for (var i = 0; i < original.Reservations.Count; i++)
        {
            var (a, b) = (original.Reservations[i], again.Reservations[i]);
            if (a.Address != b.Address || a.Size != b.Size) return false;
        }

        return Same(original.Root, again.Root, differing);
    }

    // Stops at the first node or property that is not where it was; other values are all found.
    private static bool Same(Node original, Node again, HashSet<Property> differing)
    {
        if (original.Name != again.Name) return false;
        var same = true;
        var (p, q) = (original.Properties.GetEnumerator(), again.Properties.GetEnumerator());
        while (true)
        {
            var (more, others) = (p.MoveNext(), q.MoveNext());
            if (more != others || (more && p.Current.Name != q.Current.Name)) return false;
            if (!more) break;
            if (p.Current.Value.SequenceEqual(q.Current.Value)) continue;
            same = false;
            differing.Add(p.Current);
        }

        var (c, d) = (original.Children.GetEnumerator(), again.Children.GetEnumerator());
        while (true)
        {
            var (more, others) = (c.MoveNext(), d.MoveNext());
            if (more != others) return false;
            if (!more) return same;
            same &= Same(c.Current, d.Current, differing);
        }
    }
}
