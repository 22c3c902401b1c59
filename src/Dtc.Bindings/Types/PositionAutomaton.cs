using System.Numerics;

namespace Dtc.Bindings.Types;

/// <summary>
/// A regular expression without look-around as the set of its positions (after Glushkov): a state is the set of positions
/// that the last character may have been, in one word. It takes microseconds to make, time in proportion to the text to
/// run, and cannot backtrack. It says whether there is a match at all, which is all that bindings ask; greed does not
/// matter then. Texts are ASCII; expressions have at most 64 positions.
/// </summary>
internal sealed class PositionAutomaton
{
    private readonly ulong[] _follow;
    private readonly ulong[] _members;

    // Where a match may begin: only at the start of the text, or anywhere. Where it may end, likewise.
    private ulong _firstAtStart;
    private ulong _firstAnywhere;
    private ulong _lastAtEnd;
    private ulong _lastAnywhere;
    private bool _matchesAll;
    private bool _matchesEmpty;

    private PositionAutomaton(ulong[] follow, ulong[] members)
    {
        _follow = follow;
        _members = members;
    }

    /// <summary>Makes the automaton of an expression of Python's syntax.</summary>
    /// <returns>Null when it has forms or sizes that a regex engine is needed for, or is no regular expression.</returns>
    public static PositionAutomaton? TryMake(string pattern)
    {
        var parser = new PositionParser(pattern);
        var automaton = new PositionAutomaton(parser.Follow, parser.Members);
        do
        {
            if (!parser.TryAlternative(out var part, out var atStart, out var atEnd)) return null;
            automaton.Add(part, atStart, atEnd);
        }
        while (parser.TakeBar());
        return parser.IsAtEnd ? automaton : null;
    }

    /// <summary>Whether the expression finds something in a text; null when the text is not ASCII.</summary>
    public bool? Finds(string text)
    {
        if (_matchesAll) return true;
        if (text.Length == 0 || text is "\n") return _matchesEmpty || (text.Length > 0 && Run(text) == true);
        return Run(text);
    }

    private bool? Run(string text)
    {
        // Also before a line end that is the last character.
        var end = text[^1] == '\n' ? text.Length - 1 : text.Length;
        var state = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            var next = i == 0 ? _firstAtStart | _firstAnywhere : _firstAnywhere;
            for (; state != 0; state &= state - 1) next |= _follow[BitOperations.TrailingZeroCount(state)];
            if (next == 0) return false;
            if (text[i] >= _members.Length) return null;
            state = next & _members[text[i]];
            if ((state & _lastAnywhere) != 0) return true;
            if ((state & _lastAtEnd) != 0 && i + 1 >= end) return true;
        }

        return false;
    }

    private void Add(PositionSet part, bool atStart, bool atEnd)
    {
        if (atStart) _firstAtStart |= part.First;
        else _firstAnywhere |= part.First;
        if (atEnd) _lastAtEnd |= part.Last;
        else _lastAnywhere |= part.Last;
        if (!part.IsNullable) return;
        if (atStart && atEnd) _matchesEmpty = true;
        else _matchesAll = true;
    }
}
