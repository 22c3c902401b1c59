namespace Dtc.Fdt;

/// <summary>Making and closing gaps.</summary>
public sealed partial class FdtEditor
{
    private int StructureOffset => FdtFields.Get(_buffer, FdtFields.StructureOffset);

    /// <summary>Replaces bytes of the structure block by others, which stay as they were.</summary>
    private FdtError SpliceStructure(int offset, long oldSize, long newSize)
    {
        var error = Splice(StructureOffset + (long)offset, oldSize, newSize);
        if (error != FdtError.None) return error;
        var delta = (int)(newSize - oldSize);
        FdtFields.Add(_buffer, FdtFields.StructureSize, delta);
        FdtFields.Add(_buffer, FdtFields.StringsOffset, delta);
        return FdtError.None;
    }

    /// <summary>Replaces entries of the reservation block.</summary>
    private FdtError SpliceReservations(int index, int oldCount, int newCount)
    {
        const int size = FdtHeader.ReservationSize;
        var start = FdtFields.Get(_buffer, FdtFields.ReservationsOffset) + ((long)index * size);
        var error = Splice(start, oldCount * size, newCount * size);
        if (error != FdtError.None) return error;
        FdtFields.Add(_buffer, FdtFields.StructureOffset, (newCount - oldCount) * size);
        FdtFields.Add(_buffer, FdtFields.StringsOffset, (newCount - oldCount) * size);
        return FdtError.None;
    }

    /// <summary>
    /// Moves everything behind <paramref name="oldSize"/> bytes at <paramref name="start"/> so that a gap of
    /// <paramref name="newSize"/> bytes is left. The gap is not cleared: padding in it keeps what was there, as with
    /// libfdt.
    /// </summary>
    private FdtError Splice(long start, long oldSize, long newSize)
    {
        long used = DataSize;
        if (start + oldSize > used) return FdtError.BadOffset;
        var needed = used - oldSize + newSize;
        if (needed > TotalSize && !TryGrow(needed)) return FdtError.NoSpace;
        var rest = _buffer.AsSpan((int)(start + oldSize), (int)(used - start - oldSize));
        rest.CopyTo(_buffer.AsSpan((int)(start + newSize)));
        return FdtError.None;
    }

    private bool TryGrow(long needed)
    {
        if (!_grows || needed >= Array.MaxLength) return false;
        var size = (int)Math.Min(needed + (needed / 2) + SpareSize, Array.MaxLength);
        if (size > _buffer.Length) Array.Resize(ref _buffer, size);
        FdtFields.Set(_buffer, FdtFields.TotalSize, _buffer.Length);
        return true;
    }

    /// <summary>
    /// Finds a name in the strings block, be it the end of a longer one, or appends it; the offset, or an error
    /// code negated.
    /// </summary>
    private int FindOrAddString(ReadOnlySpan<byte> name, out bool added)
    {
        added = false;
        Span<byte> text = name.Length < 256 ? stackalloc byte[name.Length + 1] : new byte[name.Length + 1];
        name.CopyTo(text);
        text[name.Length] = 0;
        var size = FdtFields.Get(_buffer, FdtFields.StringsSize);
        var start = FdtFields.Get(_buffer, FdtFields.StringsOffset);
        var found = _buffer.AsSpan(start, size).IndexOf(text);
        if (found >= 0) return found;
        var error = Splice((long)start + size, 0, text.Length);
        if (error != FdtError.None) return -(int)error;
        text.CopyTo(_buffer.AsSpan(start + size));
        FdtFields.Add(_buffer, FdtFields.StringsSize, text.Length);
        added = true;
        return size;
    }
}
