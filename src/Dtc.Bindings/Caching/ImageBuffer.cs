using System.Buffers.Binary;
using System.Text;

namespace Dtc.Bindings.Caching;

/// <summary>Bytes that grow at the end: little-endian words, and integers of as many 7-bit groups as they need.</summary>
internal sealed class ImageBuffer
{
    private byte[] _bytes;

    public ImageBuffer(int capacity = 1 << 12) => _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void PutByte(byte value) => Grow(1)[0] = value;

    public void PutWord(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Grow(4), value);

    public void PutLong(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);

    public void PutBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    public void PutHash(ContentHash hash) => hash.Write(Grow(ContentHash.Size));

    public void PutInteger(uint value)
    {
        for (; value >= 0x80; value >>= 7) PutByte((byte)(value | 0x80));
        PutByte((byte)value);
    }

    /// <summary>A text with its length before it.</summary>
    public void PutText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        PutInteger((uint)length);
        Encoding.UTF8.GetBytes(text, Grow(length));
    }

    public void SetWord(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at, 4), value);

    /// <summary>Moves the end back.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Space for so many bytes more, which are counted as written.</summary>
    public Span<byte> Grow(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        var space = _bytes.AsSpan(Length, count);
        Length += count;
        return space;
    }
}

/// <summary>Reads what an <see cref="ImageBuffer"/> holds.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="at">Where to begin.</param>
internal ref struct ImageCursor(ReadOnlySpan<byte> bytes, int at)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; set; } = at;

    public byte TakeByte() => _bytes[At++];

    public uint TakeWord() => BinaryPrimitives.ReadUInt32LittleEndian(TakeBytes(4));

    public long TakeLong() => BinaryPrimitives.ReadInt64LittleEndian(TakeBytes(8));

    public ContentHash TakeHash() => ContentHash.Read(TakeBytes(ContentHash.Size));

    public uint TakeInteger()
    {
        uint value = _bytes[At++];
        if (value < 0x80) return value;
        value &= 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            uint part = _bytes[At++];
            value |= (part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }

    public string TakeText() => Encoding.UTF8.GetString(TakeBytes((int)TakeInteger()));

    public ReadOnlySpan<byte> TakeBytes(int count)
    {
        var taken = _bytes.Slice(At, count);
        At += count;
        return taken;
    }
}
