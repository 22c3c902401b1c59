namespace Cli.DropIn;

/// <summary>The words of version 0 source. Each method gives the length of the word at the start; 0 when it is another.</summary>
internal static class DtsV0Words
{
    /// <summary><c>/include/</c> and its file name.</summary>
    public static int Include(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("/include/"u8)) return 0;
        var at = "/include/".Length;
        at += Gap(text[at..]);
        var name = String(text[at..]);
        return name == 0 ? 0 : at + name;
    }

    /// <summary>A string in quotes; a backslash takes any byte but a line end with it.</summary>
    public static int String(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'"', ..]) return 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"') return i + 1;
            if (text[i] != '\\') continue;
            if (++i == text.Length || text[i] == '\n') return 0;
        }

        return 0;
    }

    /// <summary>White space and comments; a comment that is not ended is none.</summary>
    public static int Gap(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var rest = text[at..];
            if (rest[0] is (byte)' ' or (>= 9 and <= 13)) at++;
            else if (rest.StartsWith("/*"u8))
            {
                var end = rest[2..].IndexOf("*/"u8);
                if (end < 0) return at;
                at += end + 4;
            }
            else if (rest.StartsWith("//"u8))
            {
                var end = rest.IndexOf((byte)'\n');
                if (end < 0) return at;
                at += end + 1;
            }
            else return at;
        }

        return at;
    }

    /// <summary>A label with its colon.</summary>
    public static int Label(ReadOnlySpan<byte> text)
    {
        var length = Identifier(text);
        return length > 0 && length < text.Length && text[length] == ':' ? length + 1 : 0;
    }

    /// <summary>Hexadecimal digits.</summary>
    public static int HexDigits(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiHexDigit((char)text[length])) length++;
        return length;
    }

    /// <summary>A reference as version 1 has it: <c>&amp;label</c> or <c>&amp;{/path}</c>.</summary>
    public static int Reference(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'&', ..]) return 0;
        var length = Identifier(text[1..]);
        if (length > 0) return length + 1;
        if (!text.StartsWith("&{/"u8)) return 0;
        var path = Path(text[3..]);
        return path > 0 && path + 3 < text.Length && text[path + 3] == '}' ? path + 4 : 0;
    }

    /// <summary>A reference of version 0 to a path: <c>&amp;/path</c>.</summary>
    public static int OldReference(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("&/"u8)) return 0;
        var path = Path(text[2..]);
        return path > 0 ? path + 2 : 0;
    }

    private static int Identifier(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit((char)text[0])) return 0;
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == '_')) length++;
        return length;
    }

    private static int Path(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit((char)text[length]) || ",._+*#?@-/"u8.Contains(text[length]))) length++;
        return length;
    }
}
