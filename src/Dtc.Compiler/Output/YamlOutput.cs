using System.Buffers;
using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as YAML with types, as dtc <c>-O yaml</c> does, byte for byte.</summary>
internal sealed class YamlOutput
{
    private readonly YamlEmitter _emitter;

    private YamlOutput(YamlEmitter emitter) => _emitter = emitter;

    /// <summary>
    /// Writes the tree. Returns the property whose value says nothing about its type, with which it cannot be done; null
    /// when it could.
    /// </summary>
    public static Property? Write(DeviceTree tree, IBufferWriter<byte> output)
    {
        if (Untyped(tree.Root) is { } untyped) return untyped;
        var emitter = new YamlEmitter(new TextBuffer(output));
        emitter.StartDocument(empty: tree.Root.Deleted);
        if (!tree.Root.Deleted) new YamlOutput(emitter).Node(tree.Root);
        emitter.EndDocument();
        return null;
    }

    private static Property? Untyped(Node node)
    {
        foreach (var property in node.Properties)
        {
            if (property.Length > 0 && property.MarkerCount == 0) return property;
        }

        foreach (var child in node.Children)
        {
            if (Untyped(child) is { } found) return found;
        }

        return null;
    }

    private void Node(Node node)
    {
        if (!node.Properties.GetEnumerator().MoveNext() && !node.Children.GetEnumerator().MoveNext())
        {
            _emitter.EmptyMapping();
            return;
        }

        _emitter.StartMapping();
        foreach (var property in node.Properties)
        {
            _emitter.Key(property.Name.Utf8);
            if (property.Length == 0) _emitter.Word("true"u8);
            else Values(property);
        }

        foreach (var child in node.Children)
        {
            _emitter.Key(child.Name.Utf8);
            Node(child);
        }

        _emitter.EndMapping();
    }

    private void Values(Property property)
    {
        _emitter.StartSequence();
        var markers = property.Markers;
        var first = true;
        var left = property.Length;
        for (var i = 0; i < markers.Length; i++)
        {
            if (!markers[i].IsType) continue;
            _emitter.Item(first);
            first = false;
            var offset = markers[i].Offset;
            // What no type covers (/incbin/) belongs to the type before it.
            var length = Math.Min(NextType(markers, i) is { } next ? next - offset : left, property.Length - offset);
            left -= length;
            var bytes = property.Value.Slice(offset, length);
            if (markers[i].Kind == MarkerKind.String) _emitter.Quoted(bytes is [.., 0] ? bytes[..^1] : bytes);
            else Integers(bytes, markers[i].Kind, markers[i..]);
        }

        _emitter.EndSequence();
    }

    private static int? NextType(ReadOnlySpan<Marker> markers, int at)
    {
        while (++at < markers.Length)
        {
            if (markers[at].IsType) return markers[at].Offset;
        }

        return null;
    }

    // The markers begin with the type.
    private void Integers(ReadOnlySpan<byte> bytes, MarkerKind type, ReadOnlySpan<Marker> markers)
    {
        var start = markers[0].Offset;
        var (width, tag) = type switch
        {
            MarkerKind.UInt16 => (2, "!u16"),
            MarkerKind.UInt32 => (4, ""),
            MarkerKind.UInt64 => (8, "!u64"),
            _ => (1, "!u8"),
        };
        Span<byte> text = stackalloc byte[20];
        "0x"u8.CopyTo(text);
        _emitter.StartSequence(System.Text.Encoding.ASCII.GetBytes(tag));
        for (var i = 0; i < bytes.Length; i += width)
        {
            _emitter.Item(i == 0);
            if (width == 4)
            {
                while (markers.Length > 1 && markers[0].Offset < start + i) markers = markers[1..];
                if (IsReference(markers, start + i)) _emitter.Word("!phandle"u8);
            }

            System.Buffers.Text.Utf8Formatter.TryFormat(Integer(bytes[i..], width), text[2..], out var digits, new StandardFormat('x'));
            _emitter.Word(text[..(2 + digits)]);
        }

        _emitter.EndSequence();
    }

    private static bool IsReference(ReadOnlySpan<Marker> markers, int offset)
    {
        foreach (var marker in markers)
        {
            if (marker.Offset != offset) return false;
            if (marker.Kind == MarkerKind.PhandleReference) return true;
        }

        return false;
    }

    // Bytes that are no whole element any more (dtc stops with an assertion) count as one.
    private static ulong Integer(ReadOnlySpan<byte> bytes, int width) => Math.Min(bytes.Length, width) switch
    {
        8 => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        >= 4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        >= 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        _ => bytes[0],
    };
}
