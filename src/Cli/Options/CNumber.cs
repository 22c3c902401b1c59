using Cli.Hosting;

namespace Cli.Options;

/// <summary>Numbers as C's strtol reads them with base 0: <c>16</c>, <c>0x10</c>, <c>020</c>.</summary>
internal static class CNumber
{
    /// <summary>
    /// Reads all of <paramref name="text"/>. Unlike dtc, which takes what it understands, trailing garbage
    /// and numbers out of range are usage errors: <c>-p 4k</c> does not silently mean 4 bytes.
    /// </summary>
    public static long Parse(string option, string text, long max)
    {
        var digits = text.AsSpan().TrimStart(" \t\n\v\f\r");
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        var radix = 10;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
            digits = digits[1..];
        }

        if (digits.IsEmpty) throw NotANumber(option, text);
        long value = 0;
        var tooLarge = false;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) throw NotANumber(option, text);
            if (value > (max - digit) / radix) tooLarge = true;
            else value = (value * radix) + digit;
        }

        if (negative && (value != 0 || tooLarge)) throw new UsageException($"{option}: '{text}' is negative");
        return tooLarge ? throw new UsageException($"{option}: '{text}' is larger than {max}") : value;
    }

    private static UsageException NotANumber(string option, string text) =>
        new($"{option}: '{text}' is not a number (decimal, 0x for hexadecimal, leading 0 for octal)");
}
