using System.Globalization;

namespace Hypervisor.Platforms;

/// <summary>A stretch of addresses.</summary>
/// <param name="Base">The first address.</param>
/// <param name="Size">Length in bytes.</param>
public readonly record struct AddressRange(ulong Base, ulong Size)
{
    /// <summary>The first address behind it; wraps to 0 for a range that ends with the address space.</summary>
    public ulong End => unchecked(Base + Size);

    /// <summary>True when the two have an address in common.</summary>
    public bool Overlaps(AddressRange other) =>
        Size != 0 && other.Size != 0 && Base <= other.Last && other.Base <= Last;

    /// <summary>The last address; meaningless for an empty range.</summary>
    public ulong Last => unchecked(Base + Size - 1);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Base:x}+0x{Size:x}");
}
