using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dtc.Bindings.Documents;

/// <summary>
/// Writes values as YAML 1.2 in block style, keys by code point. What any YAML reader takes for a string without quotes
/// stands so; everything else is quoted as JSON quotes it.
/// </summary>
public static class YamlWriter
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.,/");

    // YAML 1.1 reads them as booleans or nothing.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "y", "n", "null",
    };

    /// <summary>The document of a value.</summary>
    public static byte[] Write(SchemaValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        Append(text, value, 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // The cursor is behind a key, a dash, or at the start.
    private static void Append(StringBuilder text, SchemaValue value, int depth)
    {
        switch (value.Kind)
        {
            case SchemaKind.Array when value.Items.Count > 0:
                foreach (var item in value.Items)
                {
                    NewLine(text, depth).Append("- ");
                    Append(text, item, depth + 1);
                }

                break;
            case SchemaKind.Object when value.Members.Count > 0:
                AppendMembers(text, value.Members, depth);
                break;
            default:
                AppendScalar(text, value);
                break;
        }
    }

    private static void AppendMembers(StringBuilder text, SchemaMembers members, int depth)
    {
        foreach (var member in Enumerable.Range(0, members.Count).Select(i => members[i]).OrderBy(m => m.Key, CodePointOrder.Instance))
        {
            AppendString(NewLine(text, depth), member.Key);
            text.Append(": ");
            Append(text, member.Value, depth + 1);
        }
    }

    // Blanks before a line break are dropped; the first line of a collection in a list stands beside its dash.
    private static StringBuilder NewLine(StringBuilder text, int depth)
    {
        if (text.Length == 0) return text;
        if (text.Length >= 2 && text[^1] == ' ' && text[^2] == '-') return text;
        if (text[^1] == ' ') text.Length--;
        if (text[^1] != '\n') text.Append('\n');
        return text.Append(' ', depth * 2);
    }

    private static void AppendScalar(StringBuilder text, SchemaValue value)
    {
        switch (value.Kind)
        {
            case SchemaKind.Array:
                text.Append("[]");
                break;
            case SchemaKind.Object:
                text.Append("{}");
                break;
            case SchemaKind.String:
                AppendString(text, value.String);
                break;
            default:
                // JSON's spelling of numbers and words is YAML's.
                text.Append(Encoding.ASCII.GetString(JsonWriter.Write(value)));
                break;
        }

        text.Append('\n');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        if (value.Length > 0 && char.IsAsciiLetter(value[0]) && !value.AsSpan().ContainsAnyExcept(Plain) && !Words.Contains(value))
        {
            text.Append(value);
            return;
        }

        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') text.Append('\\').Append((char)rune.Value);
            else if (rune.Value == '\n') text.Append("\\n");
            else if (rune.Value == '\t') text.Append("\\t");
            else if (rune.Value is >= ' ' and < 0x7f) text.Append((char)rune.Value);
            else if (rune.Value > 0xffff) text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
            else text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        text.Append('"');
    }
}
