using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>An entry of the memory reservation block: memory that must not be used for anything else.</summary>
/// <param name="Address">Physical address of the first byte.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct FdtReservation(ulong Address, ulong Size);

/// <summary>
/// The memory reservations (Devicetree Specification v0.4, section 5.3), up to the first of size 0, which ends
/// the list. Use with <c>foreach</c>; step by hand to learn from <see cref="Error"/> how it ended.
/// </summary>
public ref struct FdtReservations
{
    private readonly ReadOnlySpan<byte> _block;
    private int _next;

    /// <summary>Reads a block that may reach to the end of the blob.</summary>
    public FdtReservations(ReadOnlySpan<byte> block) => _block = block;

    /// <summary>The entry reached.</summary>
    public FdtReservation Current { get; private set; }

    /// <summary><see cref="FdtError.Truncated"/> after the last step when the blob ended before the list did.</summary>
    public FdtError Error { get; private set; }

    /// <summary>Starts from where this one is.</summary>
    public readonly FdtReservations GetEnumerator() => this;

    /// <summary>Steps to the next entry.</summary>
    public bool MoveNext()
    {
        if (_block.Length - _next < FdtHeader.ReservationSize)
        {
            Error = FdtError.Truncated;
            return false;
        }
        var entry = _block.Slice(_next, FdtHeader.ReservationSize);
        Current = new FdtReservation(
            BinaryPrimitives.ReadUInt64BigEndian(entry), BinaryPrimitives.ReadUInt64BigEndian(entry[8..]));
        if (Current.Size == 0) return false;
        _next += FdtHeader.ReservationSize;
        return true;
    }

    /// <summary>Counts the entries.</summary>
    /// <param name="count">Their number, the one that ends the list not included.</param>
    /// <param name="error"><see cref="FdtError.Truncated"/> when the list does not end.</param>
    public readonly bool TryCount(out int count, out FdtError error)
    {
        var all = new FdtReservations(_block);
        for (count = 0; all.MoveNext();) count++;
        error = all.Error;
        return error == FdtError.None;
    }

    /// <summary>The entry at an index, the one that ends the list and what stands behind it included (as in libfdt).</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="error"><see cref="FdtError.BadOffset"/> behind the end of the blob.</param>
    public readonly bool TryGet(int index, out FdtReservation entry, out FdtError error)
    {
        entry = default;
        error = FdtError.BadOffset;
        var start = (long)index * FdtHeader.ReservationSize;
        if (start < 0 || start + FdtHeader.ReservationSize > _block.Length) return false;
        var bytes = _block[(int)start..];
        entry = new FdtReservation(
            BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        error = FdtError.None;
        return true;
    }
}
