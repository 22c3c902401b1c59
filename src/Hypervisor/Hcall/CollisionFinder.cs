namespace Hypervisor.Hcall;

/// <summary>Kinds of collisions.</summary>
public enum HcallCollisionKind
{
    /// <summary>One number means two things.</summary>
    Number,

    /// <summary>A number lies in a range that is reserved or another's.</summary>
    Range,

    /// <summary>Two ABIs share a range of vendors without sharing a number; only detection keeps them apart.</summary>
    Shared,
}

/// <summary>A number that two ABIs have.</summary>
/// <param name="Number">The number.</param>
/// <param name="First">The call of the first ABI; null when only a range of it is concerned.</param>
/// <param name="Second">The call of the second ABI.</param>
public sealed record HcallCollisionPlace(uint Number, string? First, string Second);

/// <summary>What keeps two ABIs from being used side by side.</summary>
/// <param name="Kind">The kind; <see cref="HcallCollisionKind.Shared"/> is no fault.</param>
/// <param name="First">The ABI that has the number by right, where there is one.</param>
/// <param name="Second">The other.</param>
/// <param name="Conduit">Where they meet: architecture, instruction, register of the function id.</param>
/// <param name="Places">The numbers.</param>
/// <param name="Range">The range concerned; null for collisions of numbers.</param>
/// <param name="Explanation">What follows from it.</param>
public sealed record HcallCollision(
    HcallCollisionKind Kind, HcallAbi First, HcallAbi Second, string Conduit, IReadOnlyList<HcallCollisionPlace> Places, HcallRange? Range, string Explanation);

/// <summary>
/// Finds collisions: numbers that mean two things although they are called by the same instruction with the same
/// immediate and in the same register. Other conduits keep ABIs apart whatever their numbers.
/// </summary>
public static class CollisionFinder
{
    /// <summary>All collisions between ABIs, in the order of their names.</summary>
    public static IReadOnlyList<HcallCollision> Find(IReadOnlyList<HcallAbi> abis)
    {
        ArgumentNullException.ThrowIfNull(abis);
        var found = new List<HcallCollision>();
        var ordered = abis.OrderBy(abi => abi.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            for (var j = i + 1; j < ordered.Count; j++)
            {
                // What others extend comes first: the number is theirs by right.
                var (first, second) = Extends(ordered[i], ordered[j]) ? (ordered[j], ordered[i]) : (ordered[i], ordered[j]);
                Compare(first, second, found);
            }
        }

        return found;
    }

    private static void Compare(HcallAbi first, HcallAbi second, List<HcallCollision> found)
    {
        if (Meeting(first, second) is not { } conduit) return;
        var places = new List<HcallCollisionPlace>();
        var own = new Dictionary<uint, string>();
        foreach (var function in first.Functions)
        {
            if (function.SameAs == second.Name) continue;
            foreach (var (name, number) in function.Numbers) own.TryAdd(number, name);
        }

        foreach (var function in second.Functions)
        {
            if (function.SameAs == first.Name) continue;
            foreach (var (name, number) in function.Numbers)
            {
                if (own.TryGetValue(number, out var other) && !BothBorrow(first, second, number)) places.Add(new HcallCollisionPlace(number, other, name));
            }
        }

        places.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        if (places.Count > 0)
        {
            found.Add(new HcallCollision(
                HcallCollisionKind.Number, first, second, conduit, places, null,
                Explanation(first, second) ?? "the hypervisor cannot tell which of them is meant; a guest of one that runs under the other calls something else"));
        }

        foreach (var group in Misplaced(first, second).Concat(Misplaced(second, first)).Where(entry => places.TrueForAll(place => place.Number != entry.Number)).GroupBy(entry => entry.Range))
        {
            var numbers = group.OrderBy(entry => entry.Number).Select(entry => new HcallCollisionPlace(entry.Number, null, entry.Name)).ToList();
            var (owner, guest) = group.First().Owner == first ? (first, second) : (second, first);
            found.Add(new HcallCollision(
                HcallCollisionKind.Range, owner, guest, conduit, numbers, group.Key,
                Explanation(first, second) ?? $"{owner.Name} has the range for {(group.Key.Kind == "reserved" ? "something else, or nobody" : group.Key.Abi ?? group.Key.Name)}; another call may be there in future, or is already"));
        }

        if (places.Count == 0 && SharedRange(first, second) is { } shared)
        {
            found.Add(new HcallCollision(
                HcallCollisionKind.Shared, first, second, conduit, [], shared,
                "no number of one is a number of the other, yet nobody keeps it so: a guest has to detect which of them answers before it calls"));
        }
    }

