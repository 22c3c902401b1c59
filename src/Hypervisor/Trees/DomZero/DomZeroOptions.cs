using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.DomZero;

/// <summary>What <see cref="DomZeroTree"/> has to know beside the boot tree.</summary>
public sealed record DomZeroOptions
{
    /// <summary>The version of Xen.</summary>
    public required XenProfile Xen { get; init; }

    /// <summary>True for Xen on arm64, false on 32-bit Arm.</summary>
    public bool Is64BitXen { get; init; } = true;

    /// <summary>Where Xen lies and how much memory it takes, its zeroed part included (<see cref="KernelImage.MemorySize"/>).</summary>
    public required AddressRange XenImage { get; init; }

    /// <summary>Bytes of Xen's text section; null when it is not known. It matters when a large grant table is asked for.</summary>
    public ulong? TextSize { get; init; }

    /// <summary>Where the boot tree's blob lies, and its whole size with free space.</summary>
    public required AddressRange BootBlob { get; init; }

    /// <summary>dom0's kernel; null when it is not known. Its kind decides whether dom0 is 64-bit, its size where the ramdisk goes.</summary>
    public KernelImage? Kernel { get; init; }

    /// <summary>CPUs that Xen brings up; null for all that the tree describes.</summary>
    public int? OnlineCpus { get; init; }

    /// <summary>Width of guest addresses, for extended regions of a dom0 behind an IOMMU; null when it is not known.</summary>
    public int? AddressBits { get; init; }

    /// <summary>Xen was built with support for the GICv3's ITS, which is not usual.</summary>
    public bool HasIts { get; init; }

    /// <summary>Xen was built with drivers that are not usual, such as that for the SMMUv3.</summary>
    public bool HasOptionalDrivers { get; init; }

    /// <summary>First interrupt and count of GICv2m frames, by their paths, where the tree does not tell: Xen reads them from the device.</summary>
    public IReadOnlyDictionary<string, (uint First, uint Count)> MsiFrames { get; init; } =
        new Dictionary<string, (uint, uint)>(StringComparer.Ordinal);

    /// <summary>Resolves places of the boot tree for comments; null when it does not come from source.</summary>
    public ISourceMap? Map { get; init; }
}

/// <summary>dom0's tree and what is to be said about it.</summary>
public sealed class DomZeroResult
{
    /// <summary>The tree as Xen hands it over.</summary>
    public required GeneratedTree Tree { get; init; }

    /// <summary>Everything hidden, changed or added, in the order of the tree, and why.</summary>
    public required IReadOnlyList<DerivedChange> Changes { get; init; }

    /// <summary>Numbers that may come out otherwise.</summary>
    public required IReadOnlyList<OpenNumber> ChosenAtBoot { get; init; }

    /// <summary>dom0's memory, in ascending order; empty when it cannot be found.</summary>
    public required IReadOnlyList<AddressRange> Memory { get; init; }

    /// <summary>Where kernel, tree and ramdisk go; null when the kernel is not known or they do not fit.</summary>
    public required GuestImages? Images { get; init; }

    /// <summary>The interrupt of event channels, as a GIC counts.</summary>
    public required uint EventChannel { get; init; }
}
