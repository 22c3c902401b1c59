using Dtc.Tree;

namespace Hypervisor.Planning.Host;

/// <summary>Addresses as the CPU sees them.</summary>
/// <param name="Address">First byte.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct HostRegion(ulong Address, ulong Size)
{
    /// <summary>True when both have a byte in common.</summary>
    public bool Overlaps(HostRegion other) =>
        Size > 0 && other.Size > 0 && Address <= other.Last && other.Address <= Last;

    /// <summary>The last byte; <see cref="Address"/> of an empty one.</summary>
    public ulong Last => Size == 0 ? Address : Address + Size - 1 < Address ? ulong.MaxValue : Address + Size - 1;

    /// <summary>The same, widened to whole pages of 4 KiB.</summary>
    public HostRegion Pages
    {
        get
        {
            var first = Address & ~0xfffUL;
            return new HostRegion(first, (Last | 0xfff) - first + 1);
        }
    }

    /// <summary>True when it lies in the other as a whole.</summary>
    public bool IsWithin(HostRegion other) => Address >= other.Address && Last <= other.Last;
}

/// <summary>An interrupt of a device.</summary>
/// <param name="Controller">Path of the controller that it ends at; null when it leads nowhere.</param>
/// <param name="IsShared">A shared interrupt of a GIC; otherwise a private one, or one of another controller.</param>
/// <param name="Number">The number of a GIC's interrupt as in the specifier: 32 less than Xen's for shared ones, 16 for private ones.</param>
/// <param name="Flags">Trigger, as in the specifier.</param>
public sealed record HostInterrupt(string? Controller, bool IsShared, uint Number, uint Flags);

/// <summary>A node of the host's tree with registers of its own.</summary>
/// <param name="Node">The node.</param>
/// <param name="Path">Its path.</param>
/// <param name="Regions">Its registers; those that the CPU does not reach by address are not listed.</param>
/// <param name="Interrupts">Its interrupts.</param>
public sealed record HostDevice(Node Node, string Path, IReadOnlyList<HostRegion> Regions, IReadOnlyList<HostInterrupt> Interrupts);
