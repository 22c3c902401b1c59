using System.Globalization;
using System.Text;

namespace Cli.DropIn;

/// <summary>The patterns of dtc's scanner: how many bytes at the start of a text each matches, 0 for none.</summary>
internal static class DtcPatterns
{
    /// <summary>True when the text starts with <paramref name="keyword"/>.</summary>
    public static bool Starts(ReadOnlySpan<byte> text, string keyword)
    {
        if (text.Length < keyword.Length) return false;
        for (var i = 0; i < keyword.Length; i++)
        {
            if (text[i] != keyword[i]) return false;
        }

        return true;
    }

    /// <summary><c>/include/ "name"</c>.</summary>
    public static int Include(ReadOnlySpan<byte> text)
    {
        if (!Starts(text, "/include/")) return 0;
        var at = 9 + Blanks(text[9..]);
        var length = String(text[at..]);
        return length == 0 ? 0 : at + length;
    }

    /// <summary><c># 12 "name" flags</c>, also with <c>line</c>.</summary>
    public static int LineMarker(ReadOnlySpan<byte> text)
    {
        if (text[0] != '#') return 0;
        var at = Starts(text[1..], "line") ? 5 : 1;
        if (!Inline(text, ref at) || !Digits(text, ref at) || !Inline(text, ref at)) return 0;
        var length = String(text[at..]);
        if (length == 0) return 0;
        at += length;
        for (var end = at; Inline(text, ref end) && Digits(text, ref end);) at = end;
        return at;
    }

