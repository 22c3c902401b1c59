using System.Globalization;
using Dtc.Bindings.Documents;

namespace Hypervisor.Configuration;

/// <summary>Sizes and addresses as people write them: numbers, 0x…, 512MiB.</summary>
public static class ByteSize
{
    private static readonly (string Suffix, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    /// <summary>Reads a size in bytes.</summary>
    /// <param name="value">An integer, or a text with an optional unit.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>False when it is none, or has more than 64 bits.</returns>
    public static bool TryRead(SchemaValue value, out ulong bytes)
    {
        ArgumentNullException.ThrowIfNull(value);
        bytes = 0;
        if (value.Kind == SchemaKind.Integer)
        {
            if (value.Integer < 0 || value.Integer > ulong.MaxValue) return false;
            bytes = (ulong)value.Integer;
            return true;
        }

        return value.IsString && TryParse(value.String, out bytes);
    }

    /// <summary>Reads a size in bytes from a text: digits, 0x…, and one of B, KiB, MiB, GiB, TiB.</summary>
    public static bool TryParse(string text, out ulong bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = text.AsSpan();
        var shift = 0;
        foreach (var (suffix, bits) in Units)
        {
            if (!number.EndsWith(suffix, StringComparison.Ordinal) || (suffix == "B" && number.StartsWith("0x", StringComparison.Ordinal) && number is not [.., ' ', _])) continue;
            number = number[..^suffix.Length];
            shift = bits;
            if (number is [.. var digits, ' ']) number = digits;
            break;
        }

        bytes = 0;
        var style = NumberStyles.None;
        if (number.StartsWith("0x", StringComparison.Ordinal))
        {
            number = number[2..];
            style = NumberStyles.AllowHexSpecifier;
        }

        if (!ulong.TryParse(number, style, CultureInfo.InvariantCulture, out var value)) return false;
        bytes = value << shift;
        return bytes >> shift == value;
    }

    /// <summary>The shortest exact form: <c>512MiB</c>, <c>3.5GiB</c> is <c>3584MiB</c>, odd numbers of bytes as they are.</summary>
    public static string Text(ulong bytes)
    {
        foreach (var (suffix, shift) in Units)
        {
            if (shift > 0 && bytes != 0 && bytes % (1UL << shift) == 0) return (bytes >> shift).ToString(CultureInfo.InvariantCulture) + suffix;
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>An address in hexadecimal.</summary>
    public static string Hex(ulong address) => "0x" + address.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>First and last byte of a range; of one that goes beyond 64 bits the first byte and the length.</summary>
    public static string Range(ulong address, ulong size) =>
        size == 0 ? Hex(address)
        : size - 1 > ulong.MaxValue - address ? $"{Hex(size)} bytes from {Hex(address)}"
        : Hex(address) + ".." + Hex(address + (size - 1));
}
