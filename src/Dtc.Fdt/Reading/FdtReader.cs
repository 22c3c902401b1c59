namespace Dtc.Fdt;

/// <summary>
/// A device tree blob, read in place: walking, lookups and typed values without copying or allocating
/// (Devicetree Specification v0.4, chapter 5; versions 2 to 17, as libfdt).
/// </summary>
/// <remarks>
/// Opening checks the header and finds the root, nothing more; every later step checks what it reads, so that
/// a hostile blob leads to an error or to "not found", never to an exception, and no walk takes more steps than
/// the blob has cells. <see cref="FdtVerifier"/> judges a blob as a whole. The span must not change its length;
/// should its bytes change underneath, answers may be wrong but stay inside the span.
/// </remarks>
public readonly ref partial struct FdtReader
{
    internal readonly FdtBlocks Blocks;
    private readonly ReadOnlySpan<byte> _blob;
    private readonly FdtHeader _header;

    private FdtReader(
        ReadOnlySpan<byte> blob, scoped in FdtHeader header, scoped in FdtBlocks blocks, int rootOffset, int rootBody)
    {
        _blob = blob;
        _header = header;
        Blocks = blocks;
        RootOffset = rootOffset;
        RootBody = rootBody;
    }

    internal int RootOffset { get; }

    internal int RootBody { get; }

    /// <summary>The header.</summary>
    public FdtHeader Header => _header;

    /// <summary>The blob, as long as its header says.</summary>
    public ReadOnlySpan<byte> Blob => _blob;

    /// <summary>
    /// The structure block; before version 17, which notes no size, everything up to the end of the blob.
    /// </summary>
    public ReadOnlySpan<byte> StructureBlock => Blocks.Structure;

    /// <summary>The strings block; before version 17 everything up to the end of the blob.</summary>
    public ReadOnlySpan<byte> StringsBlock => Blocks.Strings;

    /// <summary>The memory reservations.</summary>
    public FdtReservations Reservations => new(_blob[(int)_header.ReservationsOffset..]);

    /// <summary>The root node.</summary>
    public FdtNode Root => new(Blocks, RootOffset, RootBody);

    /// <summary>All nodes, depth first, the root with depth 0 first.</summary>
    public FdtNodeEnumerator Nodes => new(Blocks, 0, -1);

    /// <summary>
    /// Everything in the structure block in one pass: the quickest way to see all nodes and properties.
    /// </summary>
    public FdtCursor Cursor => new(Blocks);

    /// <summary>Checks the header of a blob and finds its root.</summary>
    /// <param name="blob">The blob; bytes after its end are ignored.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="error">
    /// What <see cref="FdtHeader.Validate"/> says, or <see cref="FdtError.BadStructure"/> or
    /// <see cref="FdtError.Truncated"/> when the structure does not begin with a node.
    /// </param>
    /// <returns>True when the blob can be read.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> blob, out FdtReader reader, out FdtError error)
    {
        reader = default;
        if (!FdtHeader.Validate(blob, out var header, out error)) return false;
        return TryOpen(blob, header, out reader, out error);
    }

    /// <summary>Opens a blob whose header has been validated for a span of the same length.</summary>
    internal static bool TryOpen(
        ReadOnlySpan<byte> blob, scoped in FdtHeader header, out FdtReader reader, out FdtError error)
    {
        blob = blob[..(int)header.TotalSize];
        var blocks = new FdtBlocks(blob, header);
        var offset = 0;
        FdtToken token;
        int next;
        while ((token = FdtScan.Next(blocks.Structure, blocks.FullPaths, offset, out next)) == FdtToken.Nop)
            offset = next;
        if (token != FdtToken.BeginNode)
        {
            reader = default;
            error = token == FdtToken.None ? (FdtError)(-next) : FdtError.BadStructure;
            return false;
        }
        reader = new FdtReader(blob, header, blocks, offset, next);
        error = FdtError.None;
        return true;
    }

    /// <summary>The node at a path.</summary>
    /// <param name="path">
    /// <c>/soc/serial@7e201000</c>, or <c>serial0/child</c>, whose first component is an alias. A component without
    /// unit address also matches a node that has one. Repeated and trailing slashes do not matter.
    /// </param>
    /// <param name="node">The node.</param>
    /// <param name="error">
    /// <see cref="FdtError.NotFound"/>; <see cref="FdtError.BadPath"/> for an empty path, a NUL in it or an unknown
    /// alias; or what is wrong with the structure.
    /// </param>
    public bool TryGetNode(scoped ReadOnlySpan<byte> path, out FdtNode node, out FdtError error) =>
        FdtLookup.TryMakeNode(Blocks, FdtLookup.Path(this, path), out node, out error);

    /// <inheritdoc cref="TryGetNode(ReadOnlySpan{byte}, out FdtNode, out FdtError)"/>
    public bool TryGetNode(scoped ReadOnlySpan<byte> path, out FdtNode node) => TryGetNode(path, out node, out _);

    /// <summary>The node at an offset of the structure block, as <see cref="FdtNode.Offset"/> gives it.</summary>
    /// <param name="offset">Any number.</param>
    /// <param name="node">The node.</param>
    /// <param name="error"><see cref="FdtError.BadOffset"/> when no node begins there.</param>
    public bool TryGetNodeAt(int offset, out FdtNode node, out FdtError error) =>
        FdtLookup.TryMakeNode(Blocks, offset < 0 ? -(int)FdtError.BadOffset : offset, out node, out error);

    /// <summary>The first node with a phandle.</summary>
    /// <param name="phandle">The phandle.</param>
    /// <param name="node">The node.</param>
    /// <param name="error">
    /// <see cref="FdtError.NotFound"/>, <see cref="FdtError.BadPhandle"/> for 0 and 0xffffffff, or what is wrong with
    /// the structure.
    /// </param>
    public bool TryGetNodeByPhandle(uint phandle, out FdtNode node, out FdtError error) =>
        FdtLookup.TryMakeNode(Blocks, FdtLookup.Phandle(Blocks, phandle), out node, out error);

    /// <inheritdoc cref="TryGetNodeByPhandle(uint, out FdtNode, out FdtError)"/>
    public bool TryGetNodeByPhandle(uint phandle, out FdtNode node) => TryGetNodeByPhandle(phandle, out node, out _);

    /// <summary>The first node, depth first, whose <c>compatible</c> holds a string.</summary>
    /// <param name="compatible">The string, without NUL.</param>
    /// <param name="node">The node.</param>
    public bool TryGetCompatible(scoped ReadOnlySpan<byte> compatible, out FdtNode node) =>
        FdtLookup.TryMakeNode(Blocks, FdtLookup.Compatible(Blocks, 0, compatible), out node, out _);

    /// <summary>The next node after <paramref name="previous"/> whose <c>compatible</c> holds a string.</summary>
    /// <param name="previous">A node of this blob.</param>
    /// <param name="compatible">The string, without NUL.</param>
    /// <param name="node">The node.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="previous"/> is the default value or of another blob.
    /// </exception>
    public bool TryGetNextCompatible(scoped in FdtNode previous, scoped ReadOnlySpan<byte> compatible, out FdtNode node)
    {
        Own(previous);
        return FdtLookup.TryMakeNode(Blocks, FdtLookup.Compatible(Blocks, previous.Body, compatible), out node, out _);
    }

    /// <summary>
    /// The path an alias stands for, without NUL: property of <c>/aliases</c> that is a string starting with a slash.
    /// </summary>
    public bool TryGetAlias(scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> path) =>
        TryGetPathProperty("aliases"u8, name, out path) && path.Length > 0 && path[0] == '/';

    /// <summary>
    /// The path a label stands for, without NUL: property of <c>/__symbols__</c>, which <c>dtc -@</c> adds.
    /// </summary>
    public bool TryGetSymbol(scoped ReadOnlySpan<byte> label, out ReadOnlySpan<byte> path) =>
        TryGetPathProperty("__symbols__"u8, label, out path);

    /// <summary>
    /// The node that <paramref name="node"/> is a child of; false for the root. Takes a scan from the root to the
    /// node.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="node"/> is the default value or of another blob.</exception>
    public bool TryGetParent(scoped in FdtNode node, out FdtNode parent)
    {
        Own(node);
        return FdtLookup.TryMakeNode(Blocks, FdtAncestry.Parent(Blocks, node.Offset), out parent, out _);
    }

    /// <summary>How many ancestors a node has; 0 for the root. Takes a scan from the root to the node.</summary>
    /// <exception cref="ArgumentException"><paramref name="node"/> is the default value or of another blob.</exception>
    public int GetDepth(scoped in FdtNode node)
    {
        Own(node);
        return FdtAncestry.Depth(Blocks, node.Offset);
    }

    /// <summary>Writes the full path of a node, without NUL. Takes a scan from the root to the node.</summary>
    /// <param name="node">A node of this blob.</param>
    /// <param name="destination">Where to; its contents are undefined when this fails.</param>
    /// <param name="written">Bytes written.</param>
    /// <param name="error"><see cref="FdtError.NoSpace"/> when the path is longer than the destination.</param>
    /// <exception cref="ArgumentException"><paramref name="node"/> is the default value or of another blob.</exception>
    public bool TryGetPath(scoped in FdtNode node, scoped Span<byte> destination, out int written, out FdtError error)
    {
        Own(node);
        written = FdtAncestry.Path(Blocks, node.Offset, destination);
        error = written < 0 ? (FdtError)(-written) : FdtError.None;
        if (written < 0) written = 0;
        return error == FdtError.None;
    }

    private bool TryGetPathProperty(
        scoped ReadOnlySpan<byte> holder, scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> path)
    {
        path = default;
        if (!Root.TryGetChild(holder, out var node) || !node.TryGetProperty(name, out var property)) return false;
        var value = property.Value;
        // As libfdt: it must end with a NUL, and counts up to the first one.
        if (value.Length == 0 || value[^1] != 0) return false;
        path = value[..value.IndexOf((byte)0)];
        return true;
    }

    private void Own(scoped in FdtNode node)
    {
        if (node.Body == 0 || node.Blocks.Structure != Blocks.Structure)
            throw new ArgumentException("not a node of this blob", nameof(node));
    }
}
