using System.Globalization;
using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content>Properties and their values.</content>
public sealed partial class DtsParser
{
    // All values of one tree together; a blob cannot be much larger.
    private const long MaxValueBytes = 1L << 30;

    private static readonly string[] Directives = ["#include", "#define", "#undef", "#ifdef", "#ifndef", "#endif", "#else", "#elif"];

    private readonly ValueBuffer _value = new();
    private Marker[] _markers = new Marker[64];
    private int _markerCount;
    private long _valueBytes;

    private void Property(Node node, Name name, SourceSpan nameSpan, bool merging, int body, int labels)
    {
        _value.Clear();
        _markerCount = 0;
        if (_lexer.Is('='))
        {
            _lexer.Next();
            if (!Values(name)) return;
        }
        else if (!_lexer.Is(';') && !_lexer.Is('}') && !_lexer.StartsLine && _lexer.Kind != TokenKind.EndOfFile)
        {
            var help = name.Utf8[0] == '#' && (_lexer.Kind == TokenKind.String || _lexer.Is('<'))
                && Suggestions.DidYouMean(name.ToString(), Directives) is { } directive ? directive
                : _lexer.Is('<') || _lexer.Is('[') || _lexer.Kind == TokenKind.String ? "put '=' before the value" : null;
            Report(Rules.SyntaxError, _lexer.Span, $"expected '=', ';' or '{{' after '{Shown(name)}', found {Described()}", help);
            SkipStatement();
            return;
        }

        var span = SourceSpan.FromBounds(nameSpan.Start, _lexer.Is(';') ? _lexer.End : _lexer.PreviousEnd);
        ExpectSemicolon($"the property '{Shown(name)}'");
        if ((_valueBytes += _value.Length) > MaxValueBytes)
        {
            Report(Rules.TooLarge, nameSpan, $"the values of the tree together exceed {MaxValueBytes >> 20} MiB");
            _lexer.Abandon();
            _lexer.Next();
            _unwinding = true;
            return;
        }

        var existing = merging ? node.FindWithDeleted(name) : null;
        var property = existing ?? new Property(name, span);
        if (existing is null) node.Append(property);
        else
        {
            if (existing.SetInBody == body && !existing.Deleted) CheckRepeatedProperty(existing, nameSpan);
            existing.Override(span);
            existing.Deleted = false;
        }

        property.SetInBody = body;
        LabelProperty(property, labels, existing is not null);
        _tree.SetValue(property, _value.Span, _markers.AsSpan(0, _markerCount));
    }

    private void CheckRepeatedProperty(Property property, SourceSpan nameSpan)
    {
        if (_map.Physical(property.Span.Start)?.File != _map.Physical(nameSpan.Start)?.File) return;
        _diagnostics.Add(new Diagnostic(Rules.RepeatedProperty, nameSpan,
            $"'{Shown(property.Name)}' is given a second time in the same body; the first value is lost")
        {
            Related = [new RelatedSpan("the first one", new SourceSpan(property.Span.Start, property.Name.Length))],
            Help = "remove one of them",
        });
    }

    private void LabelProperty(Property property, int labels, bool merging)
    {
        var count = _pendingLabels.Count;
        if (merging)
        {
            var last = LastPlaces(labels);
            for (var i = labels; i < count; i++)
            {
                if (!RepeatedLater(i, last)) property.AddLabel(_pendingLabels[i].Name, _pendingLabels[i].Span);
            }
        }
        else
        {
            for (var i = count - 1; i >= labels; i--) property.AddLabel(_pendingLabels[i].Name, _pendingLabels[i].Span);
        }
    }

    // value { , value } with labels anywhere between; false when the statement was given up (and skipped).
    private bool Values(Name name)
    {
        while (true)
        {
            MarkLabels();
            if (!Value(name)) return false;
            var (start, end, markers) = (_lexer.Start, _lexer.PreviousEnd, _markerCount);
            var startsLine = _lexer.Kind == TokenKind.Label && _lexer.StartsLine;
            MarkLabels();
            if (!_lexer.Is(','))
            {
                // Labels may follow a value, but where no ';' comes they begin the next statement.
                if (startsLine && !_lexer.Is(';'))
                {
                    _markerCount = markers;
                    _lexer.Rewind(start, end, Lexer.Mode.Names);
                }

                return true;
            }

            _lexer.Next();
        }
    }

