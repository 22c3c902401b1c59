using Hypervisor.Platforms;

namespace Hypervisor.Planning;

/// <summary>Bytes of RAM that Xen keeps for itself, estimated from above; the figures are those of the placement model (<c>xen.yaml</c>).</summary>
internal static class XenNeeds
{
    private const ulong Page = 4096;

    /// <summary>Room for its image.</summary>
    public static ulong Image => XenProfile.Placement("image-room");

    /// <summary>What it keeps of a host with that much RAM, without what single domains cost.</summary>
    public static ulong OfHost(bool is64Bit, ulong ram)
    {
        var need = Image + XenProfile.Placement("base-room") + (ram / Page * XenProfile.PageRecord(is64Bit));
        return is64Bit ? need : need + XenProfile.HeapOf32Bit(ram);
    }

    /// <summary>What it takes of a static heap, without what single domains cost: its image lies elsewhere.</summary>
    public static ulong OfStaticHeap(bool is64Bit, ulong ram, ulong heap)
    {
        var need = XenProfile.Placement("base-room") + (ram / Page * XenProfile.PageRecord(is64Bit));
        return is64Bit ? need : need + XenProfile.HeapOf32Bit(heap);
    }

    /// <summary>What it keeps for a domain beside its memory (domain_p2m_pages): 1 MiB a vCPU, 4 KiB for each MiB, 512 KiB.</summary>
    public static ulong OfDomain(ulong memory, int vcpus) =>
        ((((ulong)vcpus << 20) + (memory >> 20 << 12) + (512UL << 10)) + 0xfffff) & ~0xfffffUL;
}
