namespace Dtc.Fdt;

/// <summary>
/// Steps through the structure block token by token, NOPs left out: one pass over all nodes and properties.
/// </summary>
/// <example><code>
/// for (var c = reader.Cursor; c.Read();)
/// {
///     if (c.Token == FdtToken.BeginNode) Enter(c.Node.Name);
///     else if (c.Token == FdtToken.Property) See(c.Property.Name, c.Property.Value);
///     else Leave(); // FdtToken.EndNode
/// }
/// </code></example>
public ref struct FdtCursor
{
    private readonly FdtBlocks _blocks;
    private int _offset;
    private int _next;

    internal FdtCursor(scoped in FdtBlocks blocks) => _blocks = blocks;

    /// <summary>
    /// The token reached: <see cref="FdtToken.BeginNode"/>, <see cref="FdtToken.Property"/> or
    /// <see cref="FdtToken.EndNode"/>.
    /// </summary>
    public FdtToken Token { get; private set; }

    /// <summary>Nodes open after the token; 1 after the root's begin.</summary>
    public int Depth { get; private set; }

    /// <summary>Offset of the token in the structure block.</summary>
    public readonly int Offset => _offset;

    /// <summary>
    /// After the last <see cref="Read"/>: <see cref="FdtError.None"/> when the END token was met outside all nodes,
    /// else what is wrong with the structure there.
    /// </summary>
    public readonly FdtError Error => _next < 0 ? (FdtError)(-_next) : FdtError.None;

    /// <summary>The node that begins here.</summary>
    /// <exception cref="InvalidOperationException">The cursor is not at a <see cref="FdtToken.BeginNode"/>.</exception>
    public readonly FdtNode Node => Token == FdtToken.BeginNode
        ? new FdtNode(_blocks, _offset, _next)
        : throw new InvalidOperationException("the cursor is not at the begin of a node");

    /// <summary>The property here.</summary>
    /// <exception cref="InvalidOperationException">The cursor is not at a <see cref="FdtToken.Property"/>.</exception>
    public readonly FdtProperty Property
    {
        get
        {
            if (Token != FdtToken.Property) throw new InvalidOperationException("the cursor is not at a property");
            return FdtScan.Property(_blocks, _offset);
        }
    }

    /// <summary>Steps to the next token.</summary>
    /// <returns>False at the end or where the structure is broken: see <see cref="Error"/>.</returns>
    public bool Read()
    {
        while (_next >= 0)
        {
            _offset = _next;
            var token = FdtScan.Next(_blocks.Structure, _blocks.FullPaths, _offset, out var next);
            if (token == FdtToken.End)
            {
                if (Depth != 0) _next = -(int)FdtError.BadStructure;
                break;
            }
            _next = next;
            if (token == FdtToken.Nop) continue;
            if (token == FdtToken.None) break;
            if (token == FdtToken.BeginNode) Depth++;
            else if (token == FdtToken.EndNode && --Depth < 0)
            {
                Depth = 0;
                _next = -(int)FdtError.BadStructure;
                break;
            }
            Token = token;
            return true;
        }
        Token = FdtToken.None;
        return false;
    }
}
