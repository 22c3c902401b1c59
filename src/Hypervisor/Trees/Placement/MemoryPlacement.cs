using Hypervisor.Platforms;

namespace Hypervisor.Trees.Placement;

/// <summary>What decides where Xen finds memory for dom0.</summary>
internal sealed record MemoryDemand
{
    /// <summary>True for Xen on arm64.</summary>
    public required bool Is64BitXen { get; init; }

    /// <summary>True for a 64-bit dom0.</summary>
    public required bool Is64BitDomain { get; init; }

    /// <summary>All RAM, in ascending order.</summary>
    public required IReadOnlyList<AddressRange> Ram { get; init; }

    /// <summary>What is in use at boot: Xen, its tree, modules, reservations of any kind.</summary>
    public required IReadOnlyList<AddressRange> Used { get; init; }

    /// <summary>The static heap; empty when all free memory is the heap.</summary>
    public IReadOnlyList<AddressRange> StaticHeap { get; init; } = [];

    /// <summary>Bytes of dom0's memory.</summary>
    public required ulong Size { get; init; }

    /// <summary>Width of the addresses that all devices reach.</summary>
    public int DmaBits { get; init; } = 32;

    /// <summary>False when pages count as clean from the start (<c>bootscrub=0</c>).</summary>
    public bool Scrubs { get; init; } = true;

    /// <summary>CPUs; idle ones scrub pages while dom0 is built.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Bytes of the tree, which Xen copies into its heap.</summary>
    public ulong TreeSize { get; init; }

    /// <summary>dom0's kernel; matters when it has to be unpacked.</summary>
    public KernelImage? Kernel { get; init; }

    /// <summary>Where it was loaded; Xen gives that back to its heap once it is unpacked.</summary>
    public AddressRange KernelModule { get; init; }

    /// <summary>Size that a 32-bit Xen's heap is told to have.</summary>
    public uint? HeapMegabytes { get; init; }
}

/// <summary>The banks that dom0 gets.</summary>
/// <param name="Banks">In ascending order; empty when they cannot be found.</param>
/// <param name="Missing">Bytes that Xen does not find, which makes it panic.</param>
/// <param name="Doubt">Why another outcome is possible; null when it is certain.</param>
/// <param name="MayFail">Xen may also panic for want of memory.</param>
internal sealed record MemoryPlacementResult(IReadOnlyList<AddressRange> Banks, ulong Missing, string? Doubt, bool MayFail = false);

/// <summary>
/// Predicts dom0's memory: Xen's boot allocator, its page allocator, and how dom0's banks are asked from it. What Xen takes for
/// itself before is known only roughly, so the model runs with little and with much of it; where that makes a difference the
/// result is not certain.
/// </summary>
internal static class MemoryPlacement
{
    private const ulong Megabyte = 1UL << 20;
    private static readonly int[] SmallPages = [1024, 256, 4096];

    public static MemoryPlacementResult Find(MemoryDemand demand)
    {
        if (demand.Ram.Count == 0) return new MemoryPlacementResult([], demand.Size, null);
        var first = Run(demand, SmallPages[0], demand.Scrubs);
        return new MemoryPlacementResult(first.Banks, first.Missing, Doubt(demand, first), first.MayFail && ScrubsMeanwhile(demand, first));
    }

    private static string? Doubt(MemoryDemand demand, BankAllocation first)
    {
        // Pages that are not scrubbed yet are handed out in turn, so that every earlier request counts; those that idle CPUs have
        // scrubbed are handed out first.
        const string remedy = " (bootscrub=0 on Xen's command line makes it certain)";
        if (ScrubsMeanwhile(demand, first))
            return "it depends on which pages idle CPUs have scrubbed by then" + (first.MayFail ? ", and Xen may stop for want of memory" : "") + remedy;
        if (demand.Scrubs && first.SameList) return "several blocks of memory of one size are free, which Xen uses in turn" + remedy;
        return SmallPages.Skip(1).Any(pages => !Same(first, Run(demand, pages, demand.Scrubs)))
            ? "it depends on how much memory Xen has used for itself by then"
            : null;
    }

    private static bool ScrubsMeanwhile(MemoryDemand demand, BankAllocation first) => demand is { Scrubs: true, Cpus: > 1 } && first.Elsewhere;

    private static bool Same(BankAllocation a, BankAllocation b) =>
        a.Missing == b.Missing && a.Banks.SequenceEqual(b.Banks);

    private static BankAllocation Run(MemoryDemand demand, int smallPages, bool dirty)
    {
        var maxOrder = (int)XenProfile.Placement("max-order");
        var free = new RangeList();
        foreach (var range in demand.StaticHeap.Count > 0 ? demand.StaticHeap : demand.Ram) free.Add(range);
        if (demand.StaticHeap.Count == 0)
        {
            foreach (var range in demand.Used) free.Remove(range);
        }

        if (!demand.Is64BitXen && HeapOf32Bit.Find(demand) is { } heap) free.Remove(heap);
        var pages = new BootPages(free.Ranges);
        TakeTables(pages, demand, maxOrder);

        var buddies = new BuddyHeap(maxOrder, dirty);
        var regions = pages.Regions;
        if (regions.Count > 0) buddies.Add(regions[0].First, regions[0].End);
        for (var i = regions.Count - 1; i > 0; i--) buddies.Add(regions[i].First, regions[i].End);

        // A 32-bit Xen has a heap of its own for these.
        if (demand.Is64BitXen)
        {
            TakeBlock(buddies, demand.TreeSize);
            for (var i = 0; i < smallPages; i++) buddies.Allocate(0);
        }
        else
        {
            for (var i = 0; i < smallPages / 16; i++) buddies.Allocate(0);
        }

        if (demand.Kernel is { CompressedSize: not null } kernel)
        {
            TakeBlock(buddies, kernel.Size);
            buddies.Add((demand.KernelModule.Address + 0xfff) >> 12, demand.KernelModule.End >> 12);
        }

        return DomZeroBanks.Allocate(buddies, demand);
    }

    // Page tables of the direct map, the table of all pages, and the page tables of that.
    private static void TakeTables(BootPages pages, MemoryDemand demand, int maxOrder)
    {
        for (var i = 0; i < 4; i++) pages.Allocate(1, 1);
        var record = XenProfile.PageRecord(demand.Is64BitXen);
        var size = PageNumbers.Count(demand.Ram, maxOrder) * record;
        var step = size < 32 * Megabyte ? 2 * Megabyte : 32 * Megabyte;
        size = (size + step - 1) / step * step;
        pages.Allocate(size >> 12, 32 * Megabyte >> 12);
        for (var i = 0; i < 4; i++) pages.Allocate(1, 1);
    }

    // Xen asks for a power of two and gives back what it does not need.
    private static void TakeBlock(BuddyHeap buddies, ulong size)
    {
        if (size == 0) return;
        var pages = (size + 0xfff) >> 12;
        var order = DomZeroBanks.OrderOf(size);
        if (buddies.Allocate(order) is not { } first) return;
        for (var page = first + pages; page < first + (1UL << order); page++) buddies.Free(page, 0);
    }
}