    private void MarkLabels()
    {
        while (_lexer.Kind == TokenKind.Label)
        {
            Mark(MarkerKind.Label, _lexer.Name, _lexer.Span);
            _lexer.Next();
        }
    }

    private bool Value(Name name)
    {
        switch (_lexer.Kind)
        {
            case TokenKind.String:
                Mark(MarkerKind.String, null, _lexer.Span);
                _value.Add(_lexer.StringContent());
                _value.Add(0);
                var (open, lineEnd) = (_lexer.Start, _lexer.Text.IndexOf((byte)'\n'));
                _lexer.Next();
                if (lineEnd >= 0 && !(_lexer.Is(',') || _lexer.Is(';') || _lexer.Is('}') || _lexer.Kind == TokenKind.Label))
                {
                    // The text that follows its end says that it ran into the next string.
                    Report(Rules.UnterminatedText, new SourceSpan(open, lineEnd), "this string runs on into the next line",
                        "is its closing '\"' missing?");
                    _lexer.Rewind(open + lineEnd, open + lineEnd, Lexer.Mode.Names);
                    return false;
                }

                if (_lexer.Kind == TokenKind.String)
                {
                    Report(Rules.SyntaxError, new SourceSpan(_lexer.PreviousEnd, 0), "expected ',' between two strings",
                        "strings are not joined as in C; separate list entries by ','");
                    return Value(name);
                }

                return true;
            case TokenKind.Char when _lexer.Is('<'):
                return Cells(32);
            case TokenKind.Bits:
                return SizedCells();
            case TokenKind.Char when _lexer.Is('['):
                return ByteString();
            case TokenKind.LabelReference or TokenKind.PathReference:
                Mark(MarkerKind.String, _lexer.Name, _lexer.Span);
                Mark(MarkerKind.PathReference, _lexer.Name, _lexer.Span);
                _lexer.Next();
                return true;
            case TokenKind.IncBin:
                return IncBin();
            case TokenKind.Literal or TokenKind.CharLiteral:
            case TokenKind.Char when _lexer.Is('('):
                Report(Rules.SyntaxError, _lexer.Span, $"a number as a value of '{Shown(name)}' needs '< >' around it",
                    "write <1> for a cell, \"1\" for a string, [01] for bytes");
                SkipStatement();
                return false;
            case TokenKind.Identifier:
                Report(Rules.UnexpectedIdentifier, _lexer.Span, $"unexpected {Described()} as a value of '{Shown(name)}'",
                    MacroHelp(_lexer.Name));
                SkipStatement();
                return false;
            default:
                Report(Rules.SyntaxError, _lexer.Span, $"expected a value for '{Shown(name)}', found {Described()}");
                if (!_lexer.Is('}')) SkipStatement();
                return false;
        }
    }

    // /bits/ N < ... >
    private bool SizedCells()
    {
        _lexer.Next();
        if (_lexer.Kind != TokenKind.Literal)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected 8, 16, 32 or 64 after '/bits/', found {Described()}");
            SkipStatement();
            return false;
        }

        var bits = (int)Math.Min(_lexer.Value, 1000);
        if (bits is not (8 or 16 or 32 or 64))
        {
            Report(Rules.BadBits, _lexer.Span, $"array elements cannot be {_lexer.Value} bits wide", "use 8, 16, 32 or 64");
            bits = 32;
        }

