namespace Dtc.Fdt;

/// <summary>
/// Nodes depth first, with their depth. Use with <c>foreach</c>; step by hand to learn from <see cref="Error"/> how
/// it ended.
/// </summary>
public ref struct FdtNodeEnumerator
{
    private readonly FdtBlocks _blocks;
    private int _offset;
    private int _next;
    private int _depth;

    internal FdtNodeEnumerator(scoped in FdtBlocks blocks, int start, int depth)
    {
        _blocks = blocks;
        _next = start;
        _depth = depth;
    }

    /// <summary>The node reached.</summary>
    public readonly FdtNode Current => new(_blocks, _offset, _next);

    /// <summary>
    /// Depth of the node reached: 0 for the first level this enumerates (the root, or a node's children).
    /// </summary>
    public readonly int Depth => _depth;

    /// <summary>After the last step: <see cref="FdtError.None"/>, or what is wrong with the structure there.</summary>
    public readonly FdtError Error => _next is < 0 and not -(int)FdtError.NotFound ? (FdtError)(-_next) : FdtError.None;

    /// <summary>Starts from where this one is.</summary>
    public readonly FdtNodeEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next node.</summary>
    public bool MoveNext()
    {
        if (_next < 0) return false;
        // Depth counts from -1, so that a node's own end, one below its children, is the end.
        var depth = _depth + 1;
        _offset = FdtScan.NextNode(_blocks, _next, ref depth, out _next);
        _depth = depth - 1;
        if (_offset >= 0) return true;
        _next = _offset;
        return false;
    }
}
