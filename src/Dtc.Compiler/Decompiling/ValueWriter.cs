using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dtc.Compiler.Output;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>Writes values in a form: strings, groups of cells, bytes; long ones over several lines.</summary>
internal sealed class ValueWriter(TextBuffer text, DeviceTree tree, Func<Node, string?> reference)
{
    private const int Width = 100;
    private const int TabWidth = 8;
    private const int CellsPerLine = 8;
    private const int BytesPerLine = 16;

    private readonly ArrayBufferWriter<byte> _item = new();
    private readonly List<byte[]> _items = [];

    /// <summary>Writes a value that is not empty, behind the <c>=</c>.</summary>
    public void Write(Property property, ValueForm form, int depth)
    {
        var kind = form.Kind;
        if (kind == ValueKind.Guessed)
        {
            kind = TypeGuess.OfWhole(property) switch
            {
                // dtc takes control characters for text; far more often they are part of a number.
                MarkerKind.String when property.Length % 4 == 0 && HasControls(property.Value) => ValueKind.Cells,
                MarkerKind.String => ValueKind.Strings,
                MarkerKind.UInt32 => ValueKind.Cells,
                _ => ValueKind.Bytes,
            };
        }

        _items.Clear();
        switch (kind)
        {
            case ValueKind.Strings or ValueKind.Paths:
                Strings(property.Value, kind == ValueKind.Paths);
                break;
            case ValueKind.Bytes:
                Bytes(property.Value, depth);
                break;
            case ValueKind.Numbers16 or ValueKind.Numbers64:
                Numbers(property.Value, kind == ValueKind.Numbers16 ? 2 : 8);
                break;
            default:
                Cells(property.Value, form, kind == ValueKind.Numbers, depth);
                break;
        }

        Items((depth * TabWidth) + property.Name.Length + 3, depth);
    }

    private void Items(int column, int depth)
    {
        long length = column;
        foreach (var item in _items) length += item.Length + 2L;
        for (var i = 0; i < _items.Count; i++)
        {
            if (i > 0)
            {
                text.Add(',');
                if (length <= Width) text.Add(' ');
                else NewLine(text, depth);
            }

            text.Add(_items[i]);
        }
    }

    private static void NewLine(TextBuffer to, int depth)
    {
        to.Add('\n');
        to.Tabs(depth + 1);
    }

    private void Strings(ReadOnlySpan<byte> value, bool paths)
    {
        if (value is [.., 0]) value = value[..^1];
        while (true)
        {
            var end = value.IndexOf((byte)0);
            var one = end < 0 ? value : value[..end];
            _item.Clear();
            var item = new TextBuffer(_item);
            if (paths && Label(one) is { } label) item.Add(label);
            else item.Quoted(one);
            Finish();
            if (end < 0) return;
            value = value[(end + 1)..];
        }
    }

    // The label of the node whose path is written exactly like that.
    private string? Label(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != '/' || tree.FindByPath(path) is not { Parent: not null } node) return null;
        if (!Encoding.UTF8.GetBytes(node.Path).AsSpan().SequenceEqual(path)) return null;
        return reference(node) is { } label && !label.StartsWith("&{", StringComparison.Ordinal) ? label : null;
    }

    private void Bytes(ReadOnlySpan<byte> value, int depth)
    {
        _item.Clear();
        var item = new TextBuffer(_item);
        item.Add('[');
        for (var i = 0; i < value.Length; i++)
        {
            if (value.Length > BytesPerLine && i % BytesPerLine == 0) NewLine(item, depth);
            else if (i > 0) item.Add(' ');
            item.Hex(value[i], 2);
        }

        item.Add(']');
        Finish();
    }

    private void Numbers(ReadOnlySpan<byte> value, int width)
    {
        _item.Clear();
        var item = new TextBuffer(_item);
        item.Add(width == 2 ? "/bits/ 16 <"u8 : "/bits/ 64 <"u8);
        for (var i = 0; i < value.Length; i += width)
        {
            if (i > 0) item.Add(' ');
            var number = width == 2 ? BinaryPrimitives.ReadUInt16BigEndian(value[i..]) : BinaryPrimitives.ReadUInt64BigEndian(value[i..]);
            if (width == 2 || (number <= long.MaxValue && number % 1000 == 0)) item.Decimal((long)number);
            else
            {
                item.Add("0x"u8);
                item.Hex(number, 1);
            }
        }

        item.Add('>');
        Finish();
    }

    private static bool HasControls(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
        {
            if (b is > 0 and < 0x20 and not (9 or 10 or 13)) return true;
        }

        return false;
    }

    private void Cells(ReadOnlySpan<byte> value, ValueForm form, bool isDecimal, int depth)
    {
        var nextReference = 0;
        var start = 0;
        for (var group = 0; start < value.Length; group++)
        {
            var end = form.Groups is { } groups && group < groups.Count ? groups[group] : value.Length;
            _item.Clear();
            var item = new TextBuffer(_item);
            item.Add('<');
            for (var at = start; at < end; at += 4)
            {
                var cell = (at - start) / 4;
                if (cell > 0 && cell % CellsPerLine == 0 && (end - start) / 4 > 2 * CellsPerLine) NewLine(item, depth);
                else if (cell > 0) item.Add(' ');
                while (nextReference < form.References.Count && form.References[nextReference].Offset < at) nextReference++;
                if (nextReference < form.References.Count && form.References[nextReference].Offset == at
                    && Reference(form.References[nextReference]) is { } written) item.Add(written);
                else Number(item, BinaryPrimitives.ReadUInt32BigEndian(value[at..]), isDecimal);
            }

            item.Add('>');
            Finish();
            start = end;
        }
    }

    // Null for what has no name that can be written: its number is, then.
    private string? Reference(in CellReference cell)
    {
        if (cell.Target is { } target) return reference(target);
        return cell.Label is { } label && SourceNames.IsReference(label.Utf8) ? $"&{label}" : null;
    }

    private static void Number(TextBuffer item, uint number, bool isDecimal)
    {
        // A large count is more likely a mask, or a negative number.
        if (isDecimal && number < 0x80000000) item.Add(number.ToString(CultureInfo.InvariantCulture));
        else
        {
            item.Add("0x"u8);
            item.Hex(number, 1);
        }
    }

    private void Finish() => _items.Add(_item.WrittenSpan.ToArray());
}
