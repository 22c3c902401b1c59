using System.Buffers.Binary;
using System.Text;

namespace Cli.DropIn;

/// <summary>
/// One dump of a blob inside a buffer. Like fdtdump it judges nothing before it gets there. What does not lie inside
/// the buffer, where fdtdump prints what memory holds or dies of it, ends the dump.
/// </summary>
internal readonly ref struct FdtDump
{
    private const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4, End = 9;
    private const int Indent = 4;

    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _start; // of the blob inside the buffer; alignment counts from the buffer's start
    private readonly bool _debug;
    private readonly ToolOutput _output;

    public FdtDump(ReadOnlySpan<byte> buffer, int start, bool debug, ToolOutput output)
    {
        _buffer = buffer;
        _start = start;
        _debug = debug;
        _output = output;
    }

    /// <summary>Writes the dump. Returns null, or what ended it early.</summary>
    public string? Write()
    {
        var version = Cell(_start + 20);
        Header(version);
        return Reservations() ?? Structure(version);
    }

    private void Header(uint version)
    {
        var text = new StringBuilder("/dts-v1/;\n");
        text.Append($"// magic:\t\t0x{Cell(_start):x}\n");
        text.Append($"// totalsize:\t\t0x{Cell(_start + 4):x} ({Cell(_start + 4)})\n");
        text.Append($"// off_dt_struct:\t0x{Cell(_start + 8):x}\n");
        text.Append($"// off_dt_strings:\t0x{Cell(_start + 12):x}\n");
        text.Append($"// off_mem_rsvmap:\t0x{Cell(_start + 16):x}\n");
        text.Append($"// version:\t\t{version}\n");
        text.Append($"// last_comp_version:\t{Cell(_start + 24)}\n");
        if (version >= 2) text.Append($"// boot_cpuid_phys:\t0x{Cell(_start + 28):x}\n");
        if (version >= 3) text.Append($"// size_dt_strings:\t0x{Cell(_start + 32):x}\n");
        if (version >= 17) text.Append($"// size_dt_struct:\t0x{Cell(_start + 36):x}\n");
        _output.Write(text.Append('\n').ToString());
    }

    private string? Reservations()
    {
        for (var at = (long)_start + Cell(_start + 16); ; at += 16)
        {
            if (at > _buffer.Length - 16) return $"** Reservations at 0x{at - _start:x}";
            var address = Number(at);
            var size = Number(at + 8);
            if ((address | size) == 0) return null;
            _output.Write($"/memreserve/ {Alternate(address)} {Alternate(size)};\n");
        }
    }

    private string? Structure(uint version)
    {
        var depth = 0L;
        var at = (long)_start + Cell(_start + 8);
        var strings = (long)_start + Cell(_start + 12);
        while (true)
        {
            if (at > _buffer.Length - 4) return $"** Tag at 0x{at - _start:x}";
            var tag = Cell(at);
            at += 4;
            if (tag == End) return null;
            if (_debug)
            {
                Place(at - 4);
                _output.Write($": tag: 0x{tag:x8} ({TagName(tag)})\n");
            }

            switch (tag)
            {
                case BeginNode:
                    var name = Text(at);
                    at = Align(at + name.Length + 1, 4);
                    Line(depth++, name.IsEmpty ? "/"u8 : name, " {\n"u8);
                    break;
                case EndNode:
                    Line(--depth, "}"u8, ";\n"u8);
                    break;
                case Nop:
                    Line(depth, "// [NOP]"u8, "\n"u8);
                    break;
                case Property:
                    var size = (int)Cell(at);
                    var nameAt = strings + Cell(at + 4);
                    at += 8;
                    if (version < 16 && size >= 8) at = Align(at, 8);
                    var value = at;
                    // A size just below zero is no size either, but fdtdump gets over it unharmed.
                    if (nameAt >= _buffer.Length) return $"** Property name at 0x{nameAt - _start:x}";
                    if (size < -3 || value + size > _buffer.Length) return $"** Value of {size} bytes at 0x{value - _start:x}";
                    at = Align(at + size, 4);
                    PropertyLine(depth, nameAt, value, size);
                    break;
                default:
                    return $"** Unknown tag 0x{tag:x8}";
            }
        }
    }

    private void PropertyLine(long depth, long nameAt, long valueAt, int size)
    {
        var name = Text(nameAt);
        if (_debug)
        {
            Place(nameAt);
            _output.Write(": string: "u8);
            _output.Line(name);
            Place(valueAt);
            _output.Write(": value\n"u8);
        }

        Line(depth, name, default);
        if (size > 0) Value(_buffer.Slice((int)valueAt, size));
        else if (size < 0) ValueOfNegativeSize(valueAt, size);
        _output.Write(";\n"u8);
    }

    private void Value(ReadOnlySpan<byte> value)
    {
        if (ToolText.IsPrintable(value))
        {
            var separator = " = "u8;
            foreach (var range in value[..^1].Split((byte)0))
            {
                _output.Write(separator);
                _output.Write("\""u8);
                _output.Write(value[range]);
                _output.Write("\""u8);
                separator = ", "u8;
            }
        }
        else if (value.Length % 4 == 0)
        {
            for (var i = 0; i < value.Length; i += 4)
            {
                _output.Write(i == 0 ? " = <0x"u8 : " 0x"u8);
                _output.Number(BinaryPrimitives.ReadUInt32BigEndian(value[i..]), "x8");
            }

            _output.Write(">"u8);
        }
        else
        {
            for (var i = 0; i < value.Length; i++)
            {
                _output.Write(i == 0 ? " = ["u8 : " "u8);
                _output.Number(value[i], "x2");
            }

            _output.Write("]"u8);
        }
    }

    // What fdtdump makes of sizes from -3 to -1: a string when the byte before the "end" is NUL, else no bytes.
    private void ValueOfNegativeSize(long valueAt, int size)
    {
        if (_buffer[(int)valueAt + size - 1] != 0)
        {
            _output.Write(" = []"u8);
            return;
        }

        _output.Write(" = \""u8);
        _output.Write(Text(valueAt));
        _output.Write("\""u8);
    }

    // printf's "%*s" takes a negative width for its amount.
    private void Line(long depth, ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
    {
        _output.Spaces(Math.Abs(depth) * Indent);
        _output.Write(text);
        _output.Write(end);
    }

    private void Place(long at)
    {
        _output.Write("// "u8);
        _output.Number(at - _start, "x4");
    }

    private static string TagName(uint tag) => tag switch
    {
        BeginNode => "FDT_BEGIN_NODE",
        EndNode => "FDT_END_NODE",
        Property => "FDT_PROP",
        Nop => "FDT_NOP",
        End => "FDT_END",
        _ => "FDT_???",
    };

    private static string Alternate(ulong number) => number == 0 ? "0" : $"0x{number:x}";

    private static long Align(long at, int boundary) => (at + boundary - 1) & -boundary;

    private ReadOnlySpan<byte> Text(long at)
    {
        if (at >= _buffer.Length) return default;
        var rest = _buffer[(int)at..];
        var end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }

    private uint Cell(long at) =>
        at <= _buffer.Length - 4 ? BinaryPrimitives.ReadUInt32BigEndian(_buffer[(int)at..]) : 0;

    private ulong Number(long at) => ((ulong)Cell(at) << 32) | Cell(at + 4);
}