    /// <summary>A string; it may run over lines, but not with a backslash before the line end.</summary>
    public static int String(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '"') return 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"') return i + 1;
            if (text[i] == '\\' && (++i == text.Length || text[i] == '\n')) return 0;
        }

        return 0;
    }

    /// <summary>A label with its colon.</summary>
    public static int Label(ReadOnlySpan<byte> text)
    {
        var length = Word(text);
        return length > 0 && length < text.Length && text[length] == ':' ? length + 1 : 0;
    }

    /// <summary>A word made as labels are.</summary>
    public static int Word(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (IsLetter(text[length]) || (length > 0 && IsDigit(text[length])))) length++;
        return length;
    }

    /// <summary>A number with its suffix.</summary>
    public static int Integer(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && IsDigit(text[length])) length++;
        if (length == 0) return 0;
        if (length == 1 && text.Length > 2 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X' && IsHex(text[2]))
        {
            length = 2;
            while (length < text.Length && IsHex(text[length])) length++;
        }

        foreach (var suffix in (ReadOnlySpan<string>)["ULL", "LL", "UL", "L", "U"])
        {
            if (Starts(text[length..], suffix)) return length + suffix.Length;
        }

        return length;
    }

    /// <summary>A character literal: to the last quote that can be reached over escaped ones.</summary>
    public static int CharacterLiteral(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\'') return 0;
        var length = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '\'') continue;
            length = i + 1;
            if (i == 1 || text[i - 1] != '\\') break;
        }

        return length;
    }

    /// <summary>A reference to a label or a path.</summary>
    public static int Reference(ReadOnlySpan<byte> text)
    {
        if (text[0] != '&') return 0;
        if (Word(text[1..]) is var length and > 0) return length + 1;
        if (text.Length < 3 || text[1] != '{') return 0;
        var at = 2;
        while (at < text.Length && (IsNameCharacter(text[at]) || text[at] == '/')) at++;
        return at < text.Length && text[at] == '}' ? at + 1 : 0;
    }

    /// <summary>Two hexadecimal digits.</summary>
    public static int HexByte(ReadOnlySpan<byte> text) => text.Length > 1 && IsHex(text[0]) && IsHex(text[1]) ? 2 : 0;

    /// <summary>The name of a node or property, perhaps behind a backslash.</summary>
    public static int Name(ReadOnlySpan<byte> text)
    {
        var start = text[0] == '\\' ? 1 : 0;
        var length = start;
        while (length < text.Length && IsNameCharacter(text[length])) length++;
        return length == start ? 0 : length;
    }

    /// <summary>White space.</summary>
    public static int Blanks(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && text[length] is (byte)' ' or (>= 9 and <= 13)) length++;
        return length;
    }

    /// <summary>Comments of C, one right after the other.</summary>
    public static int Comments(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Starts(text[length..], "/*") && text[(length + 2)..].IndexOf("*/"u8) is var end and >= 0) length += end + 4;
        return length;
    }

    /// <summary>Comments to the end of the line, line end included, one right after the other.</summary>
    public static int LineComments(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Starts(text[length..], "//") && text[length..].IndexOf((byte)'\n') is var end and >= 0) length += end + 1;
        return length;
    }

    /// <summary>An operator of two characters.</summary>
    public static int Operator(ReadOnlySpan<byte> text)
    {
        foreach (var one in (ReadOnlySpan<string>)["<<", ">>", "<=", ">=", "==", "!=", "&&", "||"])
        {
            if (Starts(text, one)) return 2;
        }

        return 0;
    }

    /// <summary>A number with digits that its radix does not have: <c>08</c>.</summary>
    public static bool IsBadInteger(ReadOnlySpan<byte> literal) =>
        literal[0] == '0' && !IsHexLiteral(literal) && literal.IndexOfAny((byte)'8', (byte)'9') >= 0;

    /// <summary>A number that needs more than 64 bits.</summary>
    public static bool IsTooLarge(ReadOnlySpan<byte> literal)
    {
        var hex = IsHexLiteral(literal);
        var radix = hex ? 16u : literal[0] == '0' ? 8u : 10u;
        ulong value = 0;
        foreach (var c in hex ? literal[2..] : literal)
        {
            var digit = IsHex(c) ? uint.Parse([(char)c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix) break;
            if (value > (ulong.MaxValue - digit) / radix) return true;
            value = (value * radix) + digit;
        }

        return false;
    }

    /// <summary>The bytes that a string's text stands for. <c>\x</c> without a digit ends the run.</summary>
    public static byte[] Unescaped(ReadOnlySpan<byte> text, DtcComplaints complaints)
    {
        var result = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                result.Add(text[Math.Min(i, text.Length - 1)]);
                continue;
            }

            var c = text[i];
            if (c is >= (byte)'0' and <= (byte)'7')
            {
                var value = 0;
                var end = Math.Min(i + 3, text.Length);
                for (; i < end && text[i] is >= (byte)'0' and <= (byte)'7'; i++) value = (value * 8) + text[i] - '0';
                i--;
                result.Add((byte)value);
            }
            else if (c == 'x')
            {
                var digits = Encoding.Latin1.GetString(text[(i + 1)..Math.Min(i + 3, text.Length)]);
                var length = digits.Length;
                while (length > 0 && !byte.TryParse(digits.AsSpan(0, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)) length--;
                if (length == 0 && !(digits.Length == 2 && char.IsAsciiHexDigit(digits[1]) && (digits[0] is '+' or '-' || char.IsWhiteSpace(digits[0]))))
                    complaints.Die("\\x used with no following hex digits\n");
                result.Add(0xff); // whatever it is, it is one byte and no NUL that matters
                i += length == 0 ? digits.Length : length;
            }
            else result.Add(c);
        }

        return [.. result];
    }

    private static bool Inline(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        return at > start;
    }

    private static bool Digits(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsDigit(text[at])) at++;
        return at > start;
    }

    private static bool IsHexLiteral(ReadOnlySpan<byte> literal) => literal.Length > 2 && literal[1] is (byte)'x' or (byte)'X';

    private static bool IsLetter(byte c) => char.IsAsciiLetter((char)c) || c == '_';

    private static bool IsDigit(byte c) => char.IsAsciiDigit((char)c);

    private static bool IsHex(byte c) => char.IsAsciiHexDigit((char)c);

    private static bool IsNameCharacter(byte c) => char.IsAsciiLetterOrDigit((char)c) || ",._+*#?@-"u8.Contains(c);
}
