using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cli.DropIn;

/// <summary>
/// Turns device tree source of before 2007, where numbers are hexadecimal unless marked <c>d#</c>, <c>o#</c> or
/// <c>b#</c>, paths are referred to as <c>&amp;/path</c> and reservations are ranges, into version 1. It knows words,
/// not grammar: what it does not understand it copies. As in the original its state carries over from file to file.
/// </summary>
internal sealed class DtsV0Converter
{
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,._+*#?@-"u8);

    private readonly ArrayBufferWriter<byte> _output = new();
    private Mode _mode;
    private bool _tagged; // the version tag has been written
    private int _base = 16;
    private bool _sawHyphen;
    private ulong _last;
    private string? _name; // of the property or node whose value is being read

    private enum Mode
    {
        Values,
        Bytes,
        Names,
    }

    /// <summary>The converted source.</summary>
    public ReadOnlySpan<byte> Output => _output.WrittenSpan;

    /// <summary>Converts a source. False when it is of version 1 already.</summary>
    public bool TryConvert(ReadOnlySpan<byte> source)
    {
        _output.Clear();
        while (!source.IsEmpty)
        {
            if (source.StartsWith("/dts-v1/"u8)) return false;
            source = source[Step(source)..];
        }

        return true;
    }

    // Handles what stands at the start of the rest and returns how many bytes that was.
    private int Step(ReadOnlySpan<byte> rest)
    {
        var copied = DtsV0Words.Include(rest);
        if (copied == 0) copied = DtsV0Words.String(rest);
        if (copied == 0) copied = DtsV0Words.Gap(rest);
        if (copied == 0) copied = DtsV0Words.Label(rest);
        if (copied > 0) return Copy(rest, copied);
        if (rest.StartsWith("/memreserve/"u8))
        {
            Tag();
            _mode = Mode.Values;
            return Copy(rest, "/memreserve/".Length);
        }

        var word = _mode switch
        {
            Mode.Values => Value(rest),
            Mode.Bytes => ByteOrEnd(rest),
            _ => Name(rest),
        };
        return word > 0 ? word : Other(rest);
    }

    private int Value(ReadOnlySpan<byte> rest)
    {
        if (rest is [(byte)'b' or (byte)'o' or (byte)'d' or (byte)'h', (byte)'#', ..])
        {
            _base = rest[0] switch { (byte)'b' => 2, (byte)'o' => 8, (byte)'d' => 10, _ => 16 };
            return 2;
        }

        var digits = DtsV0Words.HexDigits(rest);
        if (digits > 0)
        {
            Number(rest[..digits]);
            return digits;
        }

        var reference = DtsV0Words.Reference(rest);
        if (reference > 0) return Copy(rest, reference);
        var path = DtsV0Words.OldReference(rest);
        if (path == 0) return 0;
        _output.Write("&{"u8);
        _output.Write(rest[1..path]);
        _output.Write("}"u8);
        return path;
    }

    private int ByteOrEnd(ReadOnlySpan<byte> rest)
    {
        if (DtsV0Words.HexDigits(rest) >= 2) return Copy(rest, 2);
        if (rest[0] != ']') return 0;
        _mode = Mode.Values;
        return Copy(rest, 1);
    }

    private int Name(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExcept(NameBytes);
        if (length < 0) length = rest.Length;
        if (length == 0) return 0;
        _name = Encoding.ASCII.GetString(rest[..length]);
        _mode = Mode.Values;
        return Copy(rest, length);
    }

    private int Other(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '-')
        {
            // "first-last" of a reservation becomes "first size".
            _sawHyphen = true;
            _output.Write(" "u8);
            return 1;
        }

        Tag();
        if (rest[0] == '[') _mode = Mode.Bytes;
        else if (rest[0] is (byte)'{' or (byte)';') _mode = Mode.Names;
        return Copy(rest, 1);
    }

    private void Number(ReadOnlySpan<byte> digits)
    {
        var value = Parse(digits, (uint)_base);
        if (_sawHyphen) value = value - _last + 1;
        var (radix, width) = _name is null ? (16, 16) : DtsV0Properties.Style(_name);
        if (_base != 16) radix = _base;
        // A number marked as binary stays hexadecimal: version 1 has no binary numbers.
        var text = radix switch
        {
            8 => "0" + Octal(value).PadLeft(width, '0'),
            10 => value.ToString(CultureInfo.InvariantCulture).PadLeft(width),
            _ => "0x" + value.ToString("x", CultureInfo.InvariantCulture).PadLeft(width, '0'),
        };
        _output.Write(Encoding.ASCII.GetBytes(text));
        _base = 16;
        _last = value;
        _sawHyphen = false;
    }

    // As strtoull: digits up to the first that the base does not have; the largest number when it does not fit.
    private static ulong Parse(ReadOnlySpan<byte> digits, uint radix)
    {
        UInt128 value = 0;
        foreach (var c in digits)
        {
            var digit = (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            if (digit >= radix) break;
            value = (value * radix) + digit;
            if (value > ulong.MaxValue) return ulong.MaxValue;
        }

        return (ulong)value;
    }

    private static string Octal(ulong value)
    {
        var text = "";
        do
        {
            text = (char)('0' + (value & 7)) + text;
            value >>= 3;
        }
        while (value != 0);
        return text;
    }

    private void Tag()
    {
        if (!_tagged) _output.Write("/dts-v1/;\n\n"u8);
        _tagged = true;
    }

    private int Copy(ReadOnlySpan<byte> rest, int length)
    {
        _output.Write(rest[..length]);
        return length;
    }
}
