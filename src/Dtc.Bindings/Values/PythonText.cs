using System.Globalization;
using System.Text;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Values;

/// <summary>
/// Values as Python prints them (<c>repr</c>): the form they have in dt-validate's messages, which scripts match on.
/// </summary>
internal static class PythonText
{
    public static string Of(in TypedValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        Append(text, value);
        return text.ToString();
    }

    public static string Of(byte[] value)
    {
        var text = new StringBuilder(value.Length + 3);
        Append(text, value);
        return text.ToString();
    }

    public static string Of(SchemaValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, in TypedValue value)
    {
        switch (value.Kind)
        {
            case TypedKind.Null:
                text.Append("None");
                break;
            case TypedKind.Boolean:
                text.Append(value.Boolean ? "True" : "False");
                break;
            case TypedKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
                break;
            case TypedKind.Real:
                Append(text, value.Real);
                break;
            case TypedKind.String:
                Append(text, value.String);
                break;
            case TypedKind.Bytes:
                Append(text, value.Bytes);
                break;
            case TypedKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Items.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, value.Items[i]);
                }

                text.Append(']');
                break;
            case TypedKind.Object:
                Append(text, value.Object);
                break;
        }
    }

    private static void Append(StringBuilder text, TypedObject node)
    {
        text.Append('{');
        for (var i = 0; i < node.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, node.NameAt(i).Text);
            text.Append(": ");
            Append(text, node.ValueAt(i));
        }

        text.Append('}');
    }

    private static void Append(StringBuilder text, SchemaValue value)
    {
        switch (value.Kind)
        {
            case SchemaKind.Null:
                text.Append("None");
                break;
            case SchemaKind.Boolean:
                text.Append(value.Boolean ? "True" : "False");
                break;
            case SchemaKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
                break;
            case SchemaKind.Real:
                Append(text, value.Real);
                break;
            case SchemaKind.String:
                Append(text, value.String);
                break;
            case SchemaKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Items.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, value.Items[i]);
                }

                text.Append(']');
                break;
            case SchemaKind.Object:
                text.Append('{');
                for (var i = 0; i < value.Members.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, value.Members[i].Key);
                    text.Append(": ");
                    Append(text, value.Members[i].Value);
                }

                text.Append('}');
                break;
        }
    }

    private static void Append(StringBuilder text, double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude is not 0 and (< 1e-4 or >= 1e16))
        {
            // Python writes at least two digits of an exponent.
            var shortest = value.ToString("R", CultureInfo.InvariantCulture);
            var at = shortest.IndexOf('E', StringComparison.Ordinal);
            if (at >= 0)
            {
                var exponent = int.Parse(shortest.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                text.Append(shortest.AsSpan(0, at)).Append('e').Append(exponent < 0 ? '-' : '+');
                text.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
                return;
            }
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        text.Append(plain);
        if (double.IsInteger(value) && !plain.Contains('E', StringComparison.Ordinal)) text.Append(".0");
    }

    private static void Append(StringBuilder text, string value)
    {
        var quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal)
            ? '"'
            : '\'';
        text.Append(quote);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\') text.Append('\\').Append((char)rune.Value);
            else if (rune.Value is >= ' ' and < 0x7f) text.Append((char)rune.Value);
            else if (rune.Value == '\n') text.Append("\\n");
            else if (rune.Value == '\r') text.Append("\\r");
            else if (rune.Value == '\t') text.Append("\\t");
            else if (IsPrintable(rune)) text.Append(rune.ToString());
            else if (rune.Value < 0x100) text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else if (rune.Value < 0x10000) text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        text.Append(quote);
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    private static void Append(StringBuilder text, byte[] value)
    {
        var quote = value.AsSpan().Contains((byte)'\'') && !value.AsSpan().Contains((byte)'"') ? '"' : '\'';
        text.Append('b').Append(quote);
        foreach (var b in value)
        {
            if (b == quote || b == '\\') text.Append('\\').Append((char)b);
            else if (b is >= (byte)' ' and < 0x7f) text.Append((char)b);
            else if (b == '\n') text.Append("\\n");
            else if (b == '\r') text.Append("\\r");
            else if (b == '\t') text.Append("\\t");
            else text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        text.Append(quote);
    }
}
