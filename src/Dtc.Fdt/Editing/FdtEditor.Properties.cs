using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Edits of properties.</summary>
public sealed partial class FdtEditor
{
    /// <summary>Gives a property of a node a value; a new property becomes the node's first.</summary>
    /// <param name="node">Offset of the node.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="value">The value as it stands in the blob: integers big-endian, strings with their NUL.</param>
    /// <returns>
    /// <see cref="FdtError.BadOffset"/> when no node begins there, <see cref="FdtError.NoSpace"/> when it does not
    /// fit, <see cref="FdtError.BadValue"/> for a name with a NUL, or what is wrong with the blob.
    /// </returns>
    public FdtError SetProperty(int node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var error = MakeProperty(node, name, value.Length, out var memory);
        if (error == FdtError.None) value.CopyTo(memory);
        return error;
    }

    /// <summary>Gives a property one big-endian 32-bit cell as its value.</summary>
    public FdtError SetProperty(int node, ReadOnlySpan<byte> name, uint cell)
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, cell);
        return SetProperty(node, name, value);
    }

    /// <summary>Gives a property one big-endian 64-bit number as its value.</summary>
    public FdtError SetProperty(int node, ReadOnlySpan<byte> name, ulong number)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, number);
        return SetProperty(node, name, value);
    }

    /// <summary>
    /// Gives a property a value of some length, to be filled by the caller: a property that exists keeps the bytes
    /// of its old value, a new one has arbitrary bytes of the blob.
    /// </summary>
    /// <param name="node">Offset of the node.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <param name="value">The value in the blob; valid until the next edit.</param>
    /// <returns>As <see cref="SetProperty(int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.</returns>
    public FdtError MakeProperty(int node, ReadOnlySpan<byte> name, int length, out Span<byte> value)
    {
        value = default;
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var error = Probe();
        if (error != FdtError.None) return error;
        var property = FindProperty(Blocks, node, name);
        if (property >= 0) error = ResizeProperty(property, length);
        else if (property == -(int)FdtError.NotFound) error = AddProperty(node, name, length, out property);
        else error = Error(property);
        if (error == FdtError.None) value = ValueMemory(property, length);
        return error;
    }

    /// <summary>Adds bytes to the end of a property's value; a new property becomes the node's first.</summary>
    /// <inheritdoc cref="SetProperty(int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public FdtError AppendProperty(int node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        var blocks = Blocks;
        var property = FindProperty(blocks, node, name);
        if (property == -(int)FdtError.NotFound)
        {
            error = AddProperty(node, name, value.Length, out property);
            if (error == FdtError.None) value.CopyTo(ValueMemory(property, value.Length));
            return error;
        }

        if (property < 0) return Error(property);
        var old = FdtOffsets.Value(blocks, property).Length;
        var length = (long)old + value.Length;
        if (length > int.MaxValue) return FdtError.NoSpace;
        error = ResizeProperty(property, (int)length);
        if (error == FdtError.None) value.CopyTo(ValueMemory(property, (int)length)[old..]);
        return error;
    }

    /// <summary>Adds one big-endian 32-bit cell to the end of a property's value.</summary>
    public FdtError AppendProperty(int node, ReadOnlySpan<byte> name, uint cell)
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, cell);
        return AppendProperty(node, name, value);
    }

    /// <summary>Adds one big-endian 64-bit number to the end of a property's value.</summary>
    public FdtError AppendProperty(int node, ReadOnlySpan<byte> name, ulong number)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, number);
        return AppendProperty(node, name, value);
    }

    /// <summary>
    /// Adds an address and a size to the end of a property's value, in as many cells as <paramref name="parent"/> says.
    /// </summary>
    /// <param name="parent">Offset of the node whose <c>#address-cells</c> and <c>#size-cells</c> (1 or 2) count.</param>
    /// <param name="node">Offset of the node that has the property.</param>
    /// <param name="name">Name of the property, without NUL, such as <c>reg</c>.</param>
    /// <param name="address">The address.</param>
    /// <param name="size">The size in bytes.</param>
    /// <returns>
    /// Besides those of <see cref="AppendProperty(int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    /// <see cref="FdtError.BadCellCount"/>, or <see cref="FdtError.BadValue"/> for a number that needs more cells.
    /// </returns>
    public FdtError AppendAddressRange(int parent, int node, ReadOnlySpan<byte> name, ulong address, ulong size)
    {
        var blocks = Blocks;
        var error = CellCount(blocks, parent, "#address-cells"u8, 2, out var addressCells);
        if (error == FdtError.None && addressCells == 0) error = FdtError.BadCellCount;
        if (error != FdtError.None) return error;
        error = CellCount(blocks, parent, "#size-cells"u8, 1, out var sizeCells);
        if (error != FdtError.None) return error;

        Span<byte> value = stackalloc byte[16];
        if (addressCells == 1)
        {
            if (address > uint.MaxValue || (ulong)uint.MaxValue + 1 - address < size) return FdtError.BadValue;
            BinaryPrimitives.WriteUInt32BigEndian(value, (uint)address);
        }
        else if (addressCells == 2) BinaryPrimitives.WriteUInt64BigEndian(value, address);
        else return FdtError.BadCellCount;

        var rest = value[(4 * addressCells)..];
        if (sizeCells == 1)
        {
            if (size > uint.MaxValue) return FdtError.BadValue;
            BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)size);
        }
        else if (sizeCells == 2) BinaryPrimitives.WriteUInt64BigEndian(rest, size);
        else return FdtError.BadCellCount;
        return AppendProperty(node, name, value[..(4 * (addressCells + sizeCells))]);
    }

    /// <summary>Removes a property from a node.</summary>
    /// <param name="node">Offset of the node.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <returns>
    /// <see cref="FdtError.NotFound"/> without such a property, <see cref="FdtError.BadOffset"/> when no node begins
    /// there, or what is wrong with the blob.
    /// </returns>
    public FdtError RemoveProperty(int node, ReadOnlySpan<byte> name)
    {
        var error = Probe();
        if (error != FdtError.None) return error;
        var blocks = Blocks;
        var property = FindProperty(blocks, node, name);
        if (property < 0) return Error(property);
        var size = FdtScan.PropertyHead + FdtFields.Align(FdtOffsets.Value(blocks, property).Length);
        return SpliceStructure(property, size, 0);
    }

    /// <inheritdoc cref="FdtInPlace.SetProperty(Span{byte}, int, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public FdtError SetPropertyInPlace(int node, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        FdtInPlace.SetProperty(_buffer.AsSpan(0, TotalSize), node, name, value);

    /// <inheritdoc cref="FdtInPlace.SetPropertyPart"/>
    public FdtError SetPropertyPartInPlace(int node, ReadOnlySpan<byte> name, int index, ReadOnlySpan<byte> part) =>
        FdtInPlace.SetPropertyPart(_buffer.AsSpan(0, TotalSize), node, name, index, part);

    /// <inheritdoc cref="FdtInPlace.NopProperty"/>
    public FdtError NopProperty(int node, ReadOnlySpan<byte> name) =>
        FdtInPlace.NopProperty(_buffer.AsSpan(0, TotalSize), node, name);

    private static int FindProperty(scoped in FdtBlocks blocks, int node, ReadOnlySpan<byte> name) =>
        name.Contains((byte)0) ? -(int)FdtError.BadValue : FdtOffsets.Property(blocks, node, name);

    private FdtError ResizeProperty(int property, int length)
    {
        var old = FdtOffsets.Value(Blocks, property).Length;
        var error = SpliceStructure(
            property + FdtScan.PropertyHead, FdtFields.Align(old), FdtFields.Align(length));
        if (error == FdtError.None) SetCell(property + 4, length);
        return error;
    }

    private FdtError AddProperty(int node, ReadOnlySpan<byte> name, int length, out int property)
    {
        property = FdtOffsets.Body(Blocks, node);
        if (property < 0) return Error(property);
        var nameOffset = FindOrAddString(name, out var added);
        if (nameOffset < 0) return Error(nameOffset);
        var error = SpliceStructure(property, 0, FdtScan.PropertyHead + FdtFields.Align(length));
        if (error != FdtError.None)
        {
            if (added) FdtFields.Add(_buffer, FdtFields.StringsSize, -name.Length - 1);
            return error;
        }

        SetCell(property, (int)FdtToken.Property);
        SetCell(property + 4, length);
        SetCell(property + 8, nameOffset);
        return FdtError.None;
    }

    private Span<byte> ValueMemory(int property, int length) =>
        _buffer.AsSpan(StructureOffset + property + FdtScan.PropertyHead, length);

    private void SetCell(int offset, int value) => FdtFields.Set(_buffer, StructureOffset + offset, value);

    private static FdtError CellCount(
        scoped in FdtBlocks blocks, int node, ReadOnlySpan<byte> name, int absent, out int cells)
    {
        const uint most = 4;
        cells = absent;
        var property = FdtOffsets.Property(blocks, node, name);
        if (property < 0) return property == -(int)FdtError.NotFound ? FdtError.None : Error(property);
        if (!FdtScan.Property(blocks, property).TryGetUInt32(out var value) || value > most) return FdtError.BadCellCount;
        cells = (int)value;
        return FdtError.None;
    }
}
