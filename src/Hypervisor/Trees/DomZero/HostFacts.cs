using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.Hosts;
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
        Interrupts = new HostInterrupts(host);
        Addresses = new HostAddresses(host);
        Memory = HostMemory.Read(host);
        Modules = BootModules.Read(host);
        Board = XenProfile.Boards.FirstOrDefault(board => host.IsCompatible(host.Root, board.Compatible, out _));
        Iommus = options.HasOptionalDrivers ? [.. options.Xen.Iommus, .. options.Xen.OptionalIommus] : options.Xen.Iommus;
        Chosen = host.Find("/chosen");
        Arguments = new XenCommandLine(XenArguments());
        Gic = host.Nodes.FirstOrDefault(node => node.Parent is not null && IsGic(node) && host.Property(node, "interrupt-controller") is not null && IsUsable(node));
        Timer = host.Nodes.FirstOrDefault(node => host.IsCompatible(node, options.Xen.Timers, out _));
        Console = FindConsole();
    }

    public HostTree Host { get; }

    public HostInterrupts Interrupts { get; }

    public HostAddresses Addresses { get; }

    public HostMemory Memory { get; }

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

    /// <summary>True when an IOMMU is in use.</summary>
    public bool HasIommu => Arguments.Iommu && Host.Nodes.Any(node => Host.IsCompatible(node, Iommus, out _) && IsUsable(node));

    /// <summary>True for nodes that Xen has a driver of interrupt controllers for.</summary>
    public bool IsGic(Node node) => IsGicV3(node) || Host.IsCompatible(node, _options.Xen.GicV2, out _);

    /// <summary>True for a GICv3.</summary>
    public bool IsGicV3(Node node) => Host.IsCompatible(node, _options.Xen.GicV3, out _);

    /// <summary>CPU nodes of the host.</summary>
    public IEnumerable<Node> Cpus
    {
        get
        {
            if (Host.Find("/cpus") is not { } cpus) yield break;
            foreach (var cpu in cpus.Children)
            {
                if (string.Equals(Host.Text(cpu, "device_type"), "cpu", StringComparison.OrdinalIgnoreCase)) yield return cpu;
            }
        }
    }

    private bool IsUsable(Node node) => Host.IsAvailable(node) && Host.Property(node, "xen,passthrough") is null;

    private string? XenArguments()
    {
        if (Chosen is null) return null;
        if (Host.Text(Chosen, "xen,xen-bootargs") is { } own) return own;
        return Host.Property(Chosen, "xen,dom0-bootargs") is not null || DomZeroKernel?.Arguments is { Length: > 0 }
            ? Host.Text(Chosen, "bootargs") : null;
    }

    private Node? FindConsole()
    {
        if (!Arguments.HasTreeConsole) return null;
        var name = Arguments.Uart ?? (Chosen is null ? null : Host.Text(Chosen, "stdout-path"));
        if (string.IsNullOrEmpty(name))
        {
            ConsoleFault = "neither dtuart= nor stdout-path names a UART";
            return null;
        }

        name = name.Split(':')[0];
        var node = name.StartsWith('/') ? Host.Find(name) : Host.FindAlias(name);
        if (node is null) ConsoleFault = $"there is no '{name}'";
        else if (!IsUsable(node)) ConsoleFault = $"{node.Path} is disabled or passed through";
        else if (!Host.IsCompatible(node, _options.Xen.Serial, out _)) ConsoleFault = $"Xen has no driver for {node.Path}";
        else return node;
        return null;
    }
}
