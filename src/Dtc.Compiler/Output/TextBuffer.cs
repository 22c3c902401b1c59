using System.Buffers;
using System.Buffers.Text;

namespace Dtc.Compiler.Output;

/// <summary>Appends text as bytes to a writer.</summary>
internal sealed class TextBuffer(IBufferWriter<byte> output)
{
    public void Add(ReadOnlySpan<byte> text) => output.Write(text);

    public void Add(char c)
    {
        output.GetSpan(1)[0] = (byte)c;
        output.Advance(1);
    }

    /// <summary>Adds text that is not known to be ASCII.</summary>
    public void Add(string text)
    {
        var room = output.GetSpan(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(System.Text.Encoding.UTF8.GetBytes(text, room));
    }

    public void Tabs(int count)
    {
        while (count-- > 0) Add('\t');
    }

    public void Decimal(long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    /// <summary>Adds lower case hexadecimal digits, at least <paramref name="digits"/> of them.</summary>
    public void Hex(ulong value, int digits)
    {
        var count = digits;
        while (count < 16 && value >> (count * 4) != 0) count++;
        var room = output.GetSpan(count);
        for (var i = count - 1; i >= 0; i--, value >>= 4) room[i] = "0123456789abcdef"u8[(int)(value & 15)];
        output.Advance(count);
    }

    /// <summary>Adds a string as source writes it, with escapes for what is not printable.</summary>
    public void Quoted(ReadOnlySpan<byte> bytes)
    {
        Add('"');
        foreach (var b in bytes)
        {
            switch (b)
            {
                case >= 7 and <= 13:
                    Add('\\');
                    Add("abtnvfr"[b - 7]);
                    break;
                case (byte)'\\' or (byte)'"':
                    Add('\\');
                    Add((char)b);
                    break;
                case 0:
                    Add("\\0"u8);
                    break;
                case >= 0x20 and <= 0x7e:
                    Add((char)b);
                    break;
                default:
                    Add("\\x"u8);
                    Hex(b, 2);
                    break;
            }
        }

        Add('"');
    }
}
