using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Fills in the phandles of nodes of the base that the overlay refers to by label.</summary>
internal sealed partial class OverlayRun
{
    /// <summary>
    /// Follows <c>/__fixups__</c>: a property for each label of the base, with the places that refer to it as strings
    /// <c>path:property:offset</c>.
    /// </summary>
    private bool ResolveLabels()
    {
        var overlay = Overlay;
        var tree = _tree.Blocks;
        var fixups = FdtOffsets.Path(overlay, "/__fixups__"u8);
        if (fixups == -(int)FdtError.NotFound) return true;
        if (fixups < 0) return Fail(fixups, "the structure of the overlay is broken");
        var symbols = FdtOffsets.Path(tree, "/__symbols__"u8);
        if (symbols < 0 && symbols != -(int)FdtError.NotFound) return Fail(symbols, "the structure of the base is broken");

        var all = new FdtPropertyEnumerator(overlay, FdtOffsets.Body(overlay, fixups));
        while (all.MoveNext())
        {
            if (!all.Current.TryGetName(out var label, out var error))
                return Fail(error, $"a property of /__fixups__ has no name: {error.ToLibfdtName()}");
            if (!FindLabel(tree, symbols, label, all.Current.Value, out var phandle)) return false;
            if (!FillIn(overlay, label, all.Current.Value, phandle)) return false;
        }

        return true;
    }

    private bool FindLabel(
        scoped in FdtBlocks tree, int symbols, ReadOnlySpan<byte> label, ReadOnlySpan<byte> places, out uint phandle)
    {
        phandle = 0;
        var name = Text(label);
        var place = Text(OverlayTarget.Text(places));
        if (symbols < 0)
        {
            var message = $"the base has no /__symbols__ (it was compiled without -@), so the label '{name}' "
                + $"that {place} refers to cannot be resolved";
            return Fail(FdtError.BadOffset, message, name, place);
        }

        var property = FdtOffsets.Property(tree, symbols, label);
        if (property == -(int)FdtError.NotFound)
        {
            var message = $"the base's /__symbols__ has no label '{name}', which {place} refers to";
            return Fail(FdtError.NotFound, message, name, place);
        }

        if (property < 0) return Fail(property, "the structure of the base's /__symbols__ is broken", name, place);
        var path = OverlayTarget.Text(FdtOffsets.Value(tree, property));
        var node = FdtOffsets.Path(tree, path);
        if (node < 0)
        {
            var message = $"the label '{name}', which {place} refers to, stands for '{Text(path)}', which the base does not have";
            return Fail((FdtError)(-node), message, name, place);
        }

        phandle = FdtOffsets.Phandle(tree, node);
        if (phandle != 0) return true;
        return Fail(
            FdtError.NotFound,
            $"the base's node '{Text(path)}' with the label '{name}', which {place} refers to, has no phandle",
            name,
            place);
    }

    private bool FillIn(FdtBlocks overlay, ReadOnlySpan<byte> label, ReadOnlySpan<byte> places, uint phandle)
    {
        Span<byte> cell = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(cell, phandle);
        do
        {
            var length = places.IndexOf((byte)0);
            var place = length < 0 ? places : places[..length];
            if (length < 0 || !TryParse(place, out var path, out var name, out var offset))
            {
                var message = $"'{Text(place)}' in /__fixups__/{Text(label)} is not of the form path:property:offset";
                return Fail(FdtError.BadOverlay, message, Text(label), Text(place));
            }

            var node = FdtOffsets.Path(overlay, path);
            if (node < 0)
            {
                var error = node == -(int)FdtError.NotFound ? FdtError.BadOverlay : (FdtError)(-node);
                var message = $"/__fixups__/{Text(label)} names {Text(place)}, but the overlay has no node '{Text(path)}'";
                return Fail(error, message, Text(label), Text(place));
            }

            var property = FdtOffsets.Property(overlay, node, name);
            if (property < 0)
            {
                var message = $"/__fixups__/{Text(label)} names {Text(place)}, but the node has no such property";
                return Fail((FdtError)(-property), message, Text(label), Text(place));
            }

            var value = ValueMemory(property);
            if (offset + 4UL > (ulong)value.Length)
            {
                var message = $"/__fixups__/{Text(label)} names {Text(place)}, behind the end of the property";
                return Fail(FdtError.NoSpace, message, Text(label), Text(place));
            }

            cell.CopyTo(value[(int)offset..]);
            places = places[(length + 1)..];
        }
        while (!places.IsEmpty);
        return true;
    }

    private static bool TryParse(
        ReadOnlySpan<byte> place, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> property, out uint offset)
    {
        path = property = default;
        offset = 0;
        var colon = place.IndexOf((byte)':');
        if (colon < 0) return false;
        path = place[..colon];
        var rest = place[(colon + 1)..];
        colon = rest.IndexOf((byte)':');
        if (colon <= 0) return false;
        property = rest[..colon];
        return TryParseNumber(rest[(colon + 1)..], out offset);
    }

    /// <summary>All of a text as C's strtoul reads decimals, cut to 32 bits.</summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        text = text.TrimStart(" \t\n\v\f\r"u8);
        var negative = text.StartsWith("-"u8);
        if (negative || text.StartsWith("+"u8)) text = text[1..];
        if (text.IsEmpty || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        ulong value = 0;
        foreach (var digit in text)
        {
            var next = (value * 10) + (uint)(digit - '0');
            if (value > (ulong.MaxValue - 9) / 10)
            {
                number = uint.MaxValue;
                return true;
            }

            value = next;
        }

        number = (uint)(negative ? 0 - value : value);
        return true;
    }
}
