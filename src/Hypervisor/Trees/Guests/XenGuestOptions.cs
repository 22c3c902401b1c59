using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.Guests;

/// <summary>Memory that a guest shares, as it sees it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Range">Guest addresses.</param>
public sealed record SharedRegion(string Id, AddressRange Range);

/// <summary>What a direct-mapped domain has at the machine's own addresses.</summary>
/// <param name="Gic">Distributor, then CPU interface (GICv2) or as many regions of redistributors as it needs (GICv3).</param>
/// <param name="Uart">The host's console UART; null when the domain has none.</param>
/// <param name="UartInterrupt">Its interrupt, as a GIC counts.</param>
public sealed record DirectMap(IReadOnlyList<AddressRange> Gic, AddressRange? Uart = null, uint UartInterrupt = 0);

/// <summary>A guest of Xen other than dom0, all numbers chosen.</summary>
public sealed record XenGuestOptions
{
    /// <summary>The version of Xen.</summary>
    public required XenProfile Xen { get; init; }

    /// <summary>True for a 64-bit guest.</summary>
    public bool Is64Bit { get; init; } = true;

    /// <summary>Virtual CPUs.</summary>
    public required int Cpus { get; init; }

    /// <summary>Memory in KiB: up to 3 GiB at 0x40000000, the rest at 0x200000000.</summary>
    public required ulong MemoryKiB { get; init; }

    /// <summary>2 or 3: a guest's interrupt controller is like the host's.</summary>
    public int GicVersion { get; init; } = 3;

    /// <summary>The kernel's command line; null or empty for none.</summary>
    public string? Arguments { get; init; }

    /// <summary>The kernel; null when it is not known, and then neither is the ramdisk's place.</summary>
    public KernelImage? Kernel { get; init; }

    /// <summary>Bytes of the ramdisk; 0 for none.</summary>
    public ulong RamdiskSize { get; init; }

    /// <summary>An emulated UART (vpl011).</summary>
    public bool Uart { get; init; }

    /// <summary>The guest may know that it runs on Xen: <c>xen,enhanced</c> in any form but "disabled". Guests of xl always do.</summary>
    public bool Enhanced { get; init; }

    /// <summary>Compatible of the host's first CPU (dom0less); ignored for xl, which has its own.</summary>
    public IReadOnlyList<string> CpuCompatible { get; init; } = ["arm,armv8"];

    /// <summary><c>clock-frequency</c> of the host's first CPU; null when it has none.</summary>
    public uint? CpuClock { get; init; }

    /// <summary><c>clock-frequency</c> of the host's timer; null when it has none.</summary>
    public uint? TimerClock { get; init; }

    /// <summary>Width of guest addresses.</summary>
    public int AddressBits { get; init; } = 40;

    /// <summary>False when extended regions are turned off (<c>ext_regions=0</c>).</summary>
    public bool ExtendedRegions { get; init; } = true;

    /// <summary>A partial tree; null for none.</summary>
    public DeviceTree? Partial { get; init; }

    /// <summary>Bytes of the partial tree's module.</summary>
    public ulong PartialSize { get; init; }

    /// <summary>Shared memory.</summary>
    public IReadOnlyList<SharedRegion> SharedMemory { get; init; } = [];

    /// <summary>Memory of a direct-mapped domain; empty for the usual banks.</summary>
    public IReadOnlyList<AddressRange> DirectMemory { get; init; } = [];

    /// <summary>Devices at the machine's addresses; null unless the domain is direct-mapped.</summary>
    public DirectMap? Direct { get; init; }

    /// <summary>The entry of the configuration, for comments.</summary>
    public string? Origin { get; init; }

    /// <summary>The banks of memory.</summary>
    public IReadOnlyList<AddressRange> Banks
    {
        get
        {
            if (DirectMemory.Count > 0) return DirectMemory;
            var banks = new List<AddressRange>();
            var left = MemoryKiB > ulong.MaxValue >> 10 ? ulong.MaxValue : MemoryKiB << 10;
            foreach (var bank in XenGuestMap.Ram)
            {
                var size = Math.Min(left, bank.Size);
                if (size > 0) banks.Add(bank with { Size = size });
                left -= size;
            }

            return banks;
        }
    }
}

/// <summary>A guest's tree and what is to be said about it.</summary>
public sealed class GuestTreeResult
{
    /// <summary>The tree.</summary>
    public required GeneratedTree Tree { get; init; }

    /// <summary>Where kernel, tree and ramdisk go; null when that is not known.</summary>
    public GuestImages? Images { get; init; }

    /// <summary>Numbers that may come out otherwise.</summary>
    public IReadOnlyList<OpenNumber> ChosenAtBoot { get; init; } = [];
}
