namespace Dtc.Fdt;

/// <summary>
/// Where the blocks of an existing blob lie, and moving them: what opening for edits and packing have in common.
/// The blobs given have a validated header.
/// </summary>
internal static class FdtLayouts
{
    /// <summary>Where libfdt puts the reservations: behind the header of version 17, on an 8-byte boundary.</summary>
    public const int FirstBlock = 40;

    /// <summary>
    /// True when the blocks do not come in the order reservations, structure, strings, each of the given size.
    /// </summary>
    public static bool IsMisordered(ReadOnlySpan<byte> blob, long reservations, long structure)
    {
        var strings = FdtFields.Get(blob, FdtFields.StringsOffset);
        return FdtFields.Get(blob, FdtFields.ReservationsOffset) < FirstBlock
            || FdtFields.Get(blob, FdtFields.StructureOffset)
                < FdtFields.Get(blob, FdtFields.ReservationsOffset) + reservations
            || strings < FdtFields.Get(blob, FdtFields.StructureOffset) + structure
            || FdtFields.Get(blob, FdtFields.TotalSize)
                < (long)strings + FdtFields.Get(blob, FdtFields.StringsSize);
    }

    /// <summary>Bytes of the reservation block with its terminator, or an error code negated.</summary>
    public static int ReservationsSize(ReadOnlySpan<byte> blob)
    {
        var size = FdtFields.Get(blob, FdtFields.TotalSize);
        var all = new FdtReservations(blob[FdtFields.Get(blob, FdtFields.ReservationsOffset)..size]);
        var count = 1;
        while (all.MoveNext()) count++;
        return all.Error == FdtError.None ? count * FdtHeader.ReservationSize : -(int)all.Error;
    }

    /// <summary>
    /// Copies a blob into a larger buffer as version 17 with its blocks in order, as fdt_open_into does: in place
    /// where they stand when they are in order, else moved together. Bytes of the buffer that are not written stay.
    /// </summary>
    /// <param name="blob">The blob, as long as its header says.</param>
    /// <param name="buffer">The buffer; its length becomes the blob's total size.</param>
    /// <param name="keepsOld">
    /// True when libfdt would be given one buffer for both: blocks out of order are then built behind the old
    /// blob first, and there has to be room for that.
    /// </param>
    public static FdtError OpenInto(ReadOnlySpan<byte> blob, Span<byte> buffer, bool keepsOld)
    {
        var reservations = ReservationsSize(blob);
        if (reservations < 0) return (FdtError)(-reservations);
        var structure = StructureSize(blob);
        if (structure < 0) return (FdtError)(-structure);
        if (!IsMisordered(blob, reservations, structure))
        {
            if (buffer.Length < blob.Length) return FdtError.NoSpace;
            blob.CopyTo(buffer);
            FdtFields.Set(buffer, FdtFields.Version, FdtVersion.Default);
            FdtFields.Set(buffer, FdtFields.StructureSize, structure);
            FdtFields.Set(buffer, FdtFields.TotalSize, buffer.Length);
            return FdtError.None;
        }

        var strings = FdtFields.Get(blob, FdtFields.StringsSize);
        var size = FirstBlock + (long)reservations + structure + strings;
        if (buffer.Length < size + (keepsOld ? blob.Length : 0)) return FdtError.NoSpace;
        var bootCpu = FdtFields.Get(blob, FdtFields.BootCpu);
        var structureAt = FirstBlock + reservations;
        blob.Slice(FdtFields.Get(blob, FdtFields.ReservationsOffset), reservations).CopyTo(buffer[FirstBlock..]);
        blob.Slice(FdtFields.Get(blob, FdtFields.StructureOffset), structure).CopyTo(buffer[structureAt..]);
        blob.Slice(FdtFields.Get(blob, FdtFields.StringsOffset), strings).CopyTo(buffer[(structureAt + structure)..]);
        SetBlocks(buffer, reservations, structure);
        FdtFields.Set(buffer, FdtFields.Magic, unchecked((int)FdtHeader.Magic));
        FdtFields.Set(buffer, FdtFields.TotalSize, buffer.Length);
        FdtFields.Set(buffer, FdtFields.Version, FdtVersion.Default);
        FdtFields.Set(buffer, FdtFields.LastCompatibleVersion, FdtVersion.FirstShortNames);
        FdtFields.Set(buffer, FdtFields.BootCpu, bootCpu);
        FdtFields.Set(buffer, FdtFields.StringsSize, strings);
        return FdtError.None;
    }

    /// <summary>Moves the blocks of a blob in order together and cuts its total size to what they need.</summary>
    public static FdtError Pack(Span<byte> blob)
    {
        var reservations = ReservationsSize(blob);
        if (reservations < 0) return (FdtError)(-reservations);
        var structure = FdtFields.Get(blob, FdtFields.StructureSize);
        // A list that runs on into the structure cannot be told apart from it.
        if (IsMisordered(blob, reservations, structure)) return FdtError.BadLayout;
        var strings = FdtFields.Get(blob, FdtFields.StringsSize);
        var structureAt = FirstBlock + reservations;
        blob.Slice(FdtFields.Get(blob, FdtFields.ReservationsOffset), reservations).CopyTo(blob[FirstBlock..]);
        blob.Slice(FdtFields.Get(blob, FdtFields.StructureOffset), structure).CopyTo(blob[structureAt..]);
        blob.Slice(FdtFields.Get(blob, FdtFields.StringsOffset), strings).CopyTo(blob[(structureAt + structure)..]);
        SetBlocks(blob, reservations, structure);
        FdtFields.Set(blob, FdtFields.TotalSize, structureAt + structure + strings);
        return FdtError.None;
    }

    private static void SetBlocks(Span<byte> blob, int reservations, int structure)
    {
        FdtFields.Set(blob, FdtFields.ReservationsOffset, FirstBlock);
        FdtFields.Set(blob, FdtFields.StructureOffset, FirstBlock + reservations);
        FdtFields.Set(blob, FdtFields.StructureSize, structure);
        FdtFields.Set(blob, FdtFields.StringsOffset, FirstBlock + reservations + structure);
    }

    /// <summary>Bytes of the structure block, which version 16 does not note; or an error code negated.</summary>
    private static int StructureSize(ReadOnlySpan<byte> blob)
    {
        var version = (uint)FdtFields.Get(blob, FdtFields.Version);
        if (version >= FdtVersion.Default) return FdtFields.Get(blob, FdtFields.StructureSize);
        if (version != FdtVersion.FirstShortNames) return -(int)FdtError.BadVersion;
        var structure = blob[FdtFields.Get(blob, FdtFields.StructureOffset)..];
        var next = 0;
        while (FdtScan.Next(structure, false, next, out next) is not (FdtToken.End or FdtToken.None))
        {
        }
        return next;
    }
}
