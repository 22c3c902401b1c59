using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content>Numbers, strings and character literals.</content>
internal sealed partial class Lexer
{
    private readonly ValueBuffer _unescaped = new();

    /// <summary>Content of the current string token with its escapes replaced, without a terminator. Valid until the next call.</summary>
    public ReadOnlySpan<byte> StringContent()
    {
        var raw = _text.AsSpan(Start - _base + 1, Math.Max(0, _pos - (Start - _base) - 2));
        return raw.Contains((byte)'\\') ? Unescape(raw, Start + 1) : raw;
    }

    // {decimal or octal digits | 0x hex digits} with an optional suffix of U, L, UL, LL or ULL.
    private void ScanNumber()
    {
        var text = _text;
        var pos = _pos;
        var start = pos;
        ulong value = 0;
        var overflow = false;
        var badOctal = false;
        if (text[pos] == '0' && (text[pos + 1] | 0x20) == 'x' && CharClasses.Is(text[pos + 2], CharClass.Hex))
        {
            pos += 2;
            while (CharClasses.Is(text[pos], CharClass.Hex))
            {
                overflow |= value >> 60 != 0;
                value = (value << 4) | (uint)CharClasses.HexValue(text[pos++]);
            }
        }
        else if (text[pos] == '0')
        {
            while (CharClasses.Is(text[pos], CharClass.Digit))
            {
                badOctal |= text[pos] > '7';
                overflow |= value >> 61 != 0;
                value = (value << 3) | (uint)(text[pos++] - '0');
            }
        }
        else
        {
            while (CharClasses.Is(text[pos], CharClass.Digit))
            {
                var digit = (uint)(text[pos++] - '0');
                overflow |= value > (ulong.MaxValue - digit) / 10;
                value = (value * 10) + digit;
            }
        }

        var rest = text.AsSpan(pos);
        if (rest.StartsWith("ULL"u8)) pos += 3;
        else if (rest.StartsWith("UL"u8) || rest.StartsWith("LL"u8)) pos += 2;
        else if (rest[0] is (byte)'U' or (byte)'L') pos += 1;

        if (CharClasses.Is(text[pos], CharClass.LabelStart))
        {
            var end = pos;
            while (CharClasses.Is(text[end], CharClass.Label)) end++;
            if (text[end] != ':') // which would be a label
            {
                _pos = end;
                Kind = TokenKind.Literal;
                Value = 0;
                Error(Rules.BadLiteral, _base + start, end - start, $"'{Shown(start, end)}' is not a number");
                return;
            }
        }

        _pos = pos;
        Kind = TokenKind.Literal;
        Value = overflow || badOctal ? ulong.MaxValue : value;
        if (badOctal)
        {
            Error(Rules.BadLiteral, _base + start, pos - start,
                $"'{Shown(start, pos)}' is not a number: a leading 0 makes it octal, which has no digits 8 and 9",
                "drop the leading 0, or write it as hexadecimal");
        }
        else if (overflow)
        {
            Error(Rules.LiteralOutOfRange, _base + start, pos - start,
                $"'{Shown(start, pos)}' does not fit into 64 bits");
        }
    }

    private void ScanString()
    {
        var text = _text;
        var pos = _pos + 1;
        while (true)
        {
            var i = text.AsSpan(pos, _end - pos).IndexOfAny((byte)'"', (byte)'\\');
            if (i < 0) break;
            pos += i;
            if (text[pos] == '"')
            {
                if (_verbatim) CheckBytes(_pos + 1, pos);
                _pos = pos + 1;
                Kind = TokenKind.String;
                return;
            }

            if (pos + 1 >= _end || text[pos + 1] == '\n') break; // a backslash does not escape a line end
            pos += 2;
        }

        // No end in sight: take the rest of the line, so that the statement after it is read as it was meant.
        var end = EndOfLine(_pos);
        if (end > _pos + 1 && text[end - 1] == '\n') end--;
        var closing = text.AsSpan(_pos, end - _pos).IndexOf((byte)';');
        Error(Rules.UnterminatedText, _base + _pos, 1, "this string has no closing '\"'");
        _pos = closing > 0 ? _pos + closing : end;
        Kind = TokenKind.String;
    }

