using System.Buffers.Binary;
using System.Globalization;
using System.Text;

using Dtc.Compiler.Values;

namespace Dtc.Compiler.Comparison;

/// <summary>Writes values as source that compiles to the same bytes.</summary>
public static class ValueText
{
    /// <summary>
    /// The value as source: strings when it is nothing but printable strings, else cells, else bytes; references by the
    /// names that <paramref name="name"/> gives them. Empty for an empty value.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> value, IReadOnlyList<CellReference> references, Func<CellReference, string> name)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(name);
        if (value.IsEmpty) return "";
        var text = new StringBuilder();
        if (references.Count == 0 && IsStrings(value)) Strings(text, value);
        else
        {
            var at = 0;
            foreach (var reference in references)
            {
                if (reference.Offset < at) continue;
                Plain(text, value[at..reference.Offset]);
                Cell(text, name(reference));
                at = reference.Offset + 4;
            }

            Plain(text, value[at..]);
        }

        return text.ToString();
    }

    /// <summary>True for one or more strings of printable ASCII, none of them empty, each with its NUL.</summary>
    public static bool IsStrings(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[^1] != 0) return false;
        var last = (byte)0;
        foreach (var c in value)
        {
            if (c == 0 ? last == 0 : c is < 0x20 or > 0x7e) return false;
            last = c;
        }

        return true;
    }

    private static void Strings(StringBuilder text, ReadOnlySpan<byte> value)
    {
        foreach (var range in value[..^1].Split((byte)0))
        {
            if (text.Length > 0) text.Append(", ");
            text.Append('"');
            foreach (var c in value[range])
            {
                if (c is (byte)'"' or (byte)'\\') text.Append('\\');
                text.Append((char)c);
            }

            text.Append('"');
        }
    }

    private static void Plain(StringBuilder text, ReadOnlySpan<byte> value)
    {
        if (value.Length % 4 == 0)
        {
            for (var at = 0; at < value.Length; at += 4)
                Cell(text, string.Create(CultureInfo.InvariantCulture, $"0x{BinaryPrimitives.ReadUInt32BigEndian(value[at..]):x}"));
            return;
        }

        Separate(text, '[');
        for (var at = 0; at < value.Length; at++)
        {
            if (at > 0) text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{value[at]:x2}");
        }

        text.Append(']');
    }

    // Cells go on in the list that is open at the end of the text.
    private static void Cell(StringBuilder text, string cell)
    {
        if (text.Length > 0 && text[^1] == '>') text[^1] = ' ';
        else Separate(text, '<');
        text.Append(cell).Append('>');
    }

    private static void Separate(StringBuilder text, char open)
    {
        if (text.Length > 0) text.Append(", ");
        text.Append(open);
    }
}
