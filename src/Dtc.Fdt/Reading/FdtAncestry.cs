namespace Dtc.Fdt;

/// <summary>
/// Questions about the way from the root to a node. A blob has no links upwards, so each is a scan from
/// the start; each stays linear in the blob whatever the nesting.
/// </summary>
internal static class FdtAncestry
{
    private const int BadOffset = -(int)FdtError.BadOffset;

    /// <summary>Depth of the node at an offset, the root's being 0; or an error code negated.</summary>
    public static int Depth(scoped in FdtBlocks blocks, int target)
    {
        var depth = 0;
        for (var next = 0; ;)
        {
            var offset = FdtScan.NextNode(blocks, next, ref depth, out next);
            if (offset < 0) return offset;
            if (offset == target) return depth - 1;
            if (offset > target) return BadOffset;
        }
    }

    /// <summary>Offset of the parent of the node at an offset; or an error code negated.</summary>
    public static int Parent(scoped in FdtBlocks blocks, int target)
    {
        var wanted = Depth(blocks, target);
        return wanted < 0 ? wanted : LastAt(blocks, target, wanted - 1);
    }

    /// <summary>
    /// Offset of the ancestor at a depth of the node at an offset, itself included; or an error code negated.
    /// </summary>
    public static int Ancestor(scoped in FdtBlocks blocks, int target, int wanted)
    {
        var depth = Depth(blocks, target);
        if (depth < 0) return depth;
        return wanted > depth ? -(int)FdtError.NotFound : LastAt(blocks, target, wanted);
    }

    /// <summary>The last node at a depth on the way from the start to the node at an offset.</summary>
    private static int LastAt(scoped in FdtBlocks blocks, int target, int wanted)
    {
        if (wanted < 0) return -(int)FdtError.NotFound;
        var depth = 0;
        var last = BadOffset;
        for (var next = 0; ;)
        {
            var offset = FdtScan.NextNode(blocks, next, ref depth, out next);
            if (offset < 0) return offset;
            if (depth == wanted + 1) last = offset;
            if (offset == target) return last;
        }
    }

    /// <summary>
    /// Writes the path of the node at an offset and returns its length, or an error code negated. The path of the
    /// node reached is kept while scanning; ancestors that do not fit are counted, not written.
    /// </summary>
    public static int Path(scoped in FdtBlocks blocks, int target, scoped Span<byte> path)
    {
        var depth = 0;
        var written = 0; // levels below the root that stand in the path
        var length = 0;
        for (var next = 0; ;)
        {
            var offset = FdtScan.NextNode(blocks, next, ref depth, out next);
            if (offset < 0) return offset;
            if (offset > target) return BadOffset;
            var level = depth - 1;
            for (; written > 0 && written >= level; written--) length = path[..length].LastIndexOf((byte)'/');
            if (level > 0 && written == level - 1)
            {
                var name = FdtScan.NodeName(blocks.Structure, offset, next);
                if (blocks.FullPaths)
                {
                    var slash = name.LastIndexOf((byte)'/');
                    if (slash < 0) return -(int)FdtError.BadStructure;
                    name = name[(slash + 1)..];
                }
                if (length + 1L + name.Length <= path.Length)
                {
                    path[length] = (byte)'/';
                    name.CopyTo(path[(length + 1)..]);
                    length += 1 + name.Length;
                    written = level;
                }
            }
            if (offset != target) continue;
            if (written != level) return -(int)FdtError.NoSpace;
            if (level > 0) return length;
            if (path.Length == 0) return -(int)FdtError.NoSpace;
            path[0] = (byte)'/';
            return 1;
        }
    }
}
