using System.Globalization;
using System.Text;

namespace Cli.Rendering;

/// <summary>
/// Makes text safe to show. File names, messages and source lines come from inputs that nobody vetted: an
/// escape sequence among them must not drive the terminal, and a bidirectional override must not reorder
/// what a reader sees.
/// </summary>
internal static class Printable
{
    /// <summary>The text with all invisible and controlling characters written as <c>&lt;U+001B&gt;</c>.</summary>
    public static string Escape(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or >= '\x7f') return EscapeSlowly(text);
        }

        return text;
    }

    /// <summary>The visible form of one character.</summary>
    public static bool TryEscape(Rune rune, out string escaped)
    {
        if (rune.Value is >= ' ' and < 0x7f)
        {
            escaped = "";
            return false;
        }

        var hide = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
        escaped = hide ? $"<U+{rune.Value:X4}>" : "";
        return hide;
    }

    private static string EscapeSlowly(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (TryEscape(rune, out var escaped)) result.Append(escaped);
            else result.Append(rune.ToString());
        }

        return result.ToString();
    }
}
