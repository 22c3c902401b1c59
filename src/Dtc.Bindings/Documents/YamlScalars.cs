using System.Globalization;

namespace Dtc.Bindings.Documents;

/// <summary>
/// What plain words mean: YAML 1.2's core schema, with the extensions of the YAML library dt-schema reads its bindings
/// with (underscores in numbers, 0b for binary). <c>on</c>, <c>off</c>, <c>yes</c> and <c>12:30</c> are strings.
/// </summary>
internal static class YamlScalars
{
    /// <summary>The value of a plain scalar.</summary>
    public static SchemaValue Resolve(string text, SchemaPosition position)
    {
        if (text.Length == 0) return SchemaValue.Null(position);
        switch (text)
        {
            case "~" or "null" or "Null" or "NULL":
                return SchemaValue.Null(position);
            case "true" or "True" or "TRUE":
                return SchemaValue.Of(true, position);
            case "false" or "False" or "FALSE":
                return SchemaValue.Of(false, position);
        }

        if (text[0] is '+' or '-' or '.' or (>= '0' and <= '9'))
        {
            if (TryInteger(text, out var integer)) return SchemaValue.Of(integer, position);
            if (TryReal(text, out var real)) return SchemaValue.Of(real, position);
        }

        return SchemaValue.Of(text, position);
    }

    /// <summary>Reads an integer: decimal, 0x, 0o or 0b, with a sign and underscores.</summary>
    public static bool TryInteger(string text, out Int128 value)
    {
        value = 0;
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['+' or '-', ..]) rest = rest[1..];
        uint radix = 10;
        if (rest is ['0', 'x' or 'o' or 'b', ..])
        {
            radix = rest[1] switch { 'x' => 16, 'o' => 8, _ => 2 };
            rest = rest[2..];
        }

        var digits = 0;
        foreach (var c in rest)
        {
            if (c == '_') continue;
            var digit = char.IsAsciiHexDigit(c) ? (uint)Convert.ToInt32(c.ToString(), 16) : 99;
            // Beyond 2^120 nothing in a device tree reaches; such a word stays a word.
            if (digit >= radix || value >> 120 != 0) return false;
            value = (value * radix) + digit;
            digits++;
        }

        if (negative) value = -value;
        return digits > 0;
    }

    /// <summary>Reads a number with a point or an exponent, an infinity or a NaN.</summary>
    public static bool TryReal(string text, out double value)
    {
        value = 0;
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['+' or '-', ..]) rest = rest[1..];
        if (rest is ".inf" or ".Inf" or ".INF")
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (text is ".nan" or ".NaN" or ".NAN")
        {
            value = double.NaN;
            return true;
        }

        if (!IsReal(rest)) return false;
        return double.TryParse(
            text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    // digits [. digits] [e [sign] digits], or . digits [e sign digits]; one of point and exponent must be there.
    private static bool IsReal(ReadOnlySpan<char> rest)
    {
        var whole = CountDigits(rest);
        if (whole > 0 && rest[0] == '_') return false;
        var at = whole;
        var point = at < rest.Length && rest[at] == '.';
        var fraction = 0;
        if (point)
        {
            fraction = CountDigits(rest[++at..]);
            at += fraction;
        }

        if (whole == 0 && fraction == 0) return false;
        if (at == rest.Length) return point;
        if (rest[at++] is not ('e' or 'E') || at == rest.Length) return false;
        if (rest[at] is '+' or '-') at++;
        else if (whole == 0) return false;
        return at < rest.Length && !rest[at..].ContainsAnyExceptInRange('0', '9');
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && text[count] is (>= '0' and <= '9') or '_') count++;
        return count;
    }
}
