using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Guests;
using Hypervisor.Hosts;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.DomZero;

/// <summary>What Xen finds out about a host before it builds dom0.</summary>
internal sealed class HostFacts
{
    private readonly DomZeroOptions _options;

    public HostFacts(HostTree host, DomZeroOptions options)
    {
        Host = host;
        _options = options;
        Modules = BootModules.Read(host);
        Board = BoardOf(host);
        Iommus = options.HasOptionalDrivers ? [.. options.Xen.Iommus, .. options.Xen.OptionalIommus] : options.Xen.Iommus;
        Chosen = host.Find("/chosen");
        Arguments = new XenCommandLine(XenArguments());
        Gic = host.Nodes.FirstOrDefault(node => node.Parent is not null && IsGic(node) && node.Find("interrupt-controller") is not null && IsUsable(node));
        Timer = host.Nodes.FirstOrDefault(node => node.IsCompatible(options.Xen.Timers));
        Console = FindConsole();
        Shared = [.. (Chosen?.Children.AsEnumerable() ?? []).Select(SharedMemory.Of).OfType<SharedMemory>().Select(shared => new SharedRegion(shared.Id, shared.Guest))];
    }

    public HostTree Host { get; }

    public HostMemory Memory => Host.SeenByXen;

    public List<BootModule> Modules { get; }

    public XenBoard? Board { get; }

    public IReadOnlyList<string> Iommus { get; }

    public Node? Chosen { get; }

    /// <summary>Xen's own command line.</summary>
    public XenCommandLine Arguments { get; }

    /// <summary>The interrupt controller that Xen uses; null without one.</summary>
    public Node? Gic { get; }

    /// <summary>The timer; null without one.</summary>
    public Node? Timer { get; }

    /// <summary>The UART that Xen uses and hides; null when it uses none.</summary>
    public Node? Console { get; }

    /// <summary>Why there is no console; null when there is one, or none is wanted.</summary>
    public string? ConsoleFault { get; private set; }

    /// <summary>dom0's kernel; null without one.</summary>
    public BootModule? DomZeroKernel => Modules.Find(module => module is { Kind: BootModuleKind.Kernel, Domain: null });

    /// <summary>dom0's ramdisk; null without one.</summary>
    public BootModule? DomZeroRamdisk => Modules.Find(module => module is { Kind: BootModuleKind.Ramdisk, Domain: null });

    /// <summary>Memory that dom0 shares, by its own addresses.</summary>
    public IReadOnlyList<SharedRegion> Shared { get; }

    /// <summary>True when an IOMMU is in use.</summary>
    public bool HasIommu => Arguments.Iommu && Host.Nodes.Any(node => node.IsCompatible(Iommus) && IsUsable(node));

    /// <summary>True for nodes that Xen has a driver of interrupt controllers for.</summary>
    public bool IsGic(Node node) => IsGicV3(node) || node.IsCompatible(_options.Xen.GicV2);

    /// <summary>True for a GICv3.</summary>
    public bool IsGicV3(Node node) => node.IsCompatible(_options.Xen.GicV3);

    /// <summary>CPU nodes of the host.</summary>
    public IReadOnlyList<Node> Cpus => Host.Cpus;

    /// <summary>The first of them; null without any.</summary>
    public Node? FirstCpu => Cpus.Count > 0 ? Cpus[0] : null;

    /// <summary>The board that Xen has lists of its own for; null for others.</summary>
    public static XenBoard? BoardOf(HostTree host) => XenProfile.Boards.FirstOrDefault(board => host.Root.IsCompatible(board.Compatible));

    private static bool IsUsable(Node node) => node.IsAvailable() && node.Find("xen,passthrough") is null;

    private string? XenArguments()
    {
        if (Chosen is null) return null;
        if (Chosen.Text("xen,xen-bootargs") is { } own) return own;
        return Chosen.Find("xen,dom0-bootargs") is not null || DomZeroKernel?.Arguments is { Length: > 0 }
            ? Chosen.Text("bootargs") : null;
    }

    private Node? FindConsole()
    {
        if (!Arguments.HasTreeConsole) return null;
        var name = Arguments.Uart ?? (Chosen?.Text("stdout-path"));
        if (string.IsNullOrEmpty(name))
        {
            ConsoleFault = "neither dtuart= nor stdout-path names a UART";
            return null;
        }

        var node = Host.FindConsole(name);
        if (node is null) ConsoleFault = $"there is no '{name.Split(':')[0]}'";
        else if (!IsUsable(node)) ConsoleFault = $"{node.Path} is disabled or passed through";
        else if (!node.IsCompatible(_options.Xen.Serial)) ConsoleFault = $"Xen has no driver for {node.Path}";
        else return node;
        return null;
    }
}
