namespace Dtc.Tree;

/// <summary>Finds the names somebody may have meant.</summary>
public static class Suggestions
{
    // Comparing with more names than this costs more than the hint is worth.
    private const int MaxCandidates = 20_000;

    /// <summary>Up to three of <paramref name="candidates"/> close to <paramref name="wanted"/>, nearest first.</summary>
    public static IReadOnlyList<string> Nearest(string wanted, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(candidates);
        if (wanted.Length is 0 or > 100) return [];
        var limit = Math.Max(1, wanted.Length / 3);
        var best = new List<(int Distance, string Text)>();
        foreach (var candidate in candidates.Take(MaxCandidates))
        {
            var distance = Distance(wanted, candidate, limit);
            if (distance <= limit) best.Add((distance, candidate));
        }

        return [.. best.OrderBy(b => b.Distance).ThenBy(b => b.Text, StringComparer.Ordinal).Take(3).Select(b => b.Text)];
    }

    /// <summary>"did you mean 'a', 'b' or 'c'?"; null when nothing is close.</summary>
    public static string? DidYouMean(string wanted, IEnumerable<string> candidates)
    {
        var near = Nearest(wanted, candidates);
        return near.Count switch
        {
            0 => null,
            1 => $"did you mean '{near[0]}'?",
            2 => $"did you mean '{near[0]}' or '{near[1]}'?",
            _ => $"did you mean '{near[0]}', '{near[1]}' or '{near[2]}'?",
        };
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that turn one short word into the other; a
    /// number above <paramref name="limit"/> when there are more than that.
    /// </summary>
    public static int Distance(string a, string b, int limit)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (Math.Abs(a.Length - b.Length) > limit) return limit + 1;
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var smallest = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var d = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d = Math.Min(d, before[j - 2] + 1);
                row[j] = d;
                smallest = Math.Min(smallest, d);
            }

            if (smallest > limit) return limit + 1;
            var spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return last[b.Length];
    }
}
