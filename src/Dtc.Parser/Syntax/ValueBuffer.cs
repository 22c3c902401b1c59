using System.Buffers.Binary;

namespace Dtc.Parser.Syntax;

/// <summary>A growing array of bytes that is used again and again.</summary>
internal sealed class ValueBuffer
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(byte value) => Grow(1)[0] = value;

    public void Add(ReadOnlySpan<byte> values) => values.CopyTo(Grow(values.Length));

    /// <summary>Appends the low <paramref name="bits"/> (8, 16, 32 or 64) of a value, big endian.</summary>
    public void AddInteger(ulong value, int bits)
    {
        switch (bits)
        {
            case 8: Grow(1)[0] = (byte)value; break;
            case 16: BinaryPrimitives.WriteUInt16BigEndian(Grow(2), (ushort)value); break;
            case 32: BinaryPrimitives.WriteUInt32BigEndian(Grow(4), (uint)value); break;
            default: BinaryPrimitives.WriteUInt64BigEndian(Grow(8), value); break;
        }
    }

    /// <summary>Room for <paramref name="count"/> more bytes, counted as used.</summary>
    public Span<byte> Grow(int count)
    {
        var length = checked(Length + count);
        if (length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(length, _bytes.Length * 2L)));
        var room = _bytes.AsSpan(Length, count);
        Length = length;
        return room;
    }
}
