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
                : Distance(written, candidate);
            if (distance >= limit) continue;
            limit = distance;
            best = candidate;
        }

        return best;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    public static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var cost = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, rows[i - 2, j - 2] + 1);
                rows[i, j] = cost;
            }
        }

        return rows[a.Length, b.Length];
    }
}
