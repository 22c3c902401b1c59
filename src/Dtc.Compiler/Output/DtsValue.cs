using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>
/// Writes the value of a property in dtc's form, oddities of its spacing included: what the markers say, guesses
/// elsewhere.
/// </summary>
internal sealed class DtsValue(TextBuffer text)
{
    // For each marker the offset of the next type behind it; -1 without one.
    private int[] _nextType = new int[16];

    /// <summary>Writes the value from the blank before the <c>=</c> on, without the <c>;</c>; nothing when it is empty.</summary>
    public void Write(Property property)
    {
        if (property.Length == 0) return;
        text.Add(" ="u8);
        var value = property.Value;
        var markers = TypeGuess.Complete(property);
        FindNextTypes(markers);
        MarkerKind? type = null;
        for (var i = 0; i < markers.Length; i++)
        {
            ref readonly var marker = ref markers[i];
            var offset = marker.Offset;
            var chunk = (i + 1 < markers.Length ? markers[i + 1].Offset : value.Length) - offset;
            var whole = Math.Max(0, _nextType[i] - offset); // up to the next type
            if (whole == 0) whole = value.Length - offset;

            if (marker.IsType)
            {
                type = marker.Kind;
                text.Add(' ');
                text.Add(Opening(marker.Kind));
            }
            else if (marker.Kind == MarkerKind.Label)
            {
                text.Add(' ');
                text.Add(marker.Reference!.Utf8);
                text.Add(':');
            }

            if (type is not { } current || chunk == 0) continue;
            Chunk(current, value.Slice(offset, chunk), markers, i);
            if (current == MarkerKind.UInt32 && whole > chunk) text.Add(' ');
            if (chunk != whole) continue;
            text.Add(Closing(current));
            if (offset + chunk != value.Length) text.Add(',');
            type = null;
        }
    }

    private void FindNextTypes(ReadOnlySpan<Marker> markers)
    {
        if (_nextType.Length < markers.Length) _nextType = new int[markers.Length * 2];
        var next = -1;
        for (var i = markers.Length - 1; i >= 0; i--)
        {
            _nextType[i] = next;
            if (markers[i].IsType) next = markers[i].Offset;
        }
    }

    private void Chunk(MarkerKind type, ReadOnlySpan<byte> bytes, ReadOnlySpan<Marker> markers, int at)
    {
        switch (type)
        {
            case MarkerKind.UInt32 when ReferenceAt(markers, at) is { } reference:
                text.Add('&');
                if (reference.Utf8.StartsWith("/"u8))
                {
                    text.Add('{');
                    text.Add(reference.Utf8);
                    text.Add('}');
                }
                else text.Add(reference.Utf8);

                if (bytes.Length <= 4) break;
                text.Add(' ');
                Integers(bytes[4..], 4);
                break;
            case MarkerKind.UInt16:
                Integers(bytes, 2);
                break;
            case MarkerKind.UInt32:
                Integers(bytes, 4);
                break;
            case MarkerKind.UInt64:
                Integers(bytes, 8);
                break;
            case MarkerKind.String:
                text.Quoted(bytes is [.., 0] ? bytes[..^1] : bytes); // in dtc's eyes it always ends so
                break;
            default:
                Integers(bytes, 1);
                break;
        }
    }

    // A reference at the same offset, wherever it stands among its markers.
    private static Name? ReferenceAt(ReadOnlySpan<Marker> markers, int at)
    {
        var offset = markers[at].Offset;
        while (at > 0 && markers[at - 1].Offset == offset) at--;
        for (; at < markers.Length && markers[at].Offset == offset; at++)
        {
            if (markers[at].Kind == MarkerKind.PhandleReference) return markers[at].Reference;
        }

        return null;
    }

    private void Integers(ReadOnlySpan<byte> bytes, int width)
    {
        for (var i = 0; i < bytes.Length; i += width)
        {
            if (i > 0) text.Add(' ');
            if (width > 1) text.Add("0x"u8);
            // dtc stops with an assertion where a stretch ends within an element; its bytes are shown.
            if (bytes.Length - i < width) text.Hex(bytes[i], 2);
            else text.Hex(Integer(bytes[i..], width), 2);
        }
    }

    private static ulong Integer(ReadOnlySpan<byte> bytes, int width) => width switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    private static ReadOnlySpan<byte> Opening(MarkerKind type) => type switch
    {
        MarkerKind.UInt8 => "["u8,
        MarkerKind.UInt16 => "/bits/ 16 <"u8,
        MarkerKind.UInt32 => "<"u8,
        MarkerKind.UInt64 => "/bits/ 64 <"u8,
        _ => [],
    };

    private static ReadOnlySpan<byte> Closing(MarkerKind type) => type switch
    {
        MarkerKind.UInt8 => "]"u8,
        MarkerKind.String => [],
        _ => ">"u8,
    };
}
