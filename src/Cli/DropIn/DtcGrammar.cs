using System.Text;
using Dtc.Parser;

namespace Cli.DropIn;

/// <summary>
/// dtc's grammar, read for its faults only: finds the token at which dtc's parser stops. The compiler's own parser goes
/// on after faults and names other places for them, which is better for people but not what scripts look for.
/// </summary>
internal sealed class DtcGrammar
{
    // bison's YYMAXDEPTH, of which the bottom of the stack takes one.
    private const int MaxStack = 10_000 - 1;

    private readonly DtcScanner _scanner;
    private readonly DtcComplaints _complaints;

    // Symbols on the stack of dtc's parser; what recurses here, or to the right in its grammar, lets it grow.
    private int _stack;

    private DtcGrammar(DtcScanner scanner, DtcComplaints complaints)
    {
        _scanner = scanner;
        _complaints = complaints;
    }

    /// <summary>Reads a whole source. Recurses as deep as it nests, up to where dtc's parser gives up.</summary>
    public static DtcComplaints Check(SourceFile file, SourceCache sources, IReadOnlyList<string> directories)
    {
        var complaints = new DtcComplaints();
        var scanner = new DtcScanner(sources, directories, complaints);
        scanner.Start(file);
        _ = new DtcGrammar(scanner, complaints).Source();
        return complaints;
    }

    // Everything below returns false as soon as the token at hand fits nowhere; then all is over.
    private bool Source()
    {
        var headers = 0;
        do
        {
            if (!Take(DtcToken.Version) || !Take(';')) return false;
            if (_scanner.Token == DtcToken.Plugin && !(Take(DtcToken.Plugin) && Take(';'))) return false;
            _stack = ++headers;
        }
        while (_scanner.Token == DtcToken.Version);

        const int Headers = 1;
        _stack = Headers;
        for (var reservations = 0; _scanner.Token is DtcToken.MemReserve or DtcToken.Label; _stack = Headers + ++reservations)
        {
            if (!Labels() || !Take(DtcToken.MemReserve) || !Number() || !Number() || !Take(';')) return false;
        }

        _stack = Headers + 1;
        for (var first = true; first || _scanner.Token != DtcToken.EndOfFile; first = false)
        {
            if (!Tree(first)) return false;
            _stack = Headers + 2;
        }

        return true;
    }

    private bool Tree(bool first)
    {
        if (Is('/')) return Take('/') && Node();
        switch (_scanner.Token)
        {
            case DtcToken.Reference:
                return Body(first);
            case DtcToken.Label when !first:
                return Take(DtcToken.Label) && Body(first);
            case DtcToken.DeleteNode or DtcToken.OmitIfUnreferenced when !first:
                if (!Shift()) return false;
                var reference = _scanner.Place;
                return Take(DtcToken.Reference) && Take(';') && Taken(reference, reference);
            default:
                return Fail();
        }
    }

    private bool Body(bool first)
    {
        var reference = _scanner.Place;
        if (!Take(DtcToken.Reference)) return false;
        var start = _scanner.Place;
        return Node() && Taken(reference, first ? start.To(_scanner.Previous) : reference);
    }

    private bool Node()
    {
        var bottom = _stack;
        if (!Take('{') || !Grow(_scanner.Previous)) return false;
        for (var children = false; !Is('}');)
        {
            var (start, below) = (_scanner.Place, _stack);
            if (!Item(out var isProperty, out var end)) return false;
            _stack = below;
            if (!isProperty)
            {
                children = true;
                _stack++;
            }
            else if (children)
            {
                _complaints.Syntax(start.To(end), "Properties must precede subnodes");
                return false;
            }
        }

        if (!Grow(_scanner.Place)) return false;
        _stack = bottom + 3; // the brace, properties and children
        return Take('}') && Take(';');
    }

    // A property or a child of either kind, with its labels. The place is that of a property's last token.
    private bool Item(out bool isProperty, out DtcPlace end)
    {
        isProperty = false;
        end = default;
        if (!Labels()) return false;
        var name = _scanner.Token == DtcToken.Name;
        switch (_scanner.Token)
        {
            case DtcToken.OmitIfUnreferenced:
                return Take(DtcToken.OmitIfUnreferenced) && Child();
            case DtcToken.DeleteNode:
                return Take(DtcToken.DeleteNode) && Take(DtcToken.Name) && Take(';');
            case DtcToken.DeleteProperty or DtcToken.Name:
                if (!Shift()) return false;
                if (name && Is('{')) return Node();
                if (!name && !Take(DtcToken.Name)) return false;
                if (name && Is('=') && !(Take('=') && Values())) return false;
                isProperty = true;
                end = _scanner.Place;
                return Take(';');
            default:
                return Fail();
        }
    }

