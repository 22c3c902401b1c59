using System.Text;

namespace Dtc.Fdt.Tests;

/// <summary>Uses every part of the reader on a blob that may hold anything, and counts the steps.</summary>
internal static class HostileWalk
{
    private static readonly byte[][] Paths =
    [
        .. new[] { "/", "/soc", "/soc/serial@0/a", "//soc//", "serial0", "aliases/x", "", "/a/b@", "/\0" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Visits everything; throws when a walk takes more steps than the blob has cells.</summary>
    public static long Everything(in FdtReader reader, int salt)
    {
        var limit = reader.Blob.Length / 4 + 1;
        long sum = 0;
        var steps = 0;
        for (var cursor = reader.Cursor; cursor.Read(); Step(ref steps, limit))
        {
            if (cursor.Token == FdtToken.Property) sum += Touch(cursor.Property);
            else if (cursor.Token == FdtToken.BeginNode) sum += cursor.Node.Name.Length + cursor.Depth;
        }

        steps = 0;
        var last = reader.Root;
        foreach (var node in reader.Nodes)
        {
            Step(ref steps, limit);
            sum += node.Name.Length + node.BaseName.Length + node.UnitAddress.Length;
            // The properties of all nodes together are no more than the cells.
            foreach (var property in node.Properties)
            {
                Step(ref steps, limit);
                sum += Touch(property);
            }
            if (steps <= 1 || (node.Offset ^ salt) % 7 == 0) last = node;
        }

        steps = 0;
        foreach (var child in last.Children)
        {
            Step(ref steps, limit);
            sum += child.Phandle;
        }
        foreach (var node in last.Descendants) sum += node.Offset;
        steps = 0;
        foreach (var reservation in reader.Reservations)
        {
            Step(ref steps, limit);
            sum += (long)reservation.Size;
        }

        if (reader.TryGetNode(Paths[salt % Paths.Length], out var found)) sum += found.Name.Length;
        if (reader.TryGetNodeByPhandle((uint)salt % 20, out found)) sum += (int)found.GetAddressCells(out _);
        if (reader.TryGetCompatible("vendor,y"u8, out found)
            && reader.TryGetNextCompatible(found, "vendor,y"u8, out found)) sum++;
        if (reader.TryGetNodeAt(salt % 400 - 4, out found, out _)) sum += found.Offset;
        Span<byte> path = stackalloc byte[64];
        if (reader.TryGetPath(last, path, out var written, out _)) sum += written;
        if (reader.TryGetParent(last, out var parent)) sum += parent.Offset;
        sum += reader.GetDepth(last) + (int)last.GetSizeCells(out _);
        if (last.TryGetChild("serial"u8, out found) && found.TryGetProperty("reg"u8, out var reg))
            sum += reg.Value.Length;
        if (reader.TryGetAlias("serial0"u8, out var alias) || reader.TryGetSymbol("uart"u8, out alias))
            sum += alias.Length;
        return sum;
    }

    private static long Touch(in FdtProperty property)
    {
        long sum = property.Name.Length + property.Value.Length;
        if (property.Value.Length > 0) sum += property.Value[0] + property.Value[^1];
        if (property.TryGetUInt32(out var cell)) sum += cell;
        if (property.TryGetUInt64(out var number)) sum += (long)number;
        if (property.TryGetString(out var text)) sum += text.Length;
        foreach (var one in property.Strings) sum += one.Length;
        foreach (var one in property.Cells) sum += one;
        return sum;
    }

    private static void Step(ref int steps, int limit)
    {
        if (++steps > limit) throw new InvalidOperationException($"more than {limit} steps");
    }
}
