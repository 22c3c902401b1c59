using Hypervisor.Platforms;

namespace Hypervisor.Hosts;

/// <summary>
/// A machine that nobody emulates here: all that is known of it is what its tree says, so that the tree is held to what Xen needs and
/// to nothing else. Distances at which things are loaded are as on QEMU's machines; a boot loader may put them elsewhere.
/// </summary>
internal sealed class BoardMap : MachineMap
{
    /// <summary>How configurations call it.</summary>
    public const string MachineName = "board";

    private const ulong LeastBank = 128UL << 20;

    private readonly IReadOnlyList<AddressRange> _gic;
    private readonly int _cpus;

    private BoardMap(HostTree tree, XenProfile xen, bool is64Bit)
        : base(is64Bit ? "qemu-virt" : "vexpress-a15", MachineName)
    {
        var known = new[] { xen.GicV2, xen.GicV3 }.SelectMany(names => names).ToArray();
        var gic = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible(known) && device.Node.Find("interrupt-controller") is not null && device.Node.IsAvailable());
        _gic = gic?.Regions.Take(2).ToList() ?? [];
        _cpus = Math.Max(1, tree.Cpus.Count);
        Architecture = is64Bit ? "arm64" : "arm";
        Model = tree.Root.Text("model") ?? "";
        Compatible = tree.Root.Strings("compatible");
        Gics = [gic is not null && gic.Node.IsCompatible([.. xen.GicV3]) ? 3 : 2];
        CpuModel = tree.Cpus.Select(cpu => cpu.Text("compatible")).FirstOrDefault() is { } name ? name.Split(',')[^1] : "unknown";
        Uarts = UartsOf(tree, xen);
        // The tree's own, so that none can be wrong; with fewer the check counts them.
        var timer = tree.Devices.FirstOrDefault(device => device.Node.IsCompatible([.. xen.Timers]) && device.Node.IsAvailable());
        var own = timer?.Interrupts.Take(4).Select(interrupt => interrupt.Number).ToList();
        TimerInterrupts = own is { Count: 4 } ? own : base.TimerInterrupts;
        Banks = Joined(tree.Memory);
    }

    /// <summary>The RAM that its tree has, in ascending order, neighbours joined.</summary>
    public IReadOnlyList<AddressRange> Banks { get; }

    /// <inheritdoc/>
    public override string Model { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Compatible { get; }

    /// <inheritdoc/>
    public override string Architecture { get; }

    /// <inheritdoc/>
    public override int Cpus => _cpus;

    /// <inheritdoc/>
    public override int DefaultCpus => _cpus;

    /// <inheritdoc/>
    public override string CpuModel { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Gics { get; }

    /// <inheritdoc/>
    public override int DefaultGic => Gics[0];

    /// <inheritdoc/>
    public override IReadOnlyList<UartPlace> Uarts { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<uint> TimerInterrupts { get; }

    /// <summary>As many as a GIC can have: numbers from 1020 on mean something else (ARM IHI 0048 and 0069).</summary>
    public override uint SharedInterrupts(int gic) => 1020 - 32;

    /// <inheritdoc/>
    public override int VirtioSlots => 0;

    /// <inheritdoc/>
    public override int PciSlots => 0;

    /// <inheritdoc/>
    public override bool HasTree => false;

    /// <inheritdoc/>
    public override bool IsEmulated => false;

    /// <inheritdoc/>
    public override string? PsciMethod(bool byHypervisor) => null;

    /// <inheritdoc/>
    public override IReadOnlyList<AddressRange> GicRegions(int version) => _gic;

    /// <summary>The machine of a tree.</summary>
    public static BoardMap Of(HostTree tree, XenProfile xen) => new(tree, xen, Is64Bit(tree));

    /// <summary>The machine among QEMU's that a tree is for, by the most specific of its names; null when it is none of them.</summary>
    public static MachineMap? Emulated(HostTree tree) => All.FirstOrDefault(machine => tree.Root.IsCompatible(machine.Compatible[0]));

    /// <summary>Where there is no RAM in the tree because the boot loader writes it: the address that the node of its memory has.</summary>
    public static ulong? EmptyMemory(HostTree tree) => tree.Root.Children.AsEnumerable()
        .Where(node => node.Text("device_type") == "memory")
        .Select(node => tree.Addresses.Of(node) is [{ } range, ..] ? range.Address : (ulong?)null)
        .FirstOrDefault(address => address is not null);

    /// <summary>The bank that a boot loader puts things into: the first that has room for them, else the largest.</summary>
    public static AddressRange BootBank(IReadOnlyList<AddressRange> banks) =>
        banks.Where(bank => bank.Size >= LeastBank).Concat(banks.OrderByDescending(bank => bank.Size)).First();

    // arm,armv8-timer stands in trees of 64-bit machines only.
    private static bool Is64Bit(HostTree tree) => tree.Nodes.Any(node => node.IsCompatible("arm,armv8-timer"))
        || !tree.Nodes.Any(node => node.IsCompatible("arm,armv7-timer"));

    private static List<UartPlace> UartsOf(HostTree tree, XenProfile xen)
    {
        var console = tree.Root.Child("chosen")?.Text("stdout-path") is { } path ? tree.FindConsole(path)?.Path : null;
        var uarts = tree.Devices
            .Where(device => device.Regions.Count > 0 && (device.Path == console || device.Node.IsCompatible([.. xen.Serial])))
            .OrderBy(device => device.Path == console ? 0 : device.Node.IsAvailable() ? 1 : 2)
            .Select(device => new UartPlace(device.Regions[0], device.Interrupts.FirstOrDefault(interrupt => interrupt.IsShared)?.Number ?? 0, ConsoleOf(device)))
            .ToList();
        return uarts.Count > 0 ? uarts : [new UartPlace(default, 0, "ttyS0")];
    }

    // As the kernel's drivers register them.
    private static string ConsoleOf(HostDevice device)
    {
        var names = device.Node.Strings("compatible");
        bool Is(string part) => names.Any(name => name.Contains(part, StringComparison.Ordinal));
        return Is("pl011") || Is("sbsa-uart") ? "ttyAMA0" : Is("imx") || Is("vf610-lpuart") ? Is("lpuart") ? "ttyLP0" : "ttymxc0"
            : Is("samsung,") || Is("exynos") ? "ttySAC0" : Is("renesas,") ? "ttySC0" : Is("xlnx,") || Is("cdns,") ? "ttyPS0"
            : Is("meson") ? "ttyAML0" : Is("qcom,") ? "ttyMSM0" : "ttyS0";
    }

    private static List<AddressRange> Joined(IEnumerable<AddressRange> ranges)
    {
        var banks = new List<AddressRange>();
        foreach (var range in ranges.Where(range => range.Size > 0).OrderBy(range => range.Address))
        {
            if (banks is [.., var last] && last.Last != ulong.MaxValue && range.Address <= last.Last + 1)
                banks[^1] = last with { Size = Math.Max(last.Last, range.Last) - last.Address + 1 };
            else banks.Add(range);
        }

        return banks;
    }
}
