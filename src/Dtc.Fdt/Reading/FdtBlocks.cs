namespace Dtc.Fdt;

/// <summary>
/// What every view into a blob carries: the two blocks, cut so that an index inside the span is an index
/// inside the block. All offsets into the structure are relative to its block, as in libfdt.
/// </summary>
internal readonly ref struct FdtBlocks
{
    public FdtBlocks(ReadOnlySpan<byte> blob, scoped in FdtHeader header)
    {
        // Before version 17 the structure, and in effect the strings, are bounded by the blob alone.
        var bounded = header.Version >= 17;
        var end = (int)header.TotalSize;
        Structure = bounded
            ? blob.Slice((int)header.StructureOffset, (int)header.StructureSize)
            : blob[(int)header.StructureOffset..end];
        Strings = bounded
            ? blob.Slice((int)header.StringsOffset, (int)header.StringsSize)
            : blob[(int)header.StringsOffset..end];
        FullPaths = header.UsesFullPaths;
    }

    /// <summary>The structure block.</summary>
    public readonly ReadOnlySpan<byte> Structure;

    /// <summary>The strings block.</summary>
    public readonly ReadOnlySpan<byte> Strings;

    /// <summary>True before version 16: full paths as node names, aligned values.</summary>
    public readonly bool FullPaths;
}
