using System.Buffers.Binary;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Values as cells.</summary>
internal static class Cells
{
    /// <summary>The cell at an index; 0 behind the end, where dtc reads whatever is there.</summary>
    public static uint At(Property property, long index) =>
        index >= 0 && index < property.Length / 4 ? BinaryPrimitives.ReadUInt32BigEndian(property.Value[(int)(index * 4)..]) : 0;

    /// <summary>The value of a property of one cell; false when it is none.</summary>
    public static bool TryOne(Property property, out uint value)
    {
        value = At(property, 0);
        return property.Length == 4;
    }

    /// <summary>Phandles are neither 0 nor ~0.</summary>
    public static bool IsPhandle(uint value) => value is not (0 or uint.MaxValue);

    /// <summary>dtc's view of lengths: nothing but 0 is a multiple of 0.</summary>
    public static bool IsMultiple(int length, int of) => of == 0 ? length == 0 : of == -1 || length % of == 0;

    /// <summary>Bytes of an entry of that many cells, in dtc's arithmetic.</summary>
    public static int Bytes(long cells) => unchecked((int)((ulong)(int)cells * 4));
}
