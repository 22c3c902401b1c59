using System.Buffers.Binary;
using System.Numerics;

namespace Dtc.Bindings.Caching;

/// <summary>
/// A 128-bit hash for telling contents apart and for noticing damage: four lanes of multiply and rotate as in xxHash,
/// brought together in two ways. It runs at memory speed. It does not withstand somebody who looks for collisions; all
/// that such a person could spoil is a cache that only their own user writes.
/// </summary>
internal readonly record struct ContentHash(ulong High, ulong Low)
{
    public const int Size = 16;

    /// <summary>Characters of its text, digits of base 16.</summary>
    public const int TextLength = 2 * Size;

    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const int Block = 32;

    /// <summary>The hash of some bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = unchecked(Prime1 + Prime2), b = Prime2, c = Prime3, d = unchecked(0 - Prime1);
        var blocks = bytes[..(bytes.Length / Block * Block)];
        for (var rest = blocks; rest.Length >= Block; rest = rest[Block..])
        {
            a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
            c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]));
            d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
        }

        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        bytes[blocks.Length..].CopyTo(last);
        a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(last));
        b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(last[8..]));
        c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(last[16..]));
        d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(last[24..]));

        var length = (ulong)bytes.Length;
        return new ContentHash(Join(length, a, b, c, d), Join(length ^ Prime3, d, c, b, a));
    }

    public static ContentHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], High);
    }

    public override string ToString() => $"{High:x16}{Low:x16}";

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + (word * Prime2), 31) * Prime1;

    private static ulong Join(ulong seed, ulong a, ulong b, ulong c, ulong d)
    {
        var hash = seed * Prime2;
        foreach (var lane in (ReadOnlySpan<ulong>)[a, b, c, d])
        {
            hash = (hash ^ Mix(lane)) * Prime1;
            hash = BitOperations.RotateLeft(hash, 27) + Prime3;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * Prime2;
        value = (value ^ (value >> 29)) * Prime3;
        return value ^ (value >> 32);
    }
}
