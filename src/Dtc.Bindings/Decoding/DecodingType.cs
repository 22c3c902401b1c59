namespace Dtc.Bindings.Decoding;

/// <summary>The types that bindings give to properties, as a set.</summary>
[Flags]
internal enum TypeSet : uint
{
    None = 0,
    Int8 = 1 << 0,
    UInt8 = 1 << 1,
    Int16 = 1 << 2,
    UInt16 = 1 << 3,
    Int32 = 1 << 4,
    UInt32 = 1 << 5,
    Int64 = 1 << 6,
    UInt64 = 1 << 7,
    Int8Array = 1 << 8,
    UInt8Array = 1 << 9,
    Int16Array = 1 << 10,
    UInt16Array = 1 << 11,
    Int32Array = 1 << 12,
    UInt32Array = 1 << 13,
    Int64Array = 1 << 14,
    UInt64Array = 1 << 15,
    Int8Matrix = 1 << 16,
    UInt8Matrix = 1 << 17,
    Int16Matrix = 1 << 18,
    UInt16Matrix = 1 << 19,
    Int32Matrix = 1 << 20,
    UInt32Matrix = 1 << 21,
    Int64Matrix = 1 << 22,
    UInt64Matrix = 1 << 23,
    Phandle = 1 << 24,
    PhandleArray = 1 << 25,
    Address = 1 << 26,
    String = 1 << 27,
    StringArray = 1 << 28,
    Flag = 1 << 29,

    Arrays = 0xff << 8,
    Matrices = 0xff << 16 | PhandleArray,
    Strings = String | StringArray,
}

/// <summary>The shape of a matrix: least and greatest number of rows and of columns, greatest 0 when unbounded.</summary>
internal sealed record Dimensions(int MinRows, int MaxRows, int MinColumns, int MaxColumns)
{
    public bool AreFixed => (MinRows > 0 && MinRows == MaxRows) || (MinColumns > 0 && MinColumns == MaxColumns);

    /// <summary>
    /// Length of a row when that many cells are cut into rows: the first shape that fits, else the one fixed side,
    /// else one row.
    /// </summary>
    public int RowLength(int cells)
    {
        var maxRows = MaxRows == 0 ? cells : MaxRows;
        var maxColumns = MaxColumns == 0 ? cells : MaxColumns;
        for (var rows = Math.Max(1, MinRows); rows <= maxRows && rows <= cells; rows++)
        {
            if (cells % rows == 0 && cells / rows >= MinColumns && cells / rows <= maxColumns) return cells / rows;
        }

        if (MinColumns > 0 && MinColumns == MaxColumns) return MinColumns;
        if (MinRows > 0 && MinRows == MaxRows) return Math.Max(1, cells / MinRows);
        return cells;
    }
}

/// <summary>What bindings say about the type of properties of one name.</summary>
/// <param name="Types">All types given to it.</param>
/// <param name="Dimensions">Shape, when one of the types is a matrix with a known one.</param>
internal sealed record DecodingType(TypeSet Types, Dimensions? Dimensions)
{
    public bool IsPhandleArray => (Types & TypeSet.PhandleArray) != 0;

    public bool IsAddress => (Types & TypeSet.Address) != 0;
}
