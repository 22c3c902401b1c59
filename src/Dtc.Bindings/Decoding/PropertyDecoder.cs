using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>Turns the bytes of one property into a value by its type (the rules of dt-schema's decoder).</summary>
internal static class PropertyDecoder
{
    private const TypeSet Bits64 = TypeSet.Int64 | TypeSet.UInt64 | TypeSet.Int64Array | TypeSet.UInt64Array;
    private const TypeSet Bits32 = TypeSet.Int32 | TypeSet.UInt32 | TypeSet.Int32Array | TypeSet.UInt32Array
        | TypeSet.Phandle | TypeSet.PhandleArray;
    private const TypeSet Bits16 = TypeSet.Int16 | TypeSet.UInt16 | TypeSet.Int16Array | TypeSet.UInt16Array;

    /// <summary>Decodes a value.</summary>
    /// <param name="node">Name of the node it belongs to.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="problem">What is wrong with the value in view of its type, if anything.</param>
    public static TypedValue Decode(
        string node, string name, DecodingType type, ReadOnlySpan<byte> data, out string? problem)
    {
        problem = null;
        if (data.IsEmpty) return TypedValue.Of(true);
        if (name != "phandle" && node is "__fixups__" or "aliases") return Strings(name, data, ref problem);
        var types = type.Types;
        if (types == TypeSet.None) return TypedValue.Of(data.ToArray());
        var dimensions = name == "iommu-map" ? null : type.Dimensions;
        var several = !BitOperations.IsPow2((uint)types);
        if (several) types = RemoveImpossible(types, data.Length);
        if (types == TypeSet.None) return TypedValue.Of(data.ToArray());
        if (BitOperations.IsPow2((uint)types)) return Decode(name, types, dimensions, data, ref problem);

        var chosen = TypeSet.None;
        if (name is "dma-masters" or "mode-gpios") chosen = TypeSet.PhandleArray;
        else if (name == "gpios")
        {
            chosen = node.Contains("hog", StringComparison.Ordinal) ? TypeSet.UInt32Matrix : TypeSet.PhandleArray;
        }
        else if (name == "cooling-levels")
        {
            chosen = data is [0, 0, ..] ? TypeSet.UInt32Array : TypeSet.UInt8Array;
        }
        else if ((types & TypeSet.Strings) != 0)
        {
            if (LooksLikeStrings(data)) return Strings(name, data, ref problem);
            types &= ~TypeSet.Strings;
            if (types == TypeSet.None) return TypedValue.Of(data.ToArray());
            chosen = First(types);
        }
        else if ((types & TypeSet.Matrices) != 0 && BitOperations.IsPow2((uint)(types & ~TypeSet.Matrices)))
        {
            var scalar = types & ~TypeSet.Matrices;
            var least = dimensions is null ? 1 : Math.Max(1, dimensions.MinColumns) * dimensions.MinRows;
            if ((double)data.Length / ElementOf(scalar).Size >= least) chosen = First(types & TypeSet.Matrices);
            else (chosen, dimensions) = (scalar, new Dimensions(1, 1, 1, 1));
        }
        else
        {
            // dt-schema takes any of them, and finds fault where it is the wrong one. A list is what it takes in the
            // case that occurs, a number and a list of numbers, when Python's hashing is not randomised.
            chosen = First((types & TypeSet.Arrays) != 0 ? types & TypeSet.Arrays : types);
        }

        return Decode(name, chosen, dimensions, data, ref problem);
    }

    private static TypeSet First(TypeSet types) => (TypeSet)(1u << BitOperations.TrailingZeroCount((uint)types));

    private static TypeSet RemoveImpossible(TypeSet types, int length)
    {
        if (length % 8 != 0) types &= ~Bits64;
        if (length % 4 != 0) types &= ~Bits32;
        if (length % 2 != 0) types &= ~Bits16;
        types &= length > 4 ? ~(TypeSet.Int32 | TypeSet.UInt32 | TypeSet.Phandle) : ~Bits64;
        types &= length > 2 ? ~(TypeSet.Int16 | TypeSet.UInt16) : ~Bits32;
        types &= length > 1 ? ~(TypeSet.Int8 | TypeSet.UInt8) : ~Bits16;
        types &= ~TypeSet.Flag;

        // Where there is a signed type, the unsigned one of the same width goes.
        var signed = types & (TypeSet.Int8 | TypeSet.Int16 | TypeSet.Int32 | TypeSet.Int64);
        return types & ~(TypeSet)((uint)signed << 1);
    }

    private static (int Size, bool Signed) ElementOf(TypeSet type)
    {
        if (type is TypeSet.Phandle or TypeSet.PhandleArray or TypeSet.Address) return (4, false);
        var place = BitOperations.TrailingZeroCount((uint)type) % 8;
        return (1 << (place / 2), place % 2 == 0);
    }

    private static TypedValue Decode(
        string name, TypeSet type, Dimensions? dimensions, ReadOnlySpan<byte> data, ref string? problem)
    {
        if ((type & TypeSet.Strings) != 0)
        {
            return data[^1] == 0 ? Strings(name, data, ref problem) : TypedValue.Of(data.ToArray());
        }

        var (size, signed) = ElementOf(type);
        if (type == TypeSet.Flag || data.Length % size != 0)
        {
            problem = $"{name}: size ({data.Length}) error for type {NameOf(type)}";
            if (data.Length is not (1 or 2 or 4)) return TypedValue.Of(data.ToArray());
            (size, signed) = (data.Length, false);
        }

        var cells = new TypedValue[data.Length / size];
        for (var i = 0; i < cells.Length; i++) cells[i] = Integer(data.Slice(i * size, size), signed);
        if (type is TypeSet.Phandle or TypeSet.Address || (type & TypeSet.Matrices) != 0)
        {
            return CellRows.Cut(cells, dimensions?.RowLength(cells.Length) ?? cells.Length);
        }

        // Bits 8 to 15 are the arrays.
        return cells.Length == 1 && ((uint)type & 0xff00) == 0 ? cells[0] : TypedValue.Of(cells);
    }

    private static TypedValue Integer(ReadOnlySpan<byte> cell, bool signed) => (cell.Length, signed) switch
    {
        (1, true) => TypedValue.Of((long)(sbyte)cell[0], 8),
        (1, false) => TypedValue.Of((long)cell[0], 8),
        (2, true) => TypedValue.Of((long)BinaryPrimitives.ReadInt16BigEndian(cell), 16),
        (2, false) => TypedValue.Of((long)BinaryPrimitives.ReadUInt16BigEndian(cell), 16),
        (4, true) => TypedValue.Of((long)BinaryPrimitives.ReadInt32BigEndian(cell), 32),
        (4, false) => TypedValue.Of((long)BinaryPrimitives.ReadUInt32BigEndian(cell), 32),
        (_, true) => TypedValue.Of(BinaryPrimitives.ReadInt64BigEndian(cell), 64),
        _ => TypedValue.Of(BinaryPrimitives.ReadUInt64BigEndian(cell), 64),
    };

    // Cuts off the last byte, whatever it is, as dt-schema does.
    private static TypedValue Strings(string name, ReadOnlySpan<byte> data, ref string? problem)
    {
        data = data[..^1];
        if (data.ContainsAnyInRange((byte)0x80, (byte)0xff))
        {
            problem = $"{name}: a string holds bytes that are not ASCII";
        }

        var strings = new TypedValue[data.Count((byte)0) + 1];
        for (var i = 0; i < strings.Length; i++)
        {
            var end = data.IndexOf((byte)0);
            var part = end < 0 ? data : data[..end];
            strings[i] = TypedValue.Of(Encoding.Latin1.GetString(part));
            data = end < 0 ? default : data[(end + 1)..];
        }

        return TypedValue.Of(strings);
    }

    /// <summary>Whether bytes are printable strings, none of them empty.</summary>
    private static bool LooksLikeStrings(ReadOnlySpan<byte> data)
    {
        if (data[^1] != 0) return false;
        var length = 0;
        foreach (var b in data)
        {
            if (b == 0)
            {
                if (length == 0) return false;
                length = 0;
            }
            else if (b is < 0x20 or > 0x7e)
            {
                return false;
            }
            else
            {
                length++;
            }
        }

        return true;
    }

    private static string NameOf(TypeSet type)
    {
        switch (type)
        {
            case TypeSet.Phandle:
                return "phandle";
            case TypeSet.PhandleArray:
                return "phandle-array";
            case TypeSet.Address:
                return "address";
            case TypeSet.Flag:
                return "flag";
        }

        var (size, signed) = ElementOf(type);
        var form = (BitOperations.TrailingZeroCount((uint)type) / 8) switch { 0 => "", 1 => "-array", _ => "-matrix" };
        return $"{(signed ? "int" : "uint")}{size * 8}{form}";
    }
}
