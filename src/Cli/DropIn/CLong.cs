using System.Globalization;

namespace Cli.DropIn;

/// <summary>
/// Numbers as C's strtol family reads them with base 0: blanks, a sign, <c>0x</c> or a leading <c>0</c>, as many digits
/// as there are. Whatever follows is ignored, and what is no number at all is 0.
/// </summary>
internal static class CLong
{
    /// <summary>As strtoll: what does not fit becomes the nearest that does.</summary>
    public static long Signed(string text)
    {
        var value = Digits(text, out var negative, out var overflow);
        if (!negative) return overflow || value > long.MaxValue ? long.MaxValue : (long)value;
        return overflow || value > 1UL << 63 ? long.MinValue : -(long)value;
    }

    /// <summary>As strtoull: a sign negates what was read, and what does not fit becomes the largest number.</summary>
    public static ulong Unsigned(string text)
    {
        var value = Digits(text, out var negative, out var overflow);
        if (overflow) return ulong.MaxValue;
        return negative ? 0 - value : value;
    }

    /// <summary>The number as C stores it in an int: its low 32 bits.</summary>
    public static int Int(string text) => (int)Signed(text);

    private static ulong Digits(string text, out bool negative, out bool overflow)
    {
        var rest = text.AsSpan().TrimStart(" \t\n\v\f\r");
        negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+")) rest = rest[1..];
        var radix = 10u;
        if (rest.Length > 2 && rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && char.IsAsciiHexDigit(rest[2]))
        {
            radix = 16;
            rest = rest[2..];
        }
        else if (rest.StartsWith("0")) radix = 8;

        ulong value = 0;
        overflow = false;
        foreach (var c in rest)
        {
            var digit = char.IsAsciiHexDigit(c) ? uint.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix) break;
            overflow |= value > (ulong.MaxValue - digit) / radix;
            value = (value * radix) + digit;
        }

        return value;
    }
}
