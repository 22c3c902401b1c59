using Dtc.Tree;

namespace Cli.Options;

/// <summary>Finds what somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, if they are few for a word of this length.</summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        var limit = Math.Max(1, written.TrimStart('-').Length / 3) + 1; // exclusive
        if (written.Length > 64) return null;
        foreach (var candidate in candidates)
        {
            // Of an option of one letter any other would be "near"; only its other case is a likely slip.
            var isLetter = candidate.Length == 2 && candidate[0] == '-';
            var distance = isLetter
                ? string.Equals(written, candidate, StringComparison.OrdinalIgnoreCase) ? 1 : int.MaxValue
                : Suggestions.Distance(written, candidate, limit);
            if (distance >= limit) continue;
            limit = distance;
            best = candidate;
        }

        return best;
    }
}
