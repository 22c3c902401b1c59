using System.Globalization;
using System.Text;

namespace Emulator.Consoles;

/// <summary>Makes what a guest printed safe to show: a guest may send anything, sequences that drive a terminal too.</summary>
internal static class ConsoleText
{
    private const byte Escape = 0x1b;

    /// <summary>The printable part; tabs as a space, escape sequences left out, any other byte as <c>\x1f</c>.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && bytes[^1] == '\r') bytes = bytes[..^1];
        if (bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0) return Encoding.ASCII.GetString(bytes);
        var text = new StringBuilder(bytes.Length + 8);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = bytes[i];
            if (c is >= (byte)' ' and <= (byte)'~') text.Append((char)c);
            else if (c == '\t') text.Append(' ');
            else if (c == Escape && Sequence(bytes[i..]) is > 0 and var length) i += length - 1;
            else if (c is not ((byte)'\r' or 0)) text.Append(CultureInfo.InvariantCulture, $"\\x{c:x2}");
        }

        return text.ToString();
    }

    // ESC [ parameters final, or ESC and one letter.
    private static int Sequence(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2) return 0;
        if (bytes[1] != '[') return char.IsAsciiLetter((char)bytes[1]) ? 2 : 0;
        var i = 2;
        while (i < bytes.Length && bytes[i] is >= 0x20 and <= 0x3f) i++;
        return i < bytes.Length && bytes[i] is >= 0x40 and <= 0x7e ? i + 1 : 0;
    }
}
