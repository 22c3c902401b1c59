using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Planning.Checks;

/// <summary>Whether there is as much memory as is given away.</summary>
internal sealed partial class PlanChecks
{
    private const ulong HeapStep = 64UL << 10;

    private void CheckTotal()
    {
        if (plan.Xen!.StaticHeap.Count > 0)
        {
            CheckHeap();
            return;
        }

        UInt128 domains = 0, images = 0;
        UInt128 overhead = plan.Xen.Needs;
        foreach (var domain in plan.Domains)
        {
            domains += domain.Memory;
            overhead += XenNeeds.OfDomain(domain.Memory, domain.Vcpus);
            images += Unpacked(domain.Kernel) + (domain.Ramdisk?.Size ?? 0);
        }

        var (all, taken) = HostMemory();
        var sum = domains + overhead + images + taken;
        if (sum <= all) return;
        var largest = configuration.Domains.MaxBy(domain => domain.Memory?.Value ?? 0)!;
        findings.Error(
            Rules.PlanMemory, largest.Memory?.At ?? largest.At, largest.Path("memory"),
            $"the domains have {MiB(domains)} together, their images {MiB(images)}, Xen about {MiB(overhead)}, and the host {MiB(all)}{(taken > 0 ? $", {MiB(taken)} of it reserved or shared" : "")}",
            $"give the host {MiB(sum)} at least, or the domains less");
    }

    // With a static heap Xen hands out nothing else, but for static memory (populate_boot_allocator).
    private void CheckHeap()
    {
        var heap = new RangeList();
        foreach (var range in plan.Xen!.StaticHeap) heap.Add(range);
        foreach (var (range, index) in (configuration.Xen?.StaticHeap ?? []).Select((range, index) => (range, index)))
        {
            if (range.Address % HeapStep != 0 || range.Size % HeapStep != 0)
            {
                findings.Error(
                    Rules.PlanStaticMemory, range.At, $"xen/static-heap/{index}",
                    $"the static heap at {ByteSize.Range(range.Address, range.Size)} is not at multiples of 64KiB", "give it an address and a size that are multiples of 0x10000");
            }
        }

        UInt128 domains = 0;
        var (room, all) = (Sum(heap), HostMemory().All);
        UInt128 overhead = XenNeeds.OfStaticHeap(plan.Host.Architecture == "arm64", (ulong)all, (ulong)UInt128.Min(room, all));
        foreach (var domain in plan.Domains)
        {
            if (domain.StaticMemory.Count == 0) domains += domain.Memory;
            overhead += XenNeeds.OfDomain(domain.Memory, domain.Vcpus);
            // What a compressed kernel becomes is in the heap; its file is given back to it.
            overhead += Unpacked(domain.Kernel) - Math.Min(domain.Kernel.Size, Unpacked(domain.Kernel));
        }

        if (domains + overhead <= room) return;
        var first = configuration.Xen!.StaticHeap[0];
        findings.Error(
            Rules.PlanMemory, first.At, "xen/static-heap/0",
            $"the static heap has {MiB(room)}, and serves for all memory that is not static: {MiB(domains)} of the domains, and about {MiB(overhead)} of Xen itself",
            $"give it {MiB(domains + overhead)} at least, or the domains less, or static memory");
    }

    // The host's RAM, and what of it nobody can have: what its tree reserves, and what domains share.
    private (UInt128 All, UInt128 Taken) HostMemory()
    {
        var (all, free) = (new RangeList(), new RangeList());
        foreach (var bank in plan.Host.Banks)
        {
            all.Add(bank);
            free.Add(bank);
        }

        foreach (var (_, region) in plan.HostTree.Reserved) free.Remove(region);
        foreach (var share in plan.Domains.SelectMany(domain => domain.SharedMemory)) free.Remove(share.Host);
        var sum = Sum(all);
        return (sum, sum - Sum(free));
    }

    private static UInt128 Sum(RangeList ranges)
    {
        UInt128 sum = 0;
        foreach (var range in ranges.Ranges) sum += range.Size;
        return sum;
    }

    private static ulong Unpacked(PlannedImage kernel) => kernel.Kernel is { CompressedSize: not null } packed ? packed.Size : kernel.Size;
}
