using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Edits of nodes and reservations.</summary>
public sealed partial class FdtEditor
{
    /// <summary>Adds a node behind the properties of another one, before its children.</summary>
    /// <param name="parent">Offset of the node that gets a child.</param>
    /// <param name="name">Name of the new node with its unit address, without NUL.</param>
    /// <param name="node">Offset of the new node.</param>
    /// <returns>
    /// <see cref="FdtError.Exists"/> when there is one of that name (without a unit address in the name: with any),
    /// <see cref="FdtError.BadOffset"/> when no node begins at the parent's offset, <see cref="FdtError.NoSpace"/>,
    /// <see cref="FdtError.BadValue"/> for a name with a NUL, or what is wrong with the blob.
    /// </returns>
    public FdtError AddNode(int parent, ReadOnlySpan<byte> name, out int node)
    {
        node = 0;
        var error = Probe();
        if (error != FdtError.None) return error;
        if (name.Contains((byte)0)) return FdtError.BadValue;
        var blocks = Blocks;
        var existing = FdtOffsets.Child(blocks, parent, name);
        if (existing >= 0) return FdtError.Exists;
        if (existing != -(int)FdtError.NotFound) return Error(existing);

        // NOPs among and behind the properties are passed, too.
        var next = FdtOffsets.Body(blocks, parent);
        int offset;
        FdtToken token;
        do
        {
            offset = next;
            token = FdtScan.Next(blocks.Structure, blocks.FullPaths, offset, out next);
        }
        while (token is FdtToken.Property or FdtToken.Nop);

        var nameSize = (int)FdtFields.Align(name.Length + 1L);
        error = SpliceStructure(offset, 0, 4L + nameSize + 4);
        if (error != FdtError.None) return error;
        SetCell(offset, (int)FdtToken.BeginNode);
        var bytes = _buffer.AsSpan(StructureOffset + offset + 4, nameSize);
        name.CopyTo(bytes);
        bytes[name.Length..].Clear();
        SetCell(offset + 4 + nameSize, (int)FdtToken.EndNode);
        node = offset;
        return FdtError.None;
    }

    /// <summary>Removes a node with everything in it.</summary>
    /// <param name="node">Offset of the node.</param>
    /// <returns><see cref="FdtError.BadOffset"/> when no node begins there, or what is wrong with the blob.</returns>
    public FdtError RemoveNode(int node)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        var end = FdtOffsets.End(Blocks, node);
        return end < 0 ? Error(end) : SpliceStructure(node, end - node, 0);
    }

    /// <summary>Gives a node another name.</summary>
    /// <param name="node">Offset of the node.</param>
    /// <param name="name">The name with its unit address, without NUL; siblings are not looked at.</param>
    /// <returns>
    /// <see cref="FdtError.BadOffset"/> when no node begins there, <see cref="FdtError.NoSpace"/>,
    /// <see cref="FdtError.BadValue"/> for a name with a NUL, or what is wrong with the blob.
    /// </returns>
    public FdtError Rename(int node, ReadOnlySpan<byte> name)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        if (name.Contains((byte)0)) return FdtError.BadValue;
        var blocks = Blocks;
        var body = FdtOffsets.Body(blocks, node);
        if (body < 0) return Error(body);
        var old = FdtScan.NodeName(blocks.Structure, node, body).Length;
        error = SpliceStructure(node + 4, FdtFields.Align(old + 1L), FdtFields.Align(name.Length + 1L));
        if (error != FdtError.None) return error;
        var bytes = _buffer.AsSpan(StructureOffset + node + 4, name.Length + 1);
        name.CopyTo(bytes);
        bytes[name.Length] = 0;
        return FdtError.None;
    }

    /// <inheritdoc cref="FdtInPlace.NopNode"/>
    public FdtError NopNode(int node) => FdtInPlace.NopNode(_buffer.AsSpan(0, TotalSize), node);

    /// <summary>Adds an entry to the end of the memory reservations.</summary>
    /// <param name="address">Physical address of the first byte.</param>
    /// <param name="size">Bytes; an entry of size 0 ends the list early.</param>
    /// <returns>
    /// <see cref="FdtError.NoSpace"/>, <see cref="FdtError.Truncated"/> when the list has no end, or what is wrong
    /// with the blob.
    /// </returns>
    public FdtError AddReservation(ulong address, ulong size)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        var block = FdtLayouts.ReservationsSize(_buffer);
        if (block < 0) return Error(block);
        var index = (block / FdtHeader.ReservationSize) - 1;
        error = SpliceReservations(index, 0, 1);
        if (error != FdtError.None) return error;
        var start = FdtFields.Get(_buffer, FdtFields.ReservationsOffset) + (index * FdtHeader.ReservationSize);
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(start), address);
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(start + 8), size);
        return FdtError.None;
    }

    /// <summary>Removes an entry of the memory reservations.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns><see cref="FdtError.NotFound"/> without such an entry, or what is wrong with the blob.</returns>
    public FdtError RemoveReservation(int index)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        var block = FdtLayouts.ReservationsSize(_buffer);
        if (block < 0) return Error(block);
        var count = (block / FdtHeader.ReservationSize) - 1;
        return (uint)index >= (uint)count ? FdtError.NotFound : SpliceReservations(index, 1, 0);
    }
}
