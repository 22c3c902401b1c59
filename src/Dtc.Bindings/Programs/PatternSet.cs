using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>
/// The patterns of one <c>patternProperties</c>: which of them match a name. Prefixes, of which vendor names give
/// about a thousand, are found by hash; answers are kept, because the same names come again in every tree.
/// </summary>
internal sealed class PatternSet
{
    // Answers kept, a power of two; a name takes the place of another one now and then.
    private const int FewAnswers = 64;
    private const int ManyAnswers = 2048;
    private const int FewPatterns = 12;

    private readonly NamePattern[] _patterns;
    private readonly Dictionary<string, int> _prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly int[] _prefixLengths;
    private readonly int[] _others;
    private readonly Answer?[] _answers;
    private string? _listing;

    public PatternSet(IReadOnlyList<string> sources)
    {
        _patterns = new NamePattern[sources.Count];
        _answers = new Answer?[sources.Count <= FewPatterns ? FewAnswers : ManyAnswers];
        var others = new List<int>();
        for (var i = 0; i < sources.Count; i++)
        {
            _patterns[i] = new NamePattern(sources[i]);
            if (!_patterns[i].IsPrefix || !_prefixes.TryAdd(_patterns[i].Literal, i)) others.Add(i);
        }

        _bySpan = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixLengths = [.. _prefixes.Keys.Select(k => k.Length).Distinct()];
        _others = [.. others];
    }

    /// <summary>The patterns in the order and form that messages list them in.</summary>
    public string Listing => _listing ??= string.Join(
        ", ", _patterns.Select(p => p.Source).Order(StringComparer.Ordinal).Select(PythonText.Of));

    /// <summary>Places of the patterns that match, ascending.</summary>
    public int[] Matches(Symbol name)
    {
        ref var known = ref _answers[name.Hash & (_answers.Length - 1)];
        if (known is { } entry && ReferenceEquals(entry.Name, name)) return entry.Matches;

        // Threads may overwrite each other's answers, which then are worked out again.
        var answer = new Answer(name, Match(name.Text));
        known = answer;
        return answer.Matches;
    }

    private int[] Match(string name)
    {
        List<int>? found = null;
        foreach (var length in _prefixLengths)
        {
            if (length <= name.Length && _bySpan.TryGetValue(name.AsSpan(0, length), out var at)) (found ??= []).Add(at);
        }

        foreach (var at in _others)
        {
            if (_patterns[at].IsMatch(name)) (found ??= []).Add(at);
        }

        if (found is null) return [];
        found.Sort();
        return [.. found];
    }

    private sealed record Answer(Symbol Name, int[] Matches);
}
