using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>
/// What dtc takes bytes of unknown type for, stretch by stretch between references and labels: strings, cells or bytes.
/// </summary>
internal sealed class TypeGuess
{
    private readonly List<Marker> _markers = [];
    private readonly Property _property;
    private readonly Item _head;

    private TypeGuess(Property property)
    {
        _property = property;
        _head = new Item(default);
    }

    /// <summary>What the whole value looks like, whatever its markers say: strings, cells or bytes.</summary>
    public static MarkerKind OfWhole(Property property) => new TypeGuess(property).Guess(0, property.Length);

    /// <summary>The property's markers with a type before every stretch.</summary>
    public static ReadOnlySpan<Marker> Complete(Property property)
    {
        var markers = property.Markers;
        if (!markers.IsEmpty && markers[0].IsType) return markers;
        var guess = new TypeGuess(property);
        var last = guess._head;
        foreach (var marker in markers) last = last.Next = new Item(marker);
        guess.Run();
        for (var item = guess._head.Next; item is not null; item = item.Next) guess._markers.Add(item.Marker);
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(guess._markers);
    }

    // A place in the list is the item before it, since items are put in.
    private void Run()
    {
        var offset = 0;
        var place = _head;
        for (; place.Next is { } item; place = place.Next!)
        {
            if (item.Marker.IsType) return; // dtc takes all the rest as typed, too
            if (item.Marker.Offset > offset)
            {
                place = Add(place, Guess(offset, item.Marker.Offset - offset), offset);
                // As in dtc, this may be a string just found, before the marker that ends the stretch.
                offset = place.Next!.Marker.Offset;
            }

            if (place.Next!.Marker.Kind != MarkerKind.PhandleReference) continue;
            place = Add(place, MarkerKind.UInt32, offset);
            offset += 4;
        }

        if (offset < _property.Length) Add(place, Guess(offset, _property.Length - offset), offset);
    }

    private MarkerKind Guess(int offset, int length)
    {
        var bytes = _property.Value.Slice(offset, length);
        var (zeros, printable) = (0, true);
        foreach (var b in bytes)
        {
            if (b == 0) zeros++;
            else if (b is not ((>= 7 and <= 13) or (>= 0x20 and <= 0x7e)))
            {
                printable = false;
                break;
            }
        }

        if (!printable || bytes[^1] != 0 || zeros > length - zeros) return length % 4 == 0 ? MarkerKind.UInt32 : MarkerKind.UInt8;
        if (zeros > 1) MarkStrings(offset, length);
        return MarkerKind.String;
    }

    // Every string of a list but the first.
    private void MarkStrings(int offset, int length)
    {
        var bytes = _property.Value[offset..];
        var place = _head;
        for (var start = bytes.IndexOf((byte)0) + 1; start < length; start += bytes[start..].IndexOf((byte)0) + 1)
        {
            place = Add(place, MarkerKind.String, offset + start);
        }
    }

    // At one offset a type stands before labels and references; returns the place behind what was put in.
    private static Item Add(Item place, MarkerKind kind, int offset)
    {
        while (place.Next is { } next && next.Marker.Offset < offset) place = next;
        if (place.Next is { } same && same.Marker.Offset == offset && same.Marker.IsType) return place;
        if (place.Next is { } equal && equal.Marker.Offset == offset && equal.Marker.Kind == kind) return place;
        return place.Next = new Item(new Marker(kind, offset, null, SourceSpan.None)) { Next = place.Next };
    }

    private sealed class Item(Marker marker)
    {
        public Marker Marker { get; } = marker;

        public Item? Next { get; set; }
    }
}
