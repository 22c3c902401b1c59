using System.Text;
using Dtc.Parser;

namespace Cli.DropIn;

/// <summary>
/// dtc's grammar, read for its faults only: finds the token at which dtc's parser stops. The compiler's own parser goes
/// on after faults and names other places for them, which is better for people but not what scripts look for.
/// </summary>
internal sealed class DtcGrammar
{
    private readonly DtcScanner _scanner;
    private readonly DtcComplaints _complaints;

    private DtcGrammar(DtcScanner scanner, DtcComplaints complaints)
    {
        _scanner = scanner;
        _complaints = complaints;
    }

    /// <summary>Reads a whole source. Recurses as deep as it nests.</summary>
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
        do
        {
            if (!Take(DtcToken.Version) || !Take(';')) return false;
            if (_scanner.Token == DtcToken.Plugin && !(Take(DtcToken.Plugin) && Take(';'))) return false;
        }
        while (_scanner.Token == DtcToken.Version);

        while (_scanner.Token is DtcToken.MemReserve or DtcToken.Label)
        {
            Labels();
            if (!Take(DtcToken.MemReserve) || !Number() || !Number() || !Take(';')) return false;
        }

        for (var first = true; first || _scanner.Token != DtcToken.EndOfFile; first = false)
        {
            if (!Tree(first)) return false;
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
                _scanner.Next();
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
        if (!Take('{')) return false;
        for (var children = false; !Is('}');)
        {
            var start = _scanner.Place;
            if (!Item(out var isProperty, out var end)) return false;
            if (!isProperty) children = true;
            else if (children)
            {
                _complaints.Syntax(start.To(end), "Properties must precede subnodes");
                return false;
            }
        }

        return Take('}') && Take(';');
    }

    // A property or a child of either kind, with its labels. The place is that of a property's last token.
    private bool Item(out bool isProperty, out DtcPlace end)
    {
        isProperty = false;
        end = default;
        Labels();
        var name = _scanner.Token == DtcToken.Name;
        switch (_scanner.Token)
        {
            case DtcToken.OmitIfUnreferenced:
                return Take(DtcToken.OmitIfUnreferenced) && Child();
            case DtcToken.DeleteNode:
                return Take(DtcToken.DeleteNode) && Take(DtcToken.Name) && Take(';');
            case DtcToken.DeleteProperty or DtcToken.Name:
                _scanner.Next();
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
        while (_scanner.Token is DtcToken.Label or DtcToken.OmitIfUnreferenced) _scanner.Next();
        if (_scanner.Token == DtcToken.DeleteNode) return Take(DtcToken.DeleteNode) && Take(DtcToken.Name) && Take(';');
        return Take(DtcToken.Name) && Node();
    }

    private bool Values()
    {
        while (true)
        {
            Labels();
            if (!Value()) return false;
            Labels();
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
                _scanner.Next();
                var bits = _scanner.Place;
                return Take(DtcToken.Literal) && Take('<') && Taken(bits, bits) && Cells();
            case DtcToken.IncBin:
                return IncBin();
            default:
                return Fail();
        }
    }

    private bool Cells()
    {
        while (!Is('>'))
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
            _scanner.Next();
            return true;
        }

        return Take('(') && Expression() && Take(')');
    }

    // All binary operators are alike when only the end of the expression is looked for.
    private bool Expression()
    {
        while (true)
        {
            while (_scanner.Character is (byte)'-' or (byte)'~' or (byte)'!') _scanner.Next();
            if (!Number()) return false;
            if (_scanner.Token == DtcToken.Operator || (_scanner.Character != 0 && "*/%+-<>&^|"u8.Contains(_scanner.Character)))
            {
                _scanner.Next();
                continue;
            }

            if (!Is('?')) return true;
            if (!(Take('?') && Expression() && Take(':'))) return false;
        }
    }

    private void Labels()
    {
        while (_scanner.Token == DtcToken.Label) _scanner.Next();
    }

    private bool Is(char c) => _scanner.Character == c;

    private bool Take(char c)
    {
        if (!Is(c)) return Fail();
        _scanner.Next();
        return true;
    }

    private bool Take(DtcToken token)
    {
        if (_scanner.Token != token) return Fail();
        _scanner.Next();
        return true;
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
