using System.Globalization;
using System.Numerics;

namespace Dtc.Bindings.Types;

/// <summary>A part of an expression.</summary>
/// <param name="IsNullable">Whether it matches the empty text.</param>
/// <param name="First">Positions its matches begin with.</param>
/// <param name="Last">Positions they end with.</param>
internal readonly record struct PositionSet(bool IsNullable, ulong First, ulong Last);

/// <summary>
/// Reads an expression into positions. Anything that is not plainly understood makes it give up, whoever asks then takes a
/// regex engine.
/// </summary>
internal sealed class PositionParser(string pattern)
{
    private const int MostPositions = 64;
    private const int Ascii = 128;
    private const int MostDepth = 20;
    private const int MostSteps = 1000;

    private static readonly PositionSet Empty = new(true, 0, 0);

    // Python's idea of them.
    private static readonly UInt128 Spaces = Range('\t', '\r') | Range('\x1c', ' ');

    private int _at;
    private int _count;
    private int _steps;

    /// <summary>For each position those that may come after it.</summary>
    public ulong[] Follow { get; } = new ulong[MostPositions];

    /// <summary>For each character the positions it may stand at.</summary>
    public ulong[] Members { get; } = new ulong[Ascii];

    public bool IsAtEnd => _at == pattern.Length;

    /// <summary>Takes the bar between two alternatives.</summary>
    public bool TakeBar() => Take('|');

    /// <summary>Reads one alternative of the whole expression, with its anchors.</summary>
    public bool TryAlternative(out PositionSet part, out bool atStart, out bool atEnd)
    {
        atEnd = false;
        atStart = Take('^');
        if (!TrySequence(out part, 0)) return false;
        atEnd = Take('$');
        return true;
    }

