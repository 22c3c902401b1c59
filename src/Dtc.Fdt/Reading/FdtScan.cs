using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dtc.Fdt;

/// <summary>
/// The only code that steps through a structure block. Every step checks its bounds and moves on by at
/// least four bytes, so that any walk made of steps ends within as many steps as the block has cells.
/// </summary>
internal static class FdtScan
{
    /// <summary>Bytes of token, length and name offset before a value.</summary>
    public const int PropertyHead = 12;

    /// <summary>Reads the token at <paramref name="offset"/>.</summary>
    /// <param name="s">The structure block.</param>
    /// <param name="fullPaths">See <see cref="FdtBlocks.FullPaths"/>.</param>
    /// <param name="offset">A multiple of four, not negative; may lie behind the end.</param>
    /// <param name="next">Where the next token is, or an error code negated.</param>
    /// <returns>The token; <see cref="FdtToken.None"/> with an error.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FdtToken Next(ReadOnlySpan<byte> s, bool fullPaths, int offset, out int next)
    {
        if (offset > s.Length - 4)
        {
            next = -(int)FdtError.Truncated;
            return FdtToken.None;
        }
        var token = BinaryPrimitives.ReadUInt32BigEndian(s[offset..]);
        if (token == (uint)FdtToken.Property)
        {
            next = SkipProperty(s, fullPaths, offset);
        }
        else if (token == (uint)FdtToken.BeginNode)
        {
            next = SkipName(s, offset + 4);
        }
        else if (token is (uint)FdtToken.EndNode or (uint)FdtToken.Nop or (uint)FdtToken.End)
        {
            next = offset + 4;
            return (FdtToken)token;
        }
        else
        {
            next = -(int)FdtError.BadStructure;
        }
        return next < 0 ? FdtToken.None : (FdtToken)token;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipProperty(ReadOnlySpan<byte> s, bool fullPaths, int offset)
    {
        if (offset > s.Length - PropertyHead) return -(int)FdtError.BadStructure;
        long length = BinaryPrimitives.ReadUInt32BigEndian(s[(offset + 4)..]);
        long end = offset + PropertyHead + length;
        if (fullPaths) end += Shift(offset, length);
        return end > s.Length ? -(int)FdtError.BadStructure : (int)((end + 3) & ~3);
    }

    /// <summary>Bytes between the head and the value of a property of versions before 16.</summary>
    public static int Shift(int offset, long length) => length >= 8 && (offset + PropertyHead) % 8 != 0 ? 4 : 0;

    /// <summary>The offset behind the zero-padded name at <paramref name="at"/>, or an error code negated.</summary>
    /// <remarks>Eight bytes a step: the token after the name starts behind the cell that holds the first NUL.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipName(ReadOnlySpan<byte> s, int at)
    {
        while (at <= s.Length - 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);
            var zero = (word - 0x0101010101010101) & ~word & 0x8080808080808080;
            // Bits above the lowest one set may be false alarms, so only the lowest counts.
            if (zero != 0) return at + (BitOperations.TrailingZeroCount(zero) < 32 ? 4 : 8);
            at += 8;
        }
        return SkipNameAtEnd(s, at);
    }

    private static int SkipNameAtEnd(ReadOnlySpan<byte> s, int at)
    {
        var length = s[Math.Min(at, s.Length)..].IndexOf((byte)0);
        return length < 0 ? -(int)FdtError.BadStructure : (at + length + 4) & ~3;
    }

    /// <summary>The name of the node at <paramref name="offset"/>, which <see cref="Next"/> has found whole.</summary>
    public static ReadOnlySpan<byte> NodeName(ReadOnlySpan<byte> s, int offset, int body)
    {
        // The first NUL lies in the last cell before the body; behind the very end of an odd-sized block there is none.
        var name = s[(offset + 4)..Math.Min(body, s.Length)];
        var searched = Math.Max(name.Length - 4, 0);
        return name[..(searched + Math.Max(name[searched..].IndexOf((byte)0), 0))];
    }

    /// <summary>
    /// A view of the property at <paramref name="offset"/>, which <see cref="Next"/> has found whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FdtProperty Property(scoped in FdtBlocks blocks, int offset)
    {
        var s = blocks.Structure;
        var length = BinaryPrimitives.ReadUInt32BigEndian(s[(offset + 4)..]);
        var nameOffset = BinaryPrimitives.ReadUInt32BigEndian(s[(offset + 8)..]);
        var start = offset + PropertyHead;
        if (blocks.FullPaths) start += Shift(offset, length);
        return new FdtProperty(s.Slice(start, (int)length), blocks.Strings, nameOffset, offset);
    }

    /// <summary>
    /// True when the string at <paramref name="offset"/> of the strings block is <paramref name="name"/>.
    /// </summary>
    /// <param name="strings">The strings block.</param>
    /// <param name="offset">Any value, as found in a property.</param>
    /// <param name="name">A name without NUL.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StringEquals(ReadOnlySpan<byte> strings, uint offset, ReadOnlySpan<byte> name)
    {
        var end = (ulong)offset + (uint)name.Length;
        return end < (uint)strings.Length
            && strings[(int)end] == 0
            && strings.Slice((int)offset, name.Length).SequenceEqual(name);
    }

    /// <summary>Finds the next node, as libfdt's fdt_next_node does.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="offset">Where to start reading tokens.</param>
    /// <param name="depth">Raised by every node opened, lowered by every node closed.</param>
    /// <param name="body">Where the content of the node found starts.</param>
    /// <returns>
    /// The offset of the node, or an error code negated: <see cref="FdtError.NotFound"/> at the end or below depth 0.
    /// </returns>
    public static int NextNode(scoped in FdtBlocks blocks, int offset, ref int depth, out int body)
    {
        var s = blocks.Structure;
        while (true)
        {
            switch (Next(s, blocks.FullPaths, offset, out body))
            {
                case FdtToken.BeginNode:
                    depth++;
                    return offset;
                case FdtToken.EndNode when --depth < 0:
                case FdtToken.End:
                    return -(int)FdtError.NotFound;
                case FdtToken.None:
                    return body;
            }
            offset = body;
        }
    }
}
