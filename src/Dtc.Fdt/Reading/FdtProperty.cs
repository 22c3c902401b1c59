using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// A property inside a blob: its name, its value as bytes, and views of the value as the types of section 2.2.4.
/// </summary>
public readonly ref struct FdtProperty
{
    private readonly ReadOnlySpan<byte> _strings;
    private readonly uint _nameOffset;

    internal FdtProperty(ReadOnlySpan<byte> value, ReadOnlySpan<byte> strings, uint nameOffset, int offset)
    {
        Value = value;
        _strings = strings;
        _nameOffset = nameOffset;
        Offset = offset;
    }

    /// <summary>The value as it stands in the blob: integers big-endian, strings with their NUL.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Offset of the property's token in the structure block, the same number libfdt uses.</summary>
    public int Offset { get; }

    /// <summary>Offset of the name in the strings block, as it stands in the blob: any value.</summary>
    public uint NameOffset => _nameOffset;

    /// <summary>The name without its NUL; empty when the blob holds none (see <see cref="TryGetName"/>).</summary>
    public ReadOnlySpan<byte> Name => TryGetName(out var name, out _) ? name : default;

    /// <summary>Finds the name in the strings block.</summary>
    /// <param name="name">The name without its NUL.</param>
    /// <param name="error">
    /// <see cref="FdtError.BadOffset"/> outside the block, <see cref="FdtError.Truncated"/> without a NUL.
    /// </param>
    public bool TryGetName(out ReadOnlySpan<byte> name, out FdtError error)
    {
        name = default;
        error = FdtError.BadOffset;
        if (_nameOffset >= (uint)_strings.Length) return false;
        var rest = _strings[(int)_nameOffset..];
        var length = rest.IndexOf((byte)0);
        error = length < 0 ? FdtError.Truncated : FdtError.None;
        if (length >= 0) name = rest[..length];
        return length >= 0;
    }

    /// <summary>The value of a <c>&lt;u32&gt;</c>: exactly four bytes.</summary>
    public bool TryGetUInt32(out uint value) =>
        BinaryPrimitives.TryReadUInt32BigEndian(Value, out value) && Value.Length == 4;

    /// <summary>The value of a <c>&lt;u64&gt;</c>: exactly eight bytes.</summary>
    public bool TryGetUInt64(out ulong value) =>
        BinaryPrimitives.TryReadUInt64BigEndian(Value, out value) && Value.Length == 8;

    /// <summary>The value of a <c>&lt;string&gt;</c>, without its NUL: one NUL, at the end.</summary>
    public bool TryGetString(out ReadOnlySpan<byte> value)
    {
        var length = Value.IndexOf((byte)0);
        var isString = length >= 0 && length == Value.Length - 1;
        value = isString ? Value[..length] : default;
        return isString;
    }

    /// <summary>The value as a <c>&lt;stringlist&gt;</c>.</summary>
    public FdtStringList Strings => new(Value);

    /// <summary>
    /// The value as big-endian 32-bit cells; up to three bytes after the last whole cell are not part of it.
    /// </summary>
    public FdtCells Cells => new(Value);
}