    private bool TrySequence(out PositionSet sequence, int depth)
    {
        sequence = Empty;
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')' or '$'))
        {
            if (!TryRepeated(out var part, depth)) return false;
            sequence = Join(sequence, part);
        }

        return true;
    }

    private bool TryRepeated(out PositionSet part, int depth)
    {
        var start = _at;
        if (!TryAtom(out part, depth)) return false;
        if (!TryQuantifier(out var least, out var most)) return false;
        if (least == 1 && most == 1) return true;
        if (most < least) return false;
        var end = _at;
        var one = part;
        part = Empty;

        // Each time it may occur is a copy; of the last one there may be any number when there is no limit.
        var copies = most == int.MaxValue ? Math.Max(1, least) : most;
        for (var i = 0; i < copies; i++)
        {
            if (i > 0)
            {
                _at = start;
                if (!TryAtom(out one, depth)) return false;
            }

            if (most == int.MaxValue && i == copies - 1) Connect(one.Last, one.First);
            part = Join(part, i < least ? one : one with { IsNullable = true });
        }

        _at = end;
        return true;
    }

    // A lazy one finds the same texts.
    private bool TryQuantifier(out int least, out int most)
    {
        (least, most) = (1, 1);
        if (Take('*')) (least, most) = (0, int.MaxValue);
        else if (Take('+')) most = int.MaxValue;
        else if (Take('?')) least = 0;
        else if (_at >= pattern.Length || pattern[_at] != '{' || !TryRange(ref least, ref most)) return true;
        Take('?');
        return _at >= pattern.Length || pattern[_at] is not ('*' or '+' or '?' or '{');
    }

    // Braces that hold no range are text.
    private bool TryRange(ref int least, ref int most)
    {
        var end = pattern.IndexOf('}', _at);
        if (end < 0) return false;
        var range = pattern.AsSpan(_at + 1, end - _at - 1);
        var comma = range.IndexOf(',');
        var low = comma < 0 ? range : range[..comma];
        var high = comma < 0 ? range : range[(comma + 1)..];
        if (range.IsEmpty || !TryNumber(low, 0, out var from) || !TryNumber(high, int.MaxValue, out var to)) return false;
        (least, most) = (from, to);
        _at = end + 1;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, int otherwise, out int number)
    {
        number = otherwise;
        return digits.IsEmpty || int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private bool TryAtom(out PositionSet atom, int depth)
    {
        atom = Empty;

        // Repeats of repeats of nothing take no positions, and yet have to end.
        if (_at >= pattern.Length || depth > MostDepth || ++_steps > MostSteps) return false;
        var members = default(UInt128);
        var c = pattern[_at++];
        switch (c)
        {
            case '(':
                return TryGroup(out atom, depth);
            case '[':
                return TryClass(out members) && TryPosition(members, out atom);
            case '\\':
                return TryEscape(out members) && TryPosition(members, out atom);
            case '.':
                return TryPosition(~One('\n'), out atom);
            case '*' or '+' or '?' or '^':
                return false;
            case '{' when _at < pattern.Length && pattern[_at] is (>= '0' and <= '9') or ',':
                return false;
            default:
                return c < Ascii && TryPosition(One(c), out atom);
        }
    }

    private bool TryGroup(out PositionSet group, int depth)
    {
        group = default;
        if (Take('?') && !Take(':')) return false;
        do
        {
            if (!TrySequence(out var alternative, depth + 1)) return false;
            group = new PositionSet(
                group.IsNullable || alternative.IsNullable, group.First | alternative.First, group.Last | alternative.Last);
        }
        while (Take('|'));
        return Take(')');
    }

    private bool TryClass(out UInt128 members)
    {
        members = 0;
        var isNegated = Take('^');
        for (var isFirst = true; _at < pattern.Length; isFirst = false)
        {
            if (pattern[_at] == ']' && !isFirst)
            {
                _at++;
                if (isNegated) members = ~members;
                return true;
            }

            if (!TryMember(out var low)) return false;
            if (_at + 1 >= pattern.Length || pattern[_at] != '-' || pattern[_at + 1] == ']')
            {
                members |= low;
                continue;
            }

            _at++;
            if (!TryMember(out var high) || !UInt128.IsPow2(low) || !UInt128.IsPow2(high) || low > high) return false;
            members |= (high - low) | high;
        }

        return false;
    }

    private bool TryMember(out UInt128 members)
    {
        members = 0;
        if (_at >= pattern.Length) return false;
        var c = pattern[_at++];
        if (c == '\\') return TryEscape(out members);
        members = c < Ascii ? One(c) : 0;
        return c < Ascii;
    }

    private bool TryEscape(out UInt128 members)
    {
        members = 0;
        if (_at >= pattern.Length) return false;
        var c = pattern[_at++];
        var digits = Range('0', '9');
        var words = digits | Range('a', 'z') | Range('A', 'Z') | One('_');
        members = c switch
        {
            'd' => digits,
            'D' => ~digits,
            'w' => words,
            'W' => ~words,
            's' => Spaces,
            'S' => ~Spaces,
            't' => One('\t'),
            'n' => One('\n'),
            'r' => One('\r'),
            < (char)Ascii when !char.IsAsciiLetterOrDigit(c) => One(c),
            _ => 0,
        };
        return members != 0;
    }

    private bool TryPosition(UInt128 members, out PositionSet atom)
    {
        atom = default;
        if (_count == MostPositions) return false;
        var position = 1UL << _count++;
        var low = (ulong)members;
        var high = (ulong)(members >> 64);
        for (; low != 0; low &= low - 1) Members[BitOperations.TrailingZeroCount(low)] |= position;
        for (; high != 0; high &= high - 1) Members[64 + BitOperations.TrailingZeroCount(high)] |= position;
        atom = new PositionSet(false, position, position);
        return true;
    }

    private PositionSet Join(PositionSet one, PositionSet two)
    {
        Connect(one.Last, two.First);
        return new PositionSet(
            one.IsNullable && two.IsNullable,
            one.First | (one.IsNullable ? two.First : 0),
            two.Last | (two.IsNullable ? one.Last : 0));
    }

    private void Connect(ulong from, ulong to)
    {
        for (; from != 0; from &= from - 1) Follow[BitOperations.TrailingZeroCount(from)] |= to;
    }

    private bool Take(char c)
    {
        if (_at >= pattern.Length || pattern[_at] != c) return false;
        _at++;
        return true;
    }

    private static UInt128 One(char c) => UInt128.One << c;

    private static UInt128 Range(char low, char high) => (One(high) - One(low)) | One(high);
}
