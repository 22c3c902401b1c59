using System.Buffers.Binary;

namespace Cli.DropIn;

/// <summary>Prints a value as fdtget does.</summary>
internal static class FdtGetValue
{
    /// <summary>Prints a value, without the line end. Returns null, or why the type does not fit it.</summary>
    public static string? Write(ReadOnlySpan<byte> value, ToolType type, ToolOutput output)
    {
        if (value.IsEmpty) return null;
        if (type.Kind == 'r')
        {
            output.Write(value);
            return null;
        }

        if (type.Kind == 's' || (type.Kind == '\0' && ToolText.IsPrintable(value)))
        {
            if (value[^1] != 0) return "Unterminated string";
            var first = true;
            foreach (var range in value[..^1].Split((byte)0))
            {
                if (!first) output.Write(" "u8);
                first = false;
                output.Write(value[range]);
            }

            return null;
        }

        var size = type.Size;
        if (size == -1) size = value.Length % 4 == 0 ? 4 : 1;
        else if (value.Length % size != 0) return "Property length must be a multiple of selected data size";
        for (var i = 0; i < value.Length; i += size)
        {
            if (i > 0) output.Write(" "u8);
            var number = size switch
            {
                4 => BinaryPrimitives.ReadUInt32BigEndian(value[i..]),
                2 => BinaryPrimitives.ReadUInt16BigEndian(value[i..]),
                _ => value[i],
            };
            output.Number(type.Kind is 'x' or 'u' ? number : (int)number, type.Kind == 'x' ? "x" : default);
        }

        return null;
    }
}
