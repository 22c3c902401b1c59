using System.Runtime.CompilerServices;
using Dtc.Fdt;

namespace ReaderBench;

/// <summary>The same work with the reader, in the two ways it can be done.</summary>
internal static class Ours
{
    /// <summary>Node by node and property by property, as libfdt must.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Walk(ReadOnlySpan<byte> blob, bool names)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return -1;
        long sum = 0;
        foreach (var node in reader.Nodes)
        {
            sum++;
            foreach (var property in node.Properties)
            {
                var value = property.Value;
                if (value.Length > 0) sum += value[0];
                if (names) sum += property.Name[0];
            }
        }
        return sum;
    }

    /// <summary>In one pass.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Cursor(ReadOnlySpan<byte> blob, bool names)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return -1;
        long sum = 0;
        for (var cursor = reader.Cursor; cursor.Read();)
        {
            if (cursor.Token == FdtToken.BeginNode)
            {
                sum++;
            }
            else if (cursor.Token == FdtToken.Property)
            {
                var property = cursor.Property;
                var value = property.Value;
                if (value.Length > 0) sum += value[0];
                if (names) sum += property.Name[0];
            }
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Paths(ReadOnlySpan<byte> blob, byte[][] paths)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return -1;
        long sum = 0;
        foreach (var path in paths)
        {
            if (reader.TryGetNode(path, out var node)) sum += node.Offset;
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Phandles(ReadOnlySpan<byte> blob, uint[] phandles)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _)) return -1;
        long sum = 0;
        foreach (var phandle in phandles)
        {
            if (reader.TryGetNodeByPhandle(phandle, out var node)) sum += node.Offset;
        }
        return sum;
    }
}
