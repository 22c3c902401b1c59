using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>Rows of cells: a value as a list of lists.</summary>
internal static class CellRows
{
    /// <summary>Cuts cells into rows of one length, the last maybe shorter.</summary>
    public static TypedValue Cut(ReadOnlySpan<TypedValue> cells, int length)
    {
        length = Math.Min(length, Math.Max(1, cells.Length));
        var rows = new TypedValue[(cells.Length + length - 1) / length];
        for (var i = 0; i < rows.Length; i++)
        {
            var start = i * length;
            rows[i] = TypedValue.Of(cells.Slice(start, Math.Min(length, cells.Length - start)).ToArray());
        }

        return TypedValue.Of(rows);
    }

    /// <summary>The first row of a value that is a list of lists of integers.</summary>
    public static bool TryFirst(in TypedValue value, out TypedValue[] row)
    {
        if (value is { Kind: TypedKind.Array, Items: [{ Kind: TypedKind.Array } first, ..] })
        {
            row = first.Items;
            return row.Length > 0 && row[0].Kind == TypedKind.Integer;
        }

        row = [];
        return false;
    }
}
