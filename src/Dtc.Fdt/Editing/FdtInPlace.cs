using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// Edits that change no sizes and move nothing, over the memory of a blob: values overwritten, and properties and
/// nodes blanked with NOP tokens. Nodes are given by <see cref="FdtNode.Offset"/>, which stays valid.
/// </summary>
/// <remarks>
/// Every call checks header and structure anew, as the bytes belong to the caller. Nothing is written on failure.
/// Errors are libfdt's: <see cref="FdtError.BadOffset"/> when no node begins at the offset,
/// <see cref="FdtError.NotFound"/> without such a property, or what is wrong with the blob.
/// </remarks>
public static class FdtInPlace
{
    /// <summary>Overwrites the value of a property with one of the same length.</summary>
    /// <param name="blob">The blob; bytes after its end are not touched.</param>
    /// <param name="node">Offset of the node in the structure block.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="value">The new value.</param>
    /// <returns>Besides the common errors <see cref="FdtError.NoSpace"/> when the lengths differ.</returns>
    public static FdtError SetProperty(Span<byte> blob, int node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var error = FindValue(blob, node, name, out var old);
        if (error != FdtError.None) return error;
        if (old.Length != value.Length) return FdtError.NoSpace;
        value.CopyTo(old);
        return FdtError.None;
    }

    /// <summary>Overwrites a part of the value of a property.</summary>
    /// <param name="blob">The blob; bytes after its end are not touched.</param>
    /// <param name="node">Offset of the node in the structure block.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="index">Offset in the value of the first byte to overwrite.</param>
    /// <param name="part">The new bytes.</param>
    /// <returns>Besides the common errors <see cref="FdtError.NoSpace"/> when the part exceeds the value.</returns>
    public static FdtError SetPropertyPart(
        Span<byte> blob, int node, ReadOnlySpan<byte> name, int index, ReadOnlySpan<byte> part)
    {
        var error = FindValue(blob, node, name, out var old);
        if (error != FdtError.None) return error;
        if (index < 0 || (long)index + part.Length > old.Length) return FdtError.NoSpace;
        part.CopyTo(old[index..]);
        return FdtError.None;
    }

    /// <summary>Overwrites a value with a 32-bit cell, big-endian; the value must be one cell already.</summary>
    public static FdtError SetProperty(Span<byte> blob, int node, ReadOnlySpan<byte> name, uint cell)
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, cell);
        return SetProperty(blob, node, name, value);
    }

    /// <summary>Overwrites a value with a 64-bit number, big-endian; the value must be 8 bytes long already.</summary>
    public static FdtError SetProperty(Span<byte> blob, int node, ReadOnlySpan<byte> name, ulong number)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, number);
        return SetProperty(blob, node, name, value);
    }

    /// <summary>Blanks a property with NOP tokens.</summary>
    /// <param name="blob">The blob; bytes after its end are not touched.</param>
    /// <param name="node">Offset of the node in the structure block.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <returns>Besides the common errors <see cref="FdtError.BadVersion"/> before version 16.</returns>
    public static FdtError NopProperty(Span<byte> blob, int node, ReadOnlySpan<byte> name)
    {
        if (!TryGetBlocks(blob, out var blocks, out var header, out var error)) return error;
        if (header.UsesFullPaths) return FdtError.BadVersion;
        var property = Find(blocks, node, name);
        if (property < 0) return (FdtError)(-property);
        var size = FdtScan.PropertyHead + FdtFields.Align(FdtOffsets.Value(blocks, property).Length);
        return Blank(blob, header, property, property + size);
    }

    /// <summary>Blanks a node and everything in it with NOP tokens.</summary>
    /// <param name="blob">The blob; bytes after its end are not touched.</param>
    /// <param name="node">Offset of the node in the structure block.</param>
    public static FdtError NopNode(Span<byte> blob, int node)
    {
        if (!TryGetBlocks(blob, out var blocks, out var header, out var error)) return error;
        var end = FdtOffsets.End(blocks, node);
        return end < 0 ? (FdtError)(-end) : Blank(blob, header, node, end);
    }

    private static FdtError Blank(Span<byte> blob, in FdtHeader header, int from, long to)
    {
        // A value may end in the last bytes of a block that is no multiple of four long.
        var size = Math.Min(to, header.TotalSize - header.StructureOffset) - from;
        var bytes = blob.Slice((int)header.StructureOffset + from, (int)size);
        for (; bytes.Length >= 4; bytes = bytes[4..]) BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)FdtToken.Nop);
        return FdtError.None;
    }

    private static FdtError FindValue(Span<byte> blob, int node, ReadOnlySpan<byte> name, out Span<byte> value)
    {
        value = default;
        if (!TryGetBlocks(blob, out var blocks, out var header, out var error)) return error;
        var property = Find(blocks, node, name);
        if (property < 0) return (FdtError)(-property);
        value = Value(blob, header, blocks, property);
        return FdtError.None;
    }

    /// <summary>The value of a property that a search has found, to be written.</summary>
    internal static Span<byte> Value(Span<byte> blob, scoped in FdtHeader header, scoped in FdtBlocks blocks, int property)
    {
        var length = FdtOffsets.Value(blocks, property).Length;
        var start = (int)header.StructureOffset + property + FdtScan.PropertyHead;
        if (blocks.FullPaths) start += FdtScan.Shift(property, length);
        return blob.Slice(start, length);
    }

    private static int Find(scoped in FdtBlocks blocks, int node, ReadOnlySpan<byte> name)
    {
        if (!name.Contains((byte)0)) return FdtOffsets.Property(blocks, node, name);
        var body = FdtOffsets.Body(blocks, node);
        return body < 0 ? body : -(int)FdtError.NotFound;
    }

    private static bool TryGetBlocks(Span<byte> blob, out FdtBlocks blocks, out FdtHeader header, out FdtError error)
    {
        blocks = default;
        if (!FdtHeader.Validate(blob, out header, out error)) return false;
        blocks = new FdtBlocks(blob[..(int)header.TotalSize], header);
        return true;
    }
}