    // Numbers of a service that its base gives to somebody else, or to nobody.
    private static IEnumerable<(HcallAbi Owner, uint Number, string Name, HcallRange Range)> Misplaced(HcallAbi owner, HcallAbi guest)
    {
        if (!Extends(guest, owner)) yield break;
        foreach (var function in guest.Functions.Where(function => function.SameAs is null))
        {
            foreach (var (name, number) in function.Numbers)
            {
                if (owner.Numbers.RangeOf(number) is { } range && (range.Kind == "reserved" || (range.Abi is { } holder && holder != guest.Name)))
                    yield return (owner, number, name, range);
            }
        }
    }

    private static HcallRange? SharedRange(HcallAbi first, HcallAbi second)
    {
        if (first.Root != second.Root || Extends(first, second) || Extends(second, first)) return null;
        var mine = VendorRanges(first);
        return VendorRanges(second).FirstOrDefault(mine.Contains);
    }

    private static HashSet<HcallRange> VendorRanges(HcallAbi abi) =>
    [
        .. abi.Functions.Where(function => function.SameAs is null).Select(function => abi.Root.Numbers.RangeOf(function.Number))
            .Concat(abi.Claims.Select(claim => abi.Root.Numbers.RangeOf(claim.First))).OfType<HcallRange>().Where(range => range.Kind is "vendor" or "private"),
    ];

    private static bool BothBorrow(HcallAbi first, HcallAbi second, uint number) =>
        BorrowedFrom(first, number) is { } lender && lender == BorrowedFrom(second, number);

    private static string? BorrowedFrom(HcallAbi abi, uint number) => abi.Functions.First(function => function.Numbers.Any(entry => entry.Number == number)).SameAs;

    private static bool Extends(HcallAbi abi, HcallAbi other)
    {
        for (var at = abi.Base; at is not null; at = at.Base)
        {
            if (at.Name == other.Name) return true;
        }

        return false;
    }

    private static string? Explanation(HcallAbi first, HcallAbi second) =>
        second.Conflicts.FirstOrDefault(known => known.With == first.Name)?.Description ?? first.Conflicts.FirstOrDefault(known => known.With == second.Name)?.Description;

    private static string? Meeting(HcallAbi first, HcallAbi second)
    {
        var meetings = Entries(first).SelectMany(a => Entries(second).Where(b => Meet(a, b)).Select(b => a.Trap is null ? b : a)).Distinct().ToList();
        if (meetings.Count == 0) return null;
        return string.Join("; ", meetings.Select(entry => $"{entry.Architecture} {entry.Trap ?? "instructions from the tree"}, {entry.Register}"));
    }

    // Instructions from the tree may be any.
    private static bool Meet((string Architecture, string? Trap, string Register) a, (string Architecture, string? Trap, string Register) b) =>
        a.Architecture == b.Architecture && a.Register == b.Register && (a.Trap is null || b.Trap is null || a.Trap == b.Trap);

    private static IEnumerable<(string Architecture, string? Trap, string Register)> Entries(HcallAbi abi)
    {
        foreach (var registers in abi.Registers)
        {
            var (architecture, register) = (registers.Architecture, registers.Function);
            switch (abi.Conduit.Kind)
            {
                case HcallConduitKind.Instruction:
                    yield return (architecture, abi.Conduit.ToString(), register);
                    break;
                case HcallConduitKind.Method:
                    yield return (architecture, $"hvc #0x{abi.Conduit.Immediate:x}", register);
                    yield return (architecture, $"smc #0x{abi.Conduit.Immediate:x}", register);
                    break;
                default:
                    yield return (architecture, null, register);
                    break;
            }
        }
    }
}