    // What the preprocessor checks in the texts it reads.
    private void CheckBytes(int start, int end)
    {
        var content = _text.AsSpan(start, end - start);
        if (content.IndexOf((byte)0) is var nul and >= 0) Error(Rules.NulByte, _base + start + nul, 1, "a NUL byte in a string", "write it as '\\0'");
        if (System.Text.Unicode.Utf8.IsValid(content)) return;
        Error(Rules.InvalidUtf8, _base + start, content.Length, "this string is not valid UTF-8", "write other bytes as '\\xNN'");
    }

    // 'c': the longest text that ends in a quote, where a quote after a backslash may be either.
    private bool ScanCharLiteral()
    {
        var text = _text;
        var start = _pos;
        var end = -1;
        for (var pos = start + 1; pos < _end; pos++)
        {
            if (text[pos] != '\'') continue;
            end = pos + 1;
            if (text[pos - 1] != '\\' || pos - 1 == start) break;
        }

        if (end < 0) return false;
        _pos = end;
        Kind = TokenKind.CharLiteral;
        var content = Unescape(text.AsSpan(start + 1, end - start - 2), _base + start + 1);
        Value = content.Length > 0 ? content[0] : 0u;
        if (content.Length == 0)
        {
            Error(Rules.BadCharLiteral, _base + start, end - start, "empty character literal");
        }
        else if (content.Length > 1)
        {
            var shown = Math.Min(end - start, 40);
            Error(Rules.BadCharLiteral, _base + start, shown,
                $"character literal has {content.Length} characters instead of 1", "write a string as \"...\"");
        }

        return true;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw, int position)
    {
        _unescaped.Clear();
        for (var i = 0; i < raw.Length;)
        {
            var c = raw[i++];
            if (c != '\\')
            {
                _unescaped.Add(c);
                continue;
            }

            if (i == raw.Length)
            {
                _unescaped.Add((byte)'\''); // only '\' ends so: dtc takes its closing quote for the escaped one
                continue;
            }

            c = raw[i];
            switch (c)
            {
                case >= (byte)'0' and <= (byte)'7':
                    var octal = 0;
                    for (var n = 0; n < 3 && i < raw.Length && raw[i] is >= (byte)'0' and <= (byte)'7'; n++, i++)
                    {
                        octal = (octal << 3) | (raw[i] - '0');
                    }

                    _unescaped.Add((byte)octal);
                    continue;
                case (byte)'x':
                    i++;
                    var first = i;
                    var hex = 0;
                    for (; i < raw.Length && i < first + 2 && CharClasses.Is(raw[i], CharClass.Hex); i++)
                    {
                        hex = (hex << 4) | CharClasses.HexValue(raw[i]);
                    }

                    if (i == first)
                    {
                        Error(Rules.BadEscape, position + first - 2, 2, "'\\x' is not followed by hexadecimal digits",
                            "write the backslash twice for a backslash");
                    }

                    _unescaped.Add((byte)hex);
                    continue;
            }

            i++;
            _unescaped.Add(c switch
            {
                (byte)'a' => (byte)'\a',
                (byte)'b' => (byte)'\b',
                (byte)'t' => (byte)'\t',
                (byte)'n' => (byte)'\n',
                (byte)'v' => (byte)'\v',
                (byte)'f' => (byte)'\f',
                (byte)'r' => (byte)'\r',
                _ => c,
            });
        }

        return _unescaped.Span;
    }

    private string Shown(int start, int end)
    {
        var text = Encoding.UTF8.GetString(_text.AsSpan(start, Math.Min(end - start, 60)));
        return end - start > 60 ? text + "…" : text;
    }
}
