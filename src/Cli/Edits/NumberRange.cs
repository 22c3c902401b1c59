using System.Globalization;
using Cli.DropIn;
using Cli.Hosting;

namespace Cli.Edits;

/// <summary>Numbers that fit their size; fdtput, whose types these are, cuts what does not.</summary>
internal static class NumberRange
{
    /// <summary>Checks numbers in decimal or hexadecimal; what is no number is left to those who read it.</summary>
    /// <exception cref="UsageException">One has more bits than the type.</exception>
    public static void Reject(IEnumerable<string> values, ToolType type)
    {
        if (type.Kind == 's') return;
        var bits = 8 * (type.Size < 0 ? 4 : type.Size);
        foreach (var value in values)
        {
            if (TryParse(value, type.Kind == 'x', out var number) && (number >= Int128.One << bits || number < -(Int128.One << (bits - 1))))
                throw new UsageException($"'{value}' does not fit {bits} bits");
        }
    }

    private static bool TryParse(string text, bool isHex, out Int128 number)
    {
        var digits = text.AsSpan().TrimStart("+-");
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            isHex = true;
            digits = digits[2..];
        }

        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var isNumber = Int128.TryParse(digits, style, CultureInfo.InvariantCulture, out number);
        if (text.StartsWith('-')) number = -number;
        return isNumber;
    }
}
