namespace Dtc.Fdt;

/// <summary>
/// libfdt's searches by offset: nodes and properties are named by where their token stands in the structure block,
/// the root by 0. Results are offsets, or error codes negated, the same ones libfdt gives.
/// </summary>
internal static class FdtOffsets
{
    private const int NotFound = -(int)FdtError.NotFound;
    private const int BadOffset = -(int)FdtError.BadOffset;
    private const int BadPath = -(int)FdtError.BadPath;

    /// <summary>Where the content of the node at an offset starts.</summary>
    public static int Body(scoped in FdtBlocks blocks, int node)
    {
        if (node < 0 || node % 4 != 0) return BadOffset;
        var token = FdtScan.Next(blocks.Structure, blocks.FullPaths, node, out var body);
        return token == FdtToken.BeginNode ? body : BadOffset;
    }

    /// <summary>Where the token after the end of the node at an offset stands.</summary>
    public static int End(scoped in FdtBlocks blocks, int node)
    {
        var at = Body(blocks, node);
        for (var depth = 1; at >= 0;)
        {
            switch (FdtScan.Next(blocks.Structure, blocks.FullPaths, at, out var next))
            {
                case FdtToken.BeginNode:
                    depth++;
                    break;
                case FdtToken.EndNode when --depth == 0:
                    return next;
                case FdtToken.End:
                    return NotFound;
            }
            at = next;
        }
        return at;
    }

    /// <summary>The first property of a node with a name (which holds no NUL).</summary>
    public static int Property(scoped in FdtBlocks blocks, int node, scoped ReadOnlySpan<byte> name)
    {
        var body = Body(blocks, node);
        if (body < 0) return body;
        var all = new FdtPropertyEnumerator(blocks, body);
        while (all.MoveNext())
        {
            if (all.IsNamed(name)) return all.Current.Offset;
        }
        return all.Error == FdtError.None ? NotFound : -(int)all.Error;
    }

    /// <summary>The child of a node with a name (which holds no NUL); a missing unit address matches any.</summary>
    public static int Child(scoped in FdtBlocks blocks, int node, scoped ReadOnlySpan<byte> name)
    {
        var body = Body(blocks, node);
        return body < 0 ? body : FdtLookup.Child(blocks, body, name, out _);
    }

    /// <summary>The node at a path, or at an alias followed by a path; the root is not looked at.</summary>
    public static int Path(scoped in FdtBlocks blocks, scoped ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path.Contains((byte)0)) return BadPath;
        if (path[0] == '/') return Walk(blocks, 0, path);
        var end = path.IndexOf((byte)'/');
        if (!TryGetAlias(blocks, end < 0 ? path : path[..end], out var target)) return BadPath;
        var node = Walk(blocks, 0, target);
        return end < 0 || node < 0 ? node : Walk(blocks, node, path[end..]);
    }

    /// <summary>The value of a property that a search has found.</summary>
    public static ReadOnlySpan<byte> Value(FdtBlocks blocks, int property) => FdtScan.Property(blocks, property).Value;

    /// <summary>The phandle of a node, 0 without one.</summary>
    public static uint Phandle(scoped in FdtBlocks blocks, int node)
    {
        var body = Body(blocks, node);
        return body < 0 ? 0 : new FdtNode(blocks, node, body).Phandle;
    }

    private static int Walk(scoped in FdtBlocks blocks, int node, scoped ReadOnlySpan<byte> path)
    {
        while (node >= 0)
        {
            path = path.TrimStart((byte)'/');
            if (path.IsEmpty) return node;
            var end = path.IndexOf((byte)'/');
            node = Child(blocks, node, end < 0 ? path : path[..end]);
            path = end < 0 ? default : path[end..];
        }
        return node;
    }

    private static bool TryGetAlias(FdtBlocks blocks, scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> path)
    {
        path = default;
        var node = Child(blocks, 0, "aliases"u8);
        var property = node < 0 ? node : Property(blocks, node, name);
        if (property < 0) return false;
        var value = Value(blocks, property);
        if (value.IsEmpty || value[^1] != 0 || value[0] != '/') return false;
        path = value[..value.IndexOf((byte)0)];
        return true;
    }
}
