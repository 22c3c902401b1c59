namespace Dtc.Fdt;

/// <summary>Access by the numbers that stand in the blob, for those who keep offsets as libfdt's users do.</summary>
public readonly ref partial struct FdtReader
{
    /// <summary>Reads the token at an offset of the structure block.</summary>
    /// <param name="offset">Any number.</param>
    /// <param name="next">Where the token after it stands, when there is one.</param>
    /// <param name="error">
    /// <see cref="FdtError.BadOffset"/> for an offset that is no multiple of four, <see cref="FdtError.Truncated"/> or
    /// <see cref="FdtError.BadStructure"/>.
    /// </param>
    /// <returns>The token, <see cref="FdtToken.None"/> with an error.</returns>
    public FdtToken ReadToken(int offset, out int next, out FdtError error)
    {
        var isBad = offset < 0 || offset % 4 != 0;
        next = -(int)FdtError.BadOffset;
        var token = isBad ? FdtToken.None : FdtScan.Next(Blocks.Structure, Blocks.FullPaths, offset, out next);
        error = token == FdtToken.None ? (FdtError)(-next) : FdtError.None;
        next = Math.Max(next, 0);
        return token;
    }

    /// <summary>The property at an offset of the structure block, as <see cref="FdtProperty.Offset"/> gives it.</summary>
    /// <param name="offset">Any number.</param>
    /// <param name="property">The property.</param>
    /// <param name="error"><see cref="FdtError.BadOffset"/> when no property begins there.</param>
    public bool TryGetPropertyAt(int offset, out FdtProperty property, out FdtError error)
    {
        property = default;
        error = FdtError.BadOffset;
        if (ReadToken(offset, out _, out _) != FdtToken.Property) return false;
        property = FdtScan.Property(Blocks, offset);
        error = FdtError.None;
        return true;
    }

    /// <summary>The string at an offset of the strings block, without its NUL.</summary>
    /// <param name="offset">Any number.</param>
    /// <param name="text">The string.</param>
    /// <param name="error">
    /// <see cref="FdtError.BadOffset"/> outside the block, <see cref="FdtError.Truncated"/> without a NUL.
    /// </param>
    public bool TryGetString(int offset, out ReadOnlySpan<byte> text, out FdtError error) =>
        new FdtProperty(default, Blocks.Strings, (uint)offset, 0).TryGetName(out text, out error);

    /// <summary>The ancestor of a node at a depth: the root at 0, the node itself at its own depth.</summary>
    /// <param name="node">A node of this blob.</param>
    /// <param name="depth">The depth of the ancestor.</param>
    /// <param name="ancestor">The ancestor.</param>
    /// <param name="error"><see cref="FdtError.NotFound"/> when the node is less deep, or the depth negative.</param>
    /// <exception cref="ArgumentException"><paramref name="node"/> is the default value or of another blob.</exception>
    public bool TryGetAncestor(scoped in FdtNode node, int depth, out FdtNode ancestor, out FdtError error)
    {
        Own(node);
        return FdtLookup.TryMakeNode(Blocks, FdtAncestry.Ancestor(Blocks, node.Offset, depth), out ancestor, out error);
    }

    /// <summary>The first node, depth first, that has a property with a value.</summary>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="value">The whole value.</param>
    /// <param name="node">The node.</param>
    public bool TryGetNodeByProperty(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, out FdtNode node) =>
        FdtLookup.TryMakeNode(Blocks, FdtLookup.PropertyValue(Blocks, 0, name, value), out node, out _);

    /// <summary>The next node after <paramref name="previous"/> that has a property with a value.</summary>
    /// <param name="previous">A node of this blob.</param>
    /// <param name="name">Name of the property, without NUL.</param>
    /// <param name="value">The whole value.</param>
    /// <param name="node">The node.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="previous"/> is the default value or of another blob.
    /// </exception>
    public bool TryGetNextNodeByProperty(
        scoped in FdtNode previous, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, out FdtNode node)
    {
        Own(previous);
        return FdtLookup.TryMakeNode(Blocks, FdtLookup.PropertyValue(Blocks, previous.Body, name, value), out node, out _);
    }

    /// <summary>The largest phandle in the blob; 0 when there is none.</summary>
    /// <param name="phandle">The phandle.</param>
    /// <param name="error">What is wrong with the structure.</param>
    public bool TryGetMaxPhandle(out uint phandle, out FdtError error)
    {
        error = (FdtError)(-FdtLookup.MaxPhandle(Blocks, out phandle));
        return error == FdtError.None;
    }

    /// <summary>A phandle that no node has yet: one more than the largest.</summary>
    /// <param name="phandle">The phandle.</param>
    /// <param name="error"><see cref="FdtError.NoPhandles"/>, or what is wrong with the structure.</param>
    public bool TryGetFreePhandle(out uint phandle, out FdtError error)
    {
        const uint largest = 0xfffffffe;
        if (!TryGetMaxPhandle(out phandle, out error)) return false;
        if (phandle >= largest) error = FdtError.NoPhandles;
        phandle = error == FdtError.None ? phandle + 1 : 0;
        return error == FdtError.None;
    }
}
