using System.Globalization;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Findings;

/// <summary>Values as device tree source writes them, shortened to what a line can hold.</summary>
internal static class DtsText
{
    private const int MaxItems = 12;
    private const int MaxString = 80;
    private const int SmallestHex = 10_000;
    private const int Round = 1_000;

    /// <summary>A decoded value of a property, or a part of it.</summary>
    public static string Of(in TypedValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>A value that a binding names.</summary>
    public static string Of(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Integer => $"<{Number(value.Integer)}>",
        SchemaKind.String => Quote(value.String),
        SchemaKind.Boolean => value.Boolean ? "a flag without a value" : "nothing",
        SchemaKind.Array => string.Join(", ", value.Items.Take(MaxItems).Select(Of)) + (value.Items.Count > MaxItems ? ", ..." : ""),
        SchemaKind.Real => value.Real.ToString(CultureInfo.InvariantCulture),
        _ => "a node",
    };

    /// <summary>A number: large ones in hexadecimal, unless they are round in decimal, as rates are.</summary>
    public static string Number(Int128 number)
    {
        if (number < 0) return string.Create(CultureInfo.InvariantCulture, $"({number})");
        return number >= SmallestHex && number % Round != 0
            ? "0x" + number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0')
            : number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string text) =>
        '"' + (text.Length > MaxString ? text[..MaxString] + "..." : text)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static void Append(StringBuilder text, in TypedValue value)
    {
        switch (value.Kind)
        {
            case TypedKind.Integer:
                AppendWidth(text, value.Width);
                text.Append('<').Append(Number(value.Integer)).Append('>');
                break;
            case TypedKind.String:
                text.Append(Quote(value.String));
                break;
            case TypedKind.Bytes:
                AppendBytes(text, value.Bytes);
                break;
            case TypedKind.Array:
                AppendList(text, value.Items);
                break;
            case TypedKind.Object:
                text.Append(Name(value.Object.Name.Text)).Append(" { ... }");
                break;
            default:
                text.Append("no value");
                break;
        }
    }

    private static void AppendList(StringBuilder text, TypedValue[] items)
    {
        if (items.Length == 0)
        {
            text.Append("<>");
            return;
        }

        var cells = items[0].Kind == TypedKind.Integer;
        if (cells) AppendWidth(text, items[0].Width);
        if (cells) text.Append('<');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(cells ? " " : ", ");
            if (i == MaxItems)
            {
                text.Append("...");
                break;
            }

            if (cells && items[i].Kind == TypedKind.Integer) text.Append(Number(items[i].Integer));
            else Append(text, items[i]);
        }

        if (cells) text.Append('>');
    }

    private static void AppendWidth(StringBuilder text, int width)
    {
        if (width != 32) text.Append("/bits/ ").Append(width.ToString(CultureInfo.InvariantCulture)).Append(' ');
    }

    private static void AppendBytes(StringBuilder text, byte[] bytes)
    {
        text.Append('[');
        for (var i = 0; i < bytes.Length && i < MaxItems; i++)
        {
            if (i > 0) text.Append(' ');
            text.Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        text.Append(bytes.Length > MaxItems ? " ...]" : "]");
    }

    private static string Name(string name) => name.Length > MaxString ? name[..MaxString] + "..." : name;
}
