
namespace Hypervisor.Platforms;

/// <summary>A name that Xen looks for, why, and where that is to be seen.</summary>
/// <param name="Value">A compatible, a path or a property.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Source">File and place in Xen's tree.</param>
public sealed record XenListEntry(string Value, string Reason, string Source);

/// <summary>A board with lists of its own in Xen.</summary>
/// <param name="Name">As Xen calls it.</param>
/// <param name="Compatible">Compatibles of the root, one of which must be there.</param>
/// <param name="Hidden">Compatibles that dom0 does not get.</param>
/// <param name="DmaBits">Width in bits of the addresses that all its devices reach; 32 unless told.</param>
/// <param name="Source">File in Xen's tree.</param>
public sealed record XenBoard(string Name, IReadOnlyList<string> Compatible, IReadOnlyList<string> Hidden, int DmaBits, string Source);

/// <summary>What is known of one version of Xen on Arm: the data of <c>Platforms/Data/xen.yaml</c> as they hold for it.</summary>
public sealed class XenProfile
{
    private static readonly PlatformData Data = PlatformData.Load("xen");

    private XenProfile(XenVersion version)
    {
        Version = version;
        HiddenCompatible = List("dom0/hidden-compatible", "Xen keeps such nodes from dom0");
        HiddenPaths = List("dom0/hidden-path", "Xen writes this node itself");
        HiddenDeviceTypes = List("dom0/hidden-device-type", "Xen writes such nodes itself");
        ReservedPaths = List("dom0/reserved-path", "Xen uses this path itself");
        ChosenRemoved = List("dom0/chosen-removed", "meant for Xen, or written anew");
        IommuRemoved = List("dom0/iommu-removed", "the IOMMU that the device is behind is Xen's");
        GicV2 = Values("drivers/gic-v2");
        GicV3 = Values("drivers/gic-v3");
        Timers = Values("drivers/timer");
        Serial = Values("drivers/serial");
        Iommus = [.. Data.Versioned("drivers/iommu", version).Where(item => !item.Optional).Select(item => item.Value)];
        OptionalIommus = [.. Data.Versioned("drivers/iommu", version).Where(item => item.Optional).Select(item => item.Value)];
        UsesHostGicName = Data.Holds("dom0/host-gic-name", version);
        NamesTimerInterrupts = Data.Holds("dom0/timer-by-name", version);
        SharesInHostNode = Data.Holds("dom0/shared-in-host-node", version);
        DomainOrder = Data.Versioned("domain/order", version).Single().Value.Split(' ');
        DomZeroOrder = Values("dom0/order");
        DomainProperties = Values("domain/properties");
        EnhancedValues = Values("domain/enhanced");
        RamdiskPlacesAlways = Data.Holds("domain/ramdisk-places-always", version);
        AddsPartialTreeSize = Data.Holds("domain/tree-size-with-partial", version);
        ChecksPartialPhandles = Data.Holds("domain/partial-phandle-limit", version);
    }

    /// <summary>The versions with data, oldest first.</summary>
    public static IReadOnlyList<XenVersion> Versions { get; } = [.. Data.Texts("versions").Select(XenVersion.Parse)];

    /// <summary>The oldest version with data.</summary>
    public static XenVersion First => Versions[0];

    /// <summary>The newest version with data.</summary>
    public static XenVersion Last => Versions[^1];

    /// <summary>The boards that Xen treats specially, in no order that matters.</summary>
    public static IReadOnlyList<XenBoard> Boards { get; } =
    [
        .. Data.At("boards").Items.Select(board => new XenBoard(
            board["name"]!.String,
            PlatformData.Texts(board["compatible"]!),
            PlatformData.Texts(board["hidden"]!),
            board["dma-bits"] is { } bits ? (int)bits.Integer : 32,
            board["source"]!.String)),
    ];

    /// <summary>The version.</summary>
    public XenVersion Version { get; }

    /// <summary>Compatibles whose nodes dom0 does not get.</summary>
    public IReadOnlyList<XenListEntry> HiddenCompatible { get; }

    /// <summary>Paths that dom0 does not get.</summary>
    public IReadOnlyList<XenListEntry> HiddenPaths { get; }

    /// <summary>Values of <c>device_type</c> whose nodes dom0 does not get.</summary>
    public IReadOnlyList<XenListEntry> HiddenDeviceTypes { get; }

    /// <summary>Paths that are copied with a warning, although Xen writes nodes of the same name.</summary>
    public IReadOnlyList<XenListEntry> ReservedPaths { get; }

    /// <summary>Properties of <c>/chosen</c> that dom0 does not get.</summary>
    public IReadOnlyList<XenListEntry> ChosenRemoved { get; }

