using System.Buffers.Binary;
using System.Text;
using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>Turns the arguments of fdtput into a value.</summary>
internal static class FdtPutValue
{
    /// <summary>
    /// The arguments as strings with their NUL, or as big-endian numbers (4 bytes when the size is open); null when
    /// one is no number, which is said only when asked to be verbose.
    /// </summary>
    /// <remarks>Of 2-byte numbers dtc 1.8.1 writes the low byte, followed by whatever lies in memory; this writes both.</remarks>
    public static byte[]? TryEncode(List<string> arguments, ToolType type, bool isVerbose, Host host)
    {
        var value = new MemoryStream();
        if (isVerbose) Say(host, "Decoding value:\n");
        Span<byte> number = stackalloc byte[4];
        var size = type.Size < 0 ? 4 : type.Size;
        foreach (var argument in arguments)
        {
            if (type.Kind == 's')
            {
                value.Write(Encoding.UTF8.GetBytes(argument + "\0"));
                if (isVerbose) Say(host, $"\tstring: '{argument}'\n");
                continue;
            }

            if (!TryParse(argument, type.Kind, out var parsed))
            {
                if (isVerbose) Say(host, $"Couldn't parse \"{argument}\" as an integer\n");
                return null;
            }

            BinaryPrimitives.WriteInt32BigEndian(number, parsed);
            value.Write(number[(4 - size)..]);
            if (isVerbose) Say(host, $"\t{(type.Size switch { 1 => "byte", 2 => "short", _ => "int" })}: {parsed}\n");
        }

        if (isVerbose) Say(host, $"Value size {value.Length}\n");
        return value.ToArray();
    }

    /// <summary>
    /// Reads all of a text as C's strtol (signed and untyped values) and strtoul do, cut to 32 bits; an empty text is 0.
    /// </summary>
    private static bool TryParse(string text, char kind, out int number)
    {
        number = 0;
        if (text.Length == 0) return true;
        var digits = text.AsSpan().TrimStart(" \t\n\v\f\r");
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        var radix = kind switch { 'x' => 16, 'i' or 'u' => 0, _ => 10 };
        if (radix is 0 or 16 && digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (radix == 0 && digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
        {
            radix = 2; // C23, and so glibc since 2.38
            digits = digits[2..];
        }
        else if (radix == 0) radix = digits.StartsWith("0") ? 8 : 10;

        if (digits.IsEmpty) return false;
        UInt128 value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) return false;
            value = (value * (uint)radix) + (uint)digit;
            if (value > ulong.MaxValue) return false;
        }

        var isSigned = kind is not ('x' or 'u');
        if (isSigned && value > (ulong)long.MaxValue + (negative ? 1u : 0u)) return false;
        number = unchecked((int)(negative ? 0 - (ulong)value : (ulong)value));
        return true;
    }

    private static void Say(Host host, string text) => host.WriteError(Encoding.UTF8.GetBytes(text));
}
