using System.Runtime.CompilerServices;

namespace Dtc.Fdt;

/// <summary>A growing run of bytes that keeps its memory when it is emptied.</summary>
internal struct ByteBuffer(int capacity)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets the contents.</summary>
    public void Clear() => Length = 0;

    /// <summary>
    /// Appends <paramref name="count"/> bytes and returns them, not cleared: the caller fills them all.
    /// </summary>
    /// <exception cref="FdtTooLargeException">The buffer would outgrow what an array can hold.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Append(long count)
    {
        var start = Length;
        var end = start + count;
        if (end > _bytes.Length) Grow(end);
        Length = (int)end;
        return _bytes.AsSpan(start, (int)count);
    }

    private void Grow(long needed)
    {
        if (needed > Array.MaxLength) throw new FdtTooLargeException();
        var capacity = Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length));
        var larger = GC.AllocateUninitializedArray<byte>((int)capacity);
        Written.CopyTo(larger);
        _bytes = larger;
    }
}
