using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// Steps through all tokens of a structure block as they stand, NOPs and what follows the END of the tree included, and
/// asks nothing of their order: for looking at blobs, damaged ones above all.
/// </summary>
public ref struct FdtTokens
{
    private readonly FdtHeader _header;
    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private int _next;

    /// <summary>Starts before the first token.</summary>
    /// <param name="blob">The blob, or what is left of it.</param>
    /// <param name="header">Its header; blocks are cut where the span ends.</param>
    public FdtTokens(ReadOnlySpan<byte> blob, in FdtHeader header)
    {
        _header = header;
        _structure = Block(blob, header.StructureOffset, header.Version >= 17 ? header.StructureSize : uint.MaxValue);
        _strings = Block(blob, header.StringsOffset, header.Version >= 3 ? header.StringsSize : uint.MaxValue);
    }

    /// <summary>The token reached; <see cref="FdtToken.None"/> where no token could be read.</summary>
    public FdtToken Token { get; private set; }

    /// <summary>Its offset in the structure block, in bytes.</summary>
    public int Offset { get; private set; }

    /// <summary>What is wrong where the steps ended; <see cref="FdtError.None"/> behind an END.</summary>
    public FdtError Error { get; private set; }

    /// <summary>Bytes of the token with its name or value and their padding.</summary>
    public readonly int Size => _next - Offset;

    /// <summary>The name of the node that begins here, without its NUL.</summary>
    public readonly ReadOnlySpan<byte> NodeName =>
        Token == FdtToken.BeginNode ? FdtScan.NodeName(_structure, Offset, _next) : [];

    /// <summary>Where the name of the property here is to be found in the strings block.</summary>
    public readonly uint NameOffset => Token == FdtToken.Property ? Field(8) : 0;

    /// <summary>The name of the property here; empty when there is none at its offset.</summary>
    public readonly ReadOnlySpan<byte> PropertyName
    {
        get
        {
            if (Token != FdtToken.Property || NameOffset >= (uint)_strings.Length) return [];
            var name = _strings[(int)NameOffset..];
            var end = name.IndexOf((byte)0);
            return end < 0 ? [] : name[..end];
        }
    }

    /// <summary>Where the value of the property here starts, in bytes from the start of the structure block.</summary>
    public readonly int ValueOffset
    {
        get
        {
            var shift = _header.UsesFullPaths ? FdtScan.Shift(Offset, Field(4)) : 0;
            return Offset + FdtScan.PropertyHead + shift;
        }
    }

    /// <summary>The value of the property here.</summary>
    public readonly ReadOnlySpan<byte> Value =>
        Token == FdtToken.Property ? _structure.Slice(ValueOffset, (int)Field(4)) : [];

    /// <summary>Steps to the next token; false behind the END, at the end of the block, or where there is no token.</summary>
    public bool Read()
    {
        if (Token == FdtToken.End || Error != FdtError.None) return false;
        Offset = _next;
        Token = FdtScan.Next(_structure, _header.UsesFullPaths, Offset, out var next);
        if (next < 0) Error = (FdtError)(-next);
        else _next = next;
        return next >= 0;
    }

    private readonly uint Field(int at) => BinaryPrimitives.ReadUInt32BigEndian(_structure[(Offset + at)..]);

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> blob, uint offset, uint size)
    {
        if (offset >= (uint)blob.Length) return [];
        var rest = blob[(int)offset..];
        return size < (uint)rest.Length ? rest[..(int)size] : rest;
    }
}
