using System.Globalization;
using Dtc.Bindings.Documents;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Facts;

/// <summary>Xen on Arm: versions, limits, what it keeps for itself, the addresses its guests see.</summary>
public sealed record XenFacts
{
    private static readonly Lazy<XenFacts> Loaded = new(static () => Read(FactFile.Read("xen.yaml")));
    private readonly Dictionary<string, string> _features = [];

    /// <summary>The table.</summary>
    public static XenFacts Instance => Loaded.Value;

    /// <summary>Versions that are known, oldest first.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>vCPUs of a domain by architecture.</summary>
    public required IReadOnlyDictionary<string, int> Vcpus { get; init; }

    /// <summary>vCPUs that a GICv2 serves.</summary>
    public required int VcpusOfGicV2 { get; init; }

    /// <summary>Entries of its table of modules.</summary>
    public required int Modules { get; init; }

    /// <summary>The highest port of an event channel.</summary>
    public required int Ports { get; init; }

    /// <summary>Highest port of a domain that Xen starts itself.</summary>
    public required int DomainPorts { get; init; }

    /// <summary>Ranges of shared memory.</summary>
    public required int SharedBanks { get; init; }

    /// <summary>Room for its image.</summary>
    public required ulong ImageSize { get; init; }

    /// <summary>Compatible strings of UARTs it can use.</summary>
    public required IReadOnlyList<string> Uarts { get; init; }

    /// <summary>Compatible strings of interrupt controllers it knows, by version.</summary>
    public required IReadOnlyDictionary<int, string[]> Gics { get; init; }

    /// <summary>Compatible strings of timers it knows.</summary>
    public required IReadOnlyList<string> Timers { get; init; }

    /// <summary>Private interrupts of the timer, as in specifiers: secure, non-secure, virtual, hypervisor.</summary>
    public required IReadOnlyList<uint> TimerInterrupts { get; init; }

    /// <summary>Where guests have RAM, bank by bank.</summary>
    public required IReadOnlyList<AddressRange> Ram { get; init; }

    /// <summary>A guest's interrupt controller, by version.</summary>
    public required IReadOnlyDictionary<int, AddressRange[]> GicRegions { get; init; }

    /// <summary>Its phandle.</summary>
    public required uint GicPhandle { get; init; }

    /// <summary>The emulated UART.</summary>
    public required UartFacts Vpl011 { get; init; }

    /// <summary>A guest's window for grants.</summary>
    public required AddressRange GrantTable { get; init; }

    /// <summary>Where the planner puts shared memory in a guest.</summary>
    public required ulong SharedMemory { get; init; }

    /// <summary>A guest's private interrupt for event channels, as in a specifier.</summary>
    public required uint EventChannel { get; init; }

    /// <summary>From the start of a guest's RAM to its tree, when there is room.</summary>
    public required ulong TreeOffset { get; init; }

    /// <summary>Room for a guest's tree.</summary>
    public required ulong TreeSize { get; init; }

    private SchemaValue Needs { get; init; } = null!;

    /// <summary>The first version with a feature; null when all have it.</summary>
    public string? Since(string feature) => _features.GetValueOrDefault(feature);

    /// <summary>True when a version has a feature.</summary>
    public bool Has(string version, string feature) => Since(feature) is not { } since || Compare(version, since) >= 0;

    /// <summary>Bytes that Xen keeps of a host with that much RAM, without what single domains cost.</summary>
    public ulong Overhead(string architecture, ulong ram)
    {
        var need = FactFile.Number(Needs, "image") + FactFile.Number(Needs, "base") + (ram / 4096 * FactFile.Number(Needs, "per-page"));
        if (architecture == "arm64") return need;
        var heap = ram / FactFile.Number(Needs, "xenheap-divisor");
        return need + Math.Clamp(heap, FactFile.Number(Needs, "xenheap-minimum"), FactFile.Number(Needs, "xenheap-maximum"));
    }

    /// <summary>Bytes that Xen keeps for a domain beside its memory (domain_p2m_pages): 1 MiB a vCPU, 4 KiB for each MiB, 512 KiB.</summary>
    public static ulong OverheadOfDomain(ulong memory, int vcpus) =>
        ((((ulong)vcpus << 20) + (memory >> 20 << 12) + (512UL << 10)) + 0xfffff) & ~0xfffffUL;

    private static int Compare(string left, string right)
    {
        var (a, b) = (left.Split('.'), right.Split('.'));
        var major = int.Parse(a[0], CultureInfo.InvariantCulture).CompareTo(int.Parse(b[0], CultureInfo.InvariantCulture));
        return major != 0 ? major : int.Parse(a[1], CultureInfo.InvariantCulture).CompareTo(int.Parse(b[1], CultureInfo.InvariantCulture));
    }

    private static XenFacts Read(SchemaValue table)
    {
        var (limits, guest) = (table["limits"]!, table["guest"]!);
        var facts = new XenFacts
        {
            Versions = FactFile.Texts(table, "versions"),
            Vcpus = new Dictionary<string, int> { ["arm64"] = FactFile.Int(limits, "vcpus-arm64"), ["arm"] = FactFile.Int(limits, "vcpus-arm") },
            VcpusOfGicV2 = FactFile.Int(limits, "vcpus-gic-v2"),
            Modules = FactFile.Int(limits, "modules"),
            Ports = FactFile.Int(limits, "ports"),
            DomainPorts = FactFile.Int(limits, "domain-ports"),
            SharedBanks = FactFile.Int(limits, "shared-banks"),
            ImageSize = FactFile.Number(table["needs"]!, "image"),
            Needs = table["needs"]!,
            Uarts = FactFile.Texts(table, "uarts"),
            Gics = FactFile.Rows(table["gics"]!).ToDictionary(
                row => int.Parse(row.Key, CultureInfo.InvariantCulture), row => (string[])[.. row.Value.Items.Select(item => item.String)]),
            Timers = FactFile.Texts(table, "timers"),
            TimerInterrupts = [.. table["timer-interrupts"]!.Items.Select(item => (uint)item.Integer)],
            Ram = FactFile.Regions(guest["ram"]!),
            GicRegions = FactFile.ByVersion(guest["gic-regions"]!),
            GicPhandle = (uint)FactFile.Int(guest, "gic-phandle"),
            Vpl011 = MachineFacts.UartOf(guest["vpl011"]!),
            GrantTable = FactFile.Region(guest["grant-table"]!),
            SharedMemory = FactFile.Number(guest, "shared-memory"),
            EventChannel = (uint)FactFile.Int(guest, "event-channel"),
            TreeOffset = FactFile.Number(guest, "tree-offset"),
            TreeSize = FactFile.Number(guest, "tree-size"),
        };
        foreach (var (feature, since) in FactFile.Rows(table["features"]!)) facts._features[feature] = since.String;
        return facts;
    }
}
