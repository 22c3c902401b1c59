namespace Dtc.Fdt;

/// <summary>
/// The children of a node. Use with <c>foreach</c>; step by hand to learn from <see cref="Error"/> how it ended.
/// </summary>
public ref struct FdtChildEnumerator
{
    private readonly FdtBlocks _blocks;
    private int _offset;
    private int _next;
    private bool _inside;

    internal FdtChildEnumerator(scoped in FdtBlocks blocks, int body)
    {
        _blocks = blocks;
        _next = body;
    }

    /// <summary>The node reached.</summary>
    public readonly FdtNode Current => new(_blocks, _offset, _next);

    /// <summary>After the last step: <see cref="FdtError.None"/>, or what is wrong with the structure there.</summary>
    public readonly FdtError Error => _next is < 0 and not -(int)FdtError.NotFound ? (FdtError)(-_next) : FdtError.None;

    /// <summary>Starts from where this one is.</summary>
    public readonly FdtChildEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next child, over everything inside the one reached.</summary>
    public bool MoveNext()
    {
        if (_next < 0) return false;
        var depth = _inside ? 1 : 0;
        do
        {
            _offset = FdtScan.NextNode(_blocks, _next, ref depth, out _next);
            if (_offset >= 0) continue;
            _next = _offset;
            return false;
        }
        while (depth != 1);
        _inside = true;
        return true;
    }
}
