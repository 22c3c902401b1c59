using System.Globalization;

namespace Hypervisor.Platforms;

/// <summary>A stretch of addresses.</summary>
/// <param name="Address">The first address.</param>
/// <param name="Size">Length in bytes.</param>
public readonly record struct AddressRange(ulong Address, ulong Size)
{
    /// <summary>The first address behind it; wraps to 0 for a range that ends with the address space.</summary>
    public ulong End => unchecked(Address + Size);

    /// <summary>The last address, at most that of the address space; <see cref="Address"/> of an empty one.</summary>
    public ulong Last => Size == 0 ? Address : Size - 1 > ulong.MaxValue - Address ? ulong.MaxValue : Address + Size - 1;

    /// <summary>The same, widened to whole pages of 4 KiB.</summary>
    public AddressRange Pages
    {
        get
        {
            var first = Address & ~0xfffUL;
            return new AddressRange(first, (Last | 0xfff) - first + 1);
        }
    }

    /// <summary>True when the two have an address in common.</summary>
    public bool Overlaps(AddressRange other) =>
        Size != 0 && other.Size != 0 && Address <= other.Last && other.Address <= Last;

    /// <summary>True when it lies in the other as a whole.</summary>
    public bool IsWithin(AddressRange other) => Address >= other.Address && Last <= other.Last;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Address:x}+0x{Size:x}");
}
