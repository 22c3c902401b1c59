using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dtc.Bindings.Documents;

/// <summary>
/// Writes values as JSON, byte for byte as Python's <c>json.dump(…, indent=4, sort_keys=True)</c>, which is how
/// dt-mk-schema writes processed schemas: keys by code point, everything but ASCII escaped, no final newline.
/// </summary>
public sealed class JsonWriter
{
    // Characters that need no escape.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly ArrayBufferWriter<byte> _output = new(1 << 16);
    private readonly int _indent;
    private readonly bool _sorted;

    private JsonWriter(int indent, bool sorted)
    {
        _indent = indent;
        _sorted = sorted;
    }

    /// <summary>The document of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">Blanks for each level.</param>
    /// <param name="sorted">Keys by code point; false keeps their order.</param>
    public static byte[] Write(SchemaValue value, int indent = 4, bool sorted = true)
    {
        ArgumentNullException.ThrowIfNull(value);
        var writer = new JsonWriter(indent, sorted);
        writer.WriteValue(value, 0);
        return writer._output.WrittenSpan.ToArray();
    }

    private void WriteValue(SchemaValue value, int depth)
    {
        switch (value.Kind)
        {
            case SchemaKind.Null:
                Put("null"u8);
                break;
            case SchemaKind.Boolean:
                Put(value.Boolean ? "true"u8 : "false"u8);
                break;
            case SchemaKind.Integer:
                PutAscii(value.Integer.ToString(CultureInfo.InvariantCulture));
                break;
            case SchemaKind.Real:
                PutAscii(Python(value.Real));
                break;
            case SchemaKind.String:
                WriteString(value.String);
                break;
            case SchemaKind.Array:
                WriteArray(value.Items, depth);
                break;
            default:
                WriteObject(value.Members, depth);
                break;
        }
    }

    private void WriteArray(List<SchemaValue> items, int depth)
    {
        if (items.Count == 0)
        {
            Put("[]"u8);
            return;
        }

        Put("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) Put(","u8);
            NewLine(depth + 1);
            WriteValue(items[i], depth + 1);
        }

        NewLine(depth);
        Put("]"u8);
    }

    private void WriteObject(SchemaMembers members, int depth)
    {
        if (members.Count == 0)
        {
            Put("{}"u8);
            return;
        }

        Put("{"u8);
        var sorted = new SchemaMember[members.Count];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = members[i];
        if (_sorted) Array.Sort(sorted, static (x, y) => CodePointOrder.Instance.Compare(x.Key, y.Key));
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0) Put(","u8);
            NewLine(depth + 1);
            WriteString(sorted[i].Key);
            Put(": "u8);
            WriteValue(sorted[i].Value, depth + 1);
        }

        NewLine(depth);
        Put("}"u8);
    }

    private void WriteString(string text)
    {
        Put("\""u8);
        var rest = text.AsSpan();
        while (true)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            PutAscii(plain < 0 ? rest : rest[..plain]);
            if (plain < 0) break;
            WriteEscaped(rest[plain]);
            rest = rest[(plain + 1)..];
        }

        Put("\""u8);
    }

    private void WriteEscaped(char c)
    {
        switch (c)
        {
            case '"':
                Put("\\\""u8);
                break;
            case '\\':
                Put("\\\\"u8);
                break;
            case '\n':
                Put("\\n"u8);
                break;
            case '\r':
                Put("\\r"u8);
                break;
            case '\t':
                Put("\\t"u8);
                break;
            case '\f':
                Put("\\f"u8);
                break;
            case '\b':
                Put("\\b"u8);
                break;
            default:
                PutAscii($"\\u{(int)c:x4}");
                break;
        }
    }

    // The shortest digits, as repr() lays them out: with an exponent below 1e-4 and from 1e16 on, else with a point.
    private static string Python(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        var parts = value.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(parts.AsSpan(parts.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = Digits(value.ToString("R", CultureInfo.InvariantCulture), out var sign);
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        digits = digits.PadRight(exponent + 1, '0');
        var after = digits[(exponent + 1)..];
        return $"{sign}{digits[..(exponent + 1)]}.{(after.Length == 0 ? "0" : after)}";
    }

    // The significant digits of a number in any notation.
    private static string Digits(string text, out string sign)
    {
        sign = text[0] == '-' ? "-" : "";
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = (end < 0 ? text : text[..end]).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        return mantissa.TrimStart('0').TrimEnd('0') is { Length: > 0 } digits ? digits : "0";
    }

    private void NewLine(int depth)
    {
        var length = 1 + (depth * _indent);
        var span = _output.GetSpan(length)[..length];
        span.Fill((byte)' ');
        span[0] = (byte)'\n';
        _output.Advance(length);
    }

    private void Put(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    private void PutAscii(ReadOnlySpan<char> text)
    {
        var span = _output.GetSpan(text.Length);
        Encoding.ASCII.GetBytes(text, span);
        _output.Advance(text.Length);
    }
}
