using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <summary>Finds what somebody may have meant, stricter than for labels: most names of properties resemble others.</summary>
internal static class NearMiss
{
    private const int MaxLength = 64;
    private const int MaxTypos = 2;

    /// <summary>The nearest candidate, if it is near enough to be meant; ties go to the first by name.</summary>
    public static string? Of(string wanted, IEnumerable<string> candidates)
    {
        if (wanted.Length is 0 or > MaxLength) return null;
        var limit = LimitFor(wanted);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (candidate == wanted) continue;
            var distance = Suggestions.Distance(wanted, candidate, limit);
            if (distance > limit || distance == candidate.Length) continue;
            if (best is not null && distance == limit && string.CompareOrdinal(candidate, best) >= 0) continue;
            (best, limit) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Whether one may be meant by the other.</summary>
    public static bool IsNear(string one, string other) =>
        one.Length is > 0 and <= MaxLength && Suggestions.Distance(one, other, LimitFor(one)) <= LimitFor(one);

    /// <summary>
    /// The nearest compatible: one of the same vendor, or the same device of a vendor that is written similarly. There
    /// are tens of thousands, so the others are not even compared.
    /// </summary>
    public static string? OfCompatible(string wanted, IEnumerable<string> candidates)
    {
        var comma = wanted.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return Of(wanted, candidates);
        var (vendor, device) = (wanted[..(comma + 1)], wanted[comma..]);
        var near = Of(wanted, candidates.Where(c =>
            (c.StartsWith(vendor, StringComparison.Ordinal) || c.EndsWith(device, StringComparison.Ordinal)) && HaveSameDigits(c, wanted)));
        return near is not null && Suggestions.Distance(wanted, near, MaxTypos) <= MaxTypos ? near : null;
    }

    // Another number is another device, not a typing error.
    private static bool HaveSameDigits(string one, string other)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < one.Length && !char.IsAsciiDigit(one[i])) i++;
            while (j < other.Length && !char.IsAsciiDigit(other[j])) j++;
            if (i == one.Length || j == other.Length) return i == one.Length && j == other.Length;
            if (one[i++] != other[j++]) return false;
        }
    }

    /// <summary>The words for it; null when there is none.</summary>
    public static string? DidYouMean(string? name) => name is null ? null : $"did you mean '{name}'?";

    private static int LimitFor(string wanted) => Math.Clamp(wanted.Length / 4, 1, 3);
}