        _lexer.Next();
        if (_lexer.Is('<')) return Cells(bits);
        Report(Rules.SyntaxError, _lexer.Span, $"expected '<' after '/bits/ {bits}', found {Described()}");
        SkipStatement();
        return false;
    }

    // < cells >
    private bool Cells(int bits)
    {
        var open = _lexer.Start;
        Mark(bits switch { 8 => MarkerKind.UInt8, 16 => MarkerKind.UInt16, 32 => MarkerKind.UInt32, _ => MarkerKind.UInt64 },
            null, _lexer.Span);
        _lexer.Next();
        while (true)
        {
            switch (_lexer.Kind)
            {
                case TokenKind.Literal or TokenKind.CharLiteral:
                    AddElement(_lexer.Value, bits, _lexer.Span);
                    _lexer.Next();
                    continue;
                case TokenKind.LabelReference or TokenKind.PathReference:
                    if (bits == 32) Mark(MarkerKind.PhandleReference, _lexer.Name, _lexer.Span);
                    else
                    {
                        Report(Rules.ReferenceNeedsCells, _lexer.Span,
                            $"{Described()} stands in an array of {bits}-bit elements", "a phandle needs a 32-bit cell");
                    }

                    _value.AddInteger(ulong.MaxValue, bits);
                    _lexer.Next();
                    continue;
                case TokenKind.Label:
                    Mark(MarkerKind.Label, _lexer.Name, _lexer.Span);
                    _lexer.Next();
                    continue;
                case TokenKind.Identifier:
                    UnexpectedWord();
                    _value.AddInteger(0, bits);
                    continue;
            }

            switch ((char)_lexer.Char)
            {
                case '>':
                    _lexer.Next();
                    return true;
                case '(':
                    var start = _lexer.Start;
                    _ = IntegerPrimary(out var value);
                    AddElement(value, bits, SourceSpan.FromBounds(start, _lexer.PreviousEnd));
                    if (!_angleTaken) continue;
                    _angleTaken = false;
                    return true;
            }

            if (!RecoverInCells(open)) return false;
        }
    }

    // False when the rest of the statement was given up, true to go on behind a wrong token.
    private bool RecoverInCells(int open)
    {
        if (_lexer.Is(','))
        {
            Report(Rules.SyntaxError, _lexer.Span, "cells are separated by blanks, not by ','", "remove the ',', or close with '>' before it");
            _lexer.Next();
            return true;
        }

        if (_lexer.Kind == TokenKind.Char && (char)_lexer.Char is '-' or '~' or '!' or '+' or '*' or '|')
        {
            Report(Rules.SyntaxError, _lexer.Span, $"{Described()} needs parentheses: only '( )' may hold an expression",
                "write (-1) instead of -1");
            _lexer.Next();
            return true;
        }

        if (_lexer.Kind is TokenKind.ShiftLeft or TokenKind.ShiftRight or TokenKind.LogicalAnd or TokenKind.LogicalOr
            or TokenKind.Equal or TokenKind.NotEqual)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"{Described()} needs parentheses: only '( )' may hold an expression");
            _lexer.Next();
            return true;
        }

        if (_lexer.Is(';') || _lexer.Is('}') || _lexer.Is('{') || _lexer.Is('=') || _lexer.Kind == TokenKind.EndOfFile)
        {
            _diagnostics.Add(new Diagnostic(Rules.Unclosed, new SourceSpan(_lexer.PreviousEnd, 0), "missing '>'")
            {
                Related = [new RelatedSpan("opened here", new SourceSpan(open, 1))],
            });
            if (_lexer.Is(';')) return LeaveCells();
        }
        else
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a cell or '>', found {Described()}");
        }

        if (!_lexer.Is('}')) SkipStatement();
        return false;
    }

    private bool LeaveCells()
    {
        _lexer.Next(); // the ';' that ends the property: its value is lost, the next statement is not
        return false;
    }

    // A word among numbers: a macro nobody defined. Its arguments, if any, are skipped.
    private void UnexpectedWord()
    {
        Report(Rules.UnexpectedIdentifier, _lexer.Span, $"unexpected {Described()} where a number is expected",
            MacroHelp(_lexer.Name));
        var end = _lexer.End;
        _lexer.Next();
        if (!_lexer.Is('(') || _lexer.Start != end) return;
        for (var nested = 0; _lexer.Kind != TokenKind.EndOfFile && !_lexer.Is(';') && !_lexer.Is('{');)
        {
            if (_lexer.Is('(')) nested++;
            else if (_lexer.Is(')')) nested--;
            _lexer.Next();
            if (nested == 0) return;
        }
    }

    private void AddElement(ulong value, int bits, SourceSpan span)
    {
        if (bits < 64)
        {
            var mask = (1UL << bits) - 1;
            if (value > mask && (value | mask) != ulong.MaxValue)
            {
                _diagnostics.Add(new Diagnostic(Rules.ValueTruncated, span, $"0x{value:x} does not fit into {bits} bits and becomes 0x{value & mask:x}")
                {
                    Help = bits == 32 ? "write it as two cells, or as /bits/ 64" : null,
                    DtcText = $"Value 0x{value:x16} truncated to 0x{(value & mask).ToString($"x{bits / 4}", CultureInfo.InvariantCulture)}",
                });
            }
        }

        if (_markElements) Mark(MarkerKind.Element, null, span);
        _value.AddInteger(value, bits);
    }

    // [ hex bytes ]
    private bool ByteString()
    {
        var open = _lexer.Start;
        Mark(MarkerKind.UInt8, null, _lexer.Span);
        _lexer.Next();
        while (true)
        {
            if (_lexer.Kind == TokenKind.Byte)
            {
                if (_markElements) Mark(MarkerKind.Element, null, _lexer.Span);
                _value.Add((byte)_lexer.Value);
            }
            else if (_lexer.Kind == TokenKind.Label) Mark(MarkerKind.Label, _lexer.Name, _lexer.Span);
            else if (_lexer.Is(']'))
            {
                _lexer.Next();
                return true;
            }
            else if (_lexer.Is(';') || _lexer.Is('}') || _lexer.Kind == TokenKind.EndOfFile)
            {
                _diagnostics.Add(new Diagnostic(Rules.Unclosed, new SourceSpan(_lexer.PreviousEnd, 0), "missing ']'")
                {
                    Related = [new RelatedSpan("opened here", new SourceSpan(open, 1))],
                });
                if (!_lexer.Is('}')) SkipStatement();
                return false;
            }
            else
            {
                Report(Rules.SyntaxError, _lexer.Span, $"expected two hexadecimal digits or ']', found {Described()}",
                    "a byte is always two digits: [0f], not [f]");
                SkipStatement();
                return false;
            }

            _lexer.Next();
        }
    }

    // /incbin/ ( "file" [ , offset , length ] )
    private bool IncBin()
    {
        var start = _lexer.Start;
        _lexer.Next();
        if (!ExpectChar('(', "'/incbin/'")) return false;
        if (_lexer.Kind != TokenKind.String)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a file name as a string, found {Described()}");
            SkipStatement();
            return false;
        }

        var file = Encoding.UTF8.GetString(_lexer.StringContent());
        var span = _lexer.Span;
        ulong offset = 0;
        ulong? length = null;
        _lexer.Next();
        if (_lexer.Is(','))
        {
            _lexer.Next();
            if (!IntegerPrimary(out offset)) return MissingNumber();
            if (!ExpectChar(',', "the offset")) return false;
            if (!IntegerPrimary(out var count)) return MissingNumber();
            length = count;
        }

        if (!ExpectChar(')', "the arguments of '/incbin/'")) return false;
        Mark(MarkerKind.Untyped, null, SourceSpan.FromBounds(start, _lexer.PreviousEnd));
        if (BinaryInclude.Read(_includes, file, _map.DirectoryAt(start), offset, length, _value, out var help) is { } problem)
        {
            Report(Rules.DtsIncludeNotFound, span, problem, help);
        }

        return true;
    }

    private bool MissingNumber()
    {
        Report(Rules.SyntaxError, _lexer.Span, $"expected a number, found {Described()}", "write /incbin/(\"FILE\", OFFSET, LENGTH)");
        SkipStatement();
        return false;
    }

    private bool ExpectChar(char c, string after)
    {
        if (_lexer.Is(c))
        {
            _lexer.Next();
            return true;
        }

        Report(Rules.SyntaxError, _lexer.Span, $"expected '{c}' after {after}, found {Described()}");
        SkipStatement();
        return false;
    }

    private void Mark(MarkerKind kind, Name? reference, SourceSpan span)
    {
        if (_markerCount == _markers.Length) Array.Resize(ref _markers, _markerCount * 2);
        _markers[_markerCount++] = new Marker(kind, _value.Length, reference, span);
    }
}
