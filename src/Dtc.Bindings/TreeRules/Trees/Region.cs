namespace Dtc.Bindings.TreeRules;

/// <summary>A stretch of addresses that a property of a node names.</summary>
/// <param name="Node">The node.</param>
/// <param name="Property">Its property.</param>
/// <param name="Entry">Which entry of the value, from 0.</param>
/// <param name="Offset">First byte of the entry.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Start">First address, as the CPU sees it.</param>
/// <param name="Size">Length in bytes.</param>
internal sealed record Region(RuleNode Node, string Property, int Entry, int Offset, int Length, ulong Start, ulong Size)
{
    /// <summary>The address behind the last one; up to 2^64.</summary>
    public UInt128 End => (UInt128)Start + Size;

    public bool Overlaps(Region other) => Size > 0 && other.Size > 0 && Start < other.End && other.Start < End;

    public override string ToString() => $"0x{Start:x}+0x{Size:x}";
}