    private bool Child()
    {
        while (_scanner.Token is DtcToken.Label or DtcToken.OmitIfUnreferenced)
        {
            if (!Shift()) return false;
        }

        if (_scanner.Token == DtcToken.DeleteNode) return Take(DtcToken.DeleteNode) && Take(DtcToken.Name) && Take(';');
        return Take(DtcToken.Name) && Node();
    }

    private bool Values()
    {
        if (!Grow(_scanner.Previous)) return false;
        for (var bottom = _stack; ; _stack = bottom)
        {
            SkipLabels();
            if (!Value()) return false;
            SkipLabels();
            if (!Is(',')) return true;
            _scanner.Next();
        }
    }

    private bool Value()
    {
        if (Is('<')) return Take('<') && Cells();
        if (Is('['))
        {
            _scanner.Next();
            while (_scanner.Token is DtcToken.Byte or DtcToken.Label) _scanner.Next();
            return Take(']');
        }

        switch (_scanner.Token)
        {
            case DtcToken.String or DtcToken.Reference:
                _scanner.Next();
                return true;
            case DtcToken.Bits:
                if (!Shift()) return false;
                var bits = _scanner.Place;
                if (!Take(DtcToken.Literal) || !Take('<')) return false;
                _stack -= 2; // one symbol now
                return Taken(bits, bits) && Cells();
            case DtcToken.IncBin:
                return IncBin();
            default:
                return Fail();
        }
    }

    private bool Cells()
    {
        for (var bottom = _stack; !Is('>'); _stack = bottom)
        {
            var start = _scanner.Place;
            if (_scanner.Token is DtcToken.Reference or DtcToken.Label) _scanner.Next();
            else if (!Number()) return false;
            start = start.To(_scanner.Previous);
            Taken(start, start);
        }

        return Take('>');
    }

    private bool IncBin()
    {
        if (!Take(DtcToken.IncBin) || !Take('(')) return false;
        var text = _scanner.Text;
        if (!Take(DtcToken.String)) return false;
        if (Is(',') && !(Take(',') && Number() && Take(',') && Number())) return false;
        if (!Is(')')) return Fail();
        var name = DtcPatterns.Unescaped(text.AsSpan(1, text.Length - 2), _complaints);
        if (_scanner.Open(Encoding.UTF8.GetString(name)) is null) return false;
        return Take(')');
    }

    private bool Number()
    {
        if (_scanner.Token is DtcToken.Literal or DtcToken.CharacterLiteral)
        {
            return Shift();
        }

        var bottom = _stack;
        if (!Take('(') || !Expression() || !Take(')')) return false;
        _stack = bottom + 1;
        return true;
    }

    // All binary operators are alike when only the end of the expression is looked for.
    private bool Expression()
    {
        var start = _stack;
        for (var bottom = start; ;)
        {
            while (_scanner.Character is (byte)'-' or (byte)'~' or (byte)'!')
            {
                if (!Shift()) return false;
            }

            if (!Number()) return false;
            _stack = bottom + 1;
            if (_scanner.Token == DtcToken.Operator || (_scanner.Character != 0 && "*/%+-<>&^|"u8.Contains(_scanner.Character)))
            {
                if (!Shift()) return false;
                continue;
            }

            if (!Is('?'))
            {
                _stack = start + 1;
                return true;
            }

            if (!(Take('?') && Expression() && Take(':'))) return false;
            bottom = _stack;
        }
    }

    // Labels that stay on the stack until what they stand before has been read.
    private bool Labels()
    {
        while (_scanner.Token == DtcToken.Label)
        {
            if (!Shift()) return false;
        }

        return true;
    }

    private void SkipLabels()
    {
        while (_scanner.Token == DtcToken.Label) _scanner.Next();
    }

    private bool Is(char c) => _scanner.Character == c;

    private bool Take(char c) => Is(c) ? Shift() : Fail();

    private bool Take(DtcToken token) => _scanner.Token == token ? Shift() : Fail();

    private bool Shift()
    {
        if (!Grow(_scanner.Place)) return false;
        _scanner.Next();
        return true;
    }

    // A symbol more on the stack; the token that was read last is at the place.
    private bool Grow(DtcPlace place)
    {
        if (++_stack < MaxStack) return true;
        _complaints.Syntax(place, "memory exhausted");
        return false;
    }

    private bool Taken(DtcPlace subject, DtcPlace place)
    {
        _complaints.Taken(subject, place, _scanner.Previous);
        return true;
    }

    private bool Fail()
    {
        _complaints.Syntax(_scanner.Place, "syntax error");
        return false;
    }
}
