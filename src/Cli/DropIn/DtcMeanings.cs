using Dtc.Tree;

namespace Cli.DropIn;

/// <summary>What is wrong with the meaning of a source, to be told as dtc's parser comes by. Every finding is given out once.</summary>
internal sealed class DtcMeanings
{
    private readonly List<(DtcPlace Place, Diagnostic Finding)> _findings = [];
    private readonly Dictionary<DtcPlace, List<int>> _at = [];

    // By file those that have no place of their own in the grammar; what ends first comes first.
    private readonly Dictionary<string, PriorityQueue<int, (int Line, int Column)>> _unplaced = [];
    private readonly List<bool> _told = [];
    private readonly List<int> _taken = [];

    /// <summary>Adds a finding about a place.</summary>
    /// <param name="place">Where.</param>
    /// <param name="finding">What.</param>
    /// <param name="isPlaced">It is told when that very place has been taken, not before.</param>
    public void Add(DtcPlace place, Diagnostic finding, bool isPlaced)
    {
        var index = _findings.Count;
        _findings.Add((place, finding));
        _told.Add(false);
        if (!_at.TryGetValue(place, out var here)) _at[place] = here = [];
        here.Add(index);
        if (isPlaced) return;
        if (!_unplaced.TryGetValue(place.File, out var queue)) _unplaced[place.File] = queue = new();
        queue.Enqueue(index, (place.EndLine, place.EndColumn));
    }

    /// <summary>
    /// What is to be told about <paramref name="marked"/>, and what has no place of its own and lies before
    /// <paramref name="at"/>, which the parser has read, or else come upon. Valid until the next call.
    /// </summary>
    public IEnumerable<(DtcPlace Place, Diagnostic Finding)> Take(DtcPlace? marked, DtcPlace at, bool read)
    {
        _taken.Clear();
        if (marked is { } subject && _at.Remove(subject, out var here))
        {
            foreach (var index in here) Take(index);
        }

        if (_unplaced.TryGetValue(at.File, out var queue))
        {
            var end = read ? (at.EndLine, at.EndColumn) : (at.Line, at.Column);
            while (queue.TryPeek(out _, out var place) && place.CompareTo(end) <= 0) Take(queue.Dequeue());
        }

        _taken.Sort();
        return _taken.Select(index => _findings[index]);
    }

    /// <summary>What has not been given out.</summary>
    public IEnumerable<(DtcPlace Place, Diagnostic Finding)> Rest() => _findings.Where((_, index) => !_told[index]);

    private void Take(int index)
    {
        if (_told[index]) return;
        _told[index] = true;
        _taken.Add(index);
    }
}
