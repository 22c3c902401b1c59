using System.Buffers.Binary;
using System.Numerics;

namespace Dtc.Fdt;

/// <summary>
/// Where each block of a blob goes: header, reservations, structure, strings, padding, in this order.
/// </summary>
internal readonly struct FdtPlan
{
    public int ReservationsOffset { get; private init; }

    public int StructureOffset { get; private init; }

    public int StructureSize { get; private init; }

    public int StringsOffset { get; private init; }

    public int StringsSize { get; private init; }

    public int TotalSize { get; private init; }

    public bool MinimumSizeExceeded { get; private init; }

    /// <summary>
    /// Plans a blob from the sizes of its blocks in bytes; the reservations are those without the terminator.
    /// </summary>
    /// <exception cref="ArgumentException">The alignment is not a power of two.</exception>
    /// <exception cref="FdtTooLargeException">The blob would be larger than an array can be.</exception>
    public static FdtPlan Make(int version, in FdtLayout layout, int reservations, long structure, int strings)
    {
        if (layout.Alignment > 0 && !BitOperations.IsPow2(layout.Alignment))
            throw new ArgumentException("the alignment must be a power of two", nameof(layout));

        long reservationsOffset = (FdtVersion.HeaderSize((uint)version) + 7) & ~7;
        var slots = Math.Max(layout.ReservedEntries, 0) + 1L; // and the terminator
        var structureOffset = reservationsOffset + reservations + slots * FdtHeader.ReservationSize;
        var stringsOffset = structureOffset + structure;
        var used = stringsOffset + strings;

        var exceeded = layout.MinimumSize > 0 && used > layout.MinimumSize;
        var padding = layout.MinimumSize > 0 ? Math.Max(layout.MinimumSize - used, 0) : 0;
        if (layout.Padding > 0) padding = layout.Padding;
        var total = used + padding;
        if (layout.Alignment > 0) total = (total + layout.Alignment - 1) & -(long)layout.Alignment;
        if (total > Array.MaxLength) throw new FdtTooLargeException();

        return new FdtPlan
        {
            ReservationsOffset = (int)reservationsOffset,
            StructureOffset = (int)structureOffset,
            StructureSize = (int)structure,
            StringsOffset = (int)stringsOffset,
            StringsSize = strings,
            TotalSize = (int)total,
            MinimumSizeExceeded = exceeded,
        };
    }

    /// <summary>Writes the header and the zeros between it and the reservations.</summary>
    public void WriteHeader(int version, uint bootCpu, Span<byte> blob)
    {
        ReadOnlySpan<uint> fields =
        [
            FdtHeader.Magic,
            (uint)TotalSize,
            (uint)StructureOffset,
            (uint)StringsOffset,
            (uint)ReservationsOffset,
            (uint)version,
            version < FdtVersion.FirstShortNames ? 1u : 16u, // last_comp_version
            bootCpu,
            (uint)StringsSize,
            (uint)StructureSize,
        ];
        var size = FdtVersion.HeaderSize((uint)version);
        for (var i = 0; i < size / 4; i++) BinaryPrimitives.WriteUInt32BigEndian(blob[(4 * i)..], fields[i]);
        blob[size..ReservationsOffset].Clear();
    }
}