    /// <summary>Properties that devices behind an IOMMU of Xen's lose.</summary>
    public IReadOnlyList<XenListEntry> IommuRemoved { get; }

    /// <summary>Compatibles of a GICv2.</summary>
    public IReadOnlyList<string> GicV2 { get; }

    /// <summary>Compatibles of a GICv3.</summary>
    public IReadOnlyList<string> GicV3 { get; }

    /// <summary>Compatibles of the timer.</summary>
    public IReadOnlyList<string> Timers { get; }

    /// <summary>Compatibles of UARTs that Xen drives.</summary>
    public IReadOnlyList<string> Serial { get; }

    /// <summary>Compatibles of IOMMUs that the usual builds drive.</summary>
    public IReadOnlyList<string> Iommus { get; }

    /// <summary>Compatibles of IOMMUs that only builds with a further option drive.</summary>
    public IReadOnlyList<string> OptionalIommus { get; }

    /// <summary>True when dom0's interrupt controller has its name from the host's tree.</summary>
    public bool UsesHostGicName { get; }

    /// <summary>True when <c>interrupt-names</c> of the host's timer count.</summary>
    public bool NamesTimerInterrupts { get; }

    /// <summary>True when dom0's shared memory goes into the host's <c>/reserved-memory</c>, where there is one.</summary>
    public bool SharesInHostNode { get; }

    /// <summary>What is written behind the copied nodes of dom0's tree, in order.</summary>
    public IReadOnlyList<string> DomZeroOrder { get; }

    /// <summary>What the tree of a domain that Xen starts consists of, in order.</summary>
    public IReadOnlyList<string> DomainOrder { get; }

    /// <summary>Properties of <c>xen,domain</c> nodes that the version reads.</summary>
    public IReadOnlyList<string> DomainProperties { get; }

    /// <summary>Values of <c>xen,enhanced</c>.</summary>
    public IReadOnlyList<string> EnhancedValues { get; }

    /// <summary>True when <c>/chosen</c> of a domain has places for a ramdisk also without one.</summary>
    public bool RamdiskPlacesAlways { get; }

    /// <summary>True when a partial tree adds its size to the room that a domain's tree has.</summary>
    public bool AddsPartialTreeSize { get; }

    /// <summary>True when phandles of a partial tree must be below those of the toolstack.</summary>
    public bool ChecksPartialPhandles { get; }

    /// <summary>What <c>compatible</c> of <c>/hypervisor</c> begins with.</summary>
    public string HypervisorCompatible => $"xen,xen-{Version}";

    /// <summary>The data for a version; those of the nearest known version for one that is older or newer than all known.</summary>
    public static XenProfile For(XenVersion version) => new(version);

    /// <summary>The first version that reads a property of <c>xen,domain</c> nodes; null when none does.</summary>
    public static XenVersion? FirstWith(string domainProperty)
    {
        foreach (var version in Versions)
        {
            if (For(version).DomainProperties.Contains(domainProperty)) return version;
        }

        return null;
    }

    /// <summary>Virtual CPUs that a domain can have on a 64-bit or a 32-bit Xen.</summary>
    internal static int CpuLimit(bool is64Bit) => (int)Limit(is64Bit ? "vcpus-64" : "vcpus-32");

    /// <summary>A limit by its name in the data.</summary>
    internal static ulong Limit(string name) => Data.Number($"limits/{name}");

    /// <summary>A figure of the placement model by its name in the data.</summary>
    internal static ulong Placement(string name) => Data.Number($"placement/{name}");

    /// <summary>Bytes of Xen's record of one page of RAM.</summary>
    internal static ulong PageRecord(bool is64Bit) => Placement(is64Bit ? "page-record-64" : "page-record-32");

    /// <summary>Bytes that the heap of a 32-bit Xen is to have, for so much RAM; not rounded.</summary>
    internal static ulong HeapOf32Bit(ulong ram) =>
        Math.Clamp(ram / Placement("heap-divisor"), Placement("heap-minimum"), Placement("heap-maximum"));

    /// <summary>Room that dom0's tree has beyond the size of the host's.</summary>
    internal static int ExtraTreeSize => (int)Data.Number("dom0/extra-size");

    /// <summary>Room that the tree of a domain has.</summary>
    internal static int DomainTreeSize => (int)Data.Number("domain/tree-size");

    private IReadOnlyList<string> Values(string path) => [.. Data.Versioned(path, Version).Select(item => item.Value)];

    private IReadOnlyList<XenListEntry> List(string path, string reason) =>
        [.. Data.Versioned(path, Version).Select(item => new XenListEntry(item.Value, item.Reason ?? reason, item.Source))];
}
