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
    internal FdtReservations(ReadOnlySpan<byte> block) => _block = block;

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
}
