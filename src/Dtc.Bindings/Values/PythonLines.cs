namespace Dtc.Bindings.Values;

/// <summary>Text cut as Python cuts it.</summary>
internal static class PythonLines
{
    /// <summary>Lines with their ends, as <c>splitlines(True)</c>.</summary>
    public static List<string> Split(string text)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEnd(text[i]) || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')) continue;
            lines.Add(text[start..(i + 1)]);
            start = i + 1;
        }

        if (start < text.Length) lines.Add(text[start..]);
        return lines;
    }

    /// <summary>Whether a character ends a line; a CR before a LF does not.</summary>
    public static bool IsEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';

    /// <summary>Words, each with the blanks that follow it; blanks at the beginning are a word of their own.</summary>
    public static List<string> Words(string line)
    {
        var words = new List<string>();
        var start = 0;
        while (start < line.Length)
        {
            var end = start;
            while (end < line.Length && !IsBlank(line[end])) end++;
            while (end < line.Length && IsBlank(line[end])) end++;
            words.Add(line[start..end]);
            start = end;
        }

        return words;
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';
}
