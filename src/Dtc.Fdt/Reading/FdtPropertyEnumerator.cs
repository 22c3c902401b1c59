using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>
/// The properties of a node. Use with <c>foreach</c>; step by hand to learn from <see cref="Error"/> how it ended.
/// </summary>
public ref struct FdtPropertyEnumerator
{
    private readonly FdtBlocks _blocks;
    private int _offset;
    private int _next;

    internal FdtPropertyEnumerator(scoped in FdtBlocks blocks, int body)
    {
        _blocks = blocks;
        _next = body;
    }

    /// <summary>The property reached.</summary>
    public readonly FdtProperty Current => FdtScan.Property(_blocks, _offset);

    /// <summary>
    /// After the last step: <see cref="FdtError.None"/> at the end of the properties, else what is wrong with the
    /// structure there.
    /// </summary>
    public readonly FdtError Error => _next < 0 ? (FdtError)(-_next) : FdtError.None;

    /// <summary>Starts from where this one is.</summary>
    public readonly FdtPropertyEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next property.</summary>
    public bool MoveNext()
    {
        if (_next < 0) return false;
        while (true)
        {
            var token = FdtScan.Next(_blocks.Structure, _blocks.FullPaths, _next, out var next);
            if (token == FdtToken.Property)
            {
                _offset = _next;
                _next = next;
                return true;
            }
            if (token == FdtToken.Nop)
            {
                _next = next;
                continue;
            }
            // Stay before a node's begin or end: stepping again gives the same answer.
            if (token == FdtToken.None) _next = next;
            else if (token == FdtToken.End) _next = -(int)FdtError.BadStructure;
            return false;
        }
    }

    /// <summary>True when the property reached is called <paramref name="name"/> (which holds no NUL).</summary>
    internal readonly bool IsNamed(scoped ReadOnlySpan<byte> name) => FdtScan.StringEquals(
        _blocks.Strings, BinaryPrimitives.ReadUInt32BigEndian(_blocks.Structure[(_offset + 8)..]), name);
}
