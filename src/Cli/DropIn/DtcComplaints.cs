namespace Cli.DropIn;

/// <summary>One line that dtc says about a source.</summary>
/// <param name="Subject">Set where dtc says what is wrong with the meaning of that place, if anything is; the text is empty.</param>
/// <param name="At">How far the source was read; null for the last words.</param>
/// <param name="Text">The line, whole.</param>
internal sealed record DtcComplaint(DtcPlace? Subject, DtcPlace? At, string Text);

/// <summary>What dtc's scanner and parser say about a source, in order.</summary>
internal sealed class DtcComplaints
{
    private readonly List<DtcComplaint> _lines = [];
    private readonly Dictionary<DtcPlace, DtcPlace> _moved = [];

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<DtcComplaint> Lines => _lines;

    /// <summary>dtc gave up: nothing is read any more.</summary>
    public bool Ended { get; private set; }

    /// <summary>A fault that dtc remembers and reads on after.</summary>
    public void Lexical(DtcPlace place, string text)
    {
        if (!Ended) _lines.Add(new(null, place, $"Lexical error: {place} {text}\n"));
    }

    /// <summary>A fault that the parser ends with.</summary>
    public void Syntax(DtcPlace place, string text)
    {
        if (Ended) return;
        _lines.Add(new(null, place, $"Error: {place} {text}\n"));
        Die("Unable to parse input tree\n");
    }

    /// <summary>
    /// The parser has taken what stands at <paramref name="subject"/>, and would now say what is wrong with its meaning:
    /// about <paramref name="place"/>, which is not always the same. It has read up to <paramref name="last"/>.
    /// </summary>
    public void Taken(DtcPlace subject, DtcPlace place, DtcPlace last)
    {
        if (!Ended) _lines.Add(new(subject, last, ""));
        if (!Ended && subject != place) _moved[subject] = place;
    }

    /// <summary>The place that dtc names for a fault at <paramref name="subject"/>.</summary>
    public DtcPlace PlaceOf(DtcPlace subject) => _moved.GetValueOrDefault(subject, subject);

    /// <summary>Ends the run.</summary>
    public void Die(string text)
    {
        if (!Ended) _lines.Add(new(null, null, $"FATAL ERROR: {text}"));
        Ended = true;
    }
}
