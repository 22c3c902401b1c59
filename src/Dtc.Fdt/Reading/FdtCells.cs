using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// A value as 32-bit cells, read in host order. Use with <c>foreach</c>, by index, or number by number.
/// </summary>
public ref struct FdtCells
{
    private readonly ReadOnlySpan<byte> _value;
    private int _next;

    internal FdtCells(ReadOnlySpan<byte> value) => _value = value;

    /// <summary>Number of whole cells.</summary>
    public readonly int Count => _value.Length / 4;

    /// <summary>The cell reached.</summary>
    public readonly uint Current => this[_next - 1];

    /// <summary>The cell at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not from 0 to <see cref="Count"/> - 1.</exception>
    public readonly uint this[int index] => (uint)index < (uint)Count
        ? BinaryPrimitives.ReadUInt32BigEndian(_value[(4 * index)..])
        : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Starts over.</summary>
    public readonly FdtCells GetEnumerator() => new(_value);

    /// <summary>Steps to the next cell.</summary>
    public bool MoveNext()
    {
        if (_next >= Count) return false;
        _next++;
        return true;
    }

    /// <summary>
    /// Takes a number of <paramref name="cells"/> cells, the most significant first, as the parts of
    /// <c>reg</c> and <c>ranges</c> are; of more than two cells the upper ones are dropped.
    /// </summary>
    /// <returns>False, and nothing taken, when fewer cells are left or the count is negative.</returns>
    public bool TryTake(int cells, out ulong number)
    {
        number = 0;
        if (cells < 0 || cells > Count - _next) return false;
        for (var end = _next + cells; _next < end; _next++) number = (number << 32) | this[_next];
        return true;
    }
}
