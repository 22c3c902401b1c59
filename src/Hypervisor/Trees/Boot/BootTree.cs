using System.Globalization;
using Dtc.Tree;
using Hypervisor.Hosts;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Trees.Boot;

/// <summary>The tree that Xen is booted with: the host's, with command lines, modules and domains in <c>/chosen</c>.</summary>
public sealed partial class BootTree
{
    private readonly BootTreeOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private readonly HostTree _host;
    private readonly TreeWriter _writer;
    private readonly HashSet<Node> _passthrough = [];
    private readonly HashSet<Node> _disabled = [];
    private readonly Dictionary<string, uint> _phandles = new(StringComparer.Ordinal);

    private BootTree(DeviceTree host, BootTreeOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _diagnostics = diagnostics;
        _host = new HostTree(host);
        _writer = new TreeWriter(host.Names, OriginOf(host.Root, "/"));
    }

    /// <summary>Makes the tree. Never throws for what stands in the host's tree; deep trees need a deep stack.</summary>
    /// <param name="host">The host's tree as its firmware would give it. It is not changed.</param>
    /// <param name="options">Modules and domains, all numbers chosen.</param>
    /// <param name="diagnostics">Where findings go.</param>
    public static GeneratedTree Make(DeviceTree host, BootTreeOptions options, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return new BootTree(host, options, diagnostics).Run();
    }

    private GeneratedTree Run()
    {
        Check();
        Collect(_options.Passthrough, _passthrough);
        Collect(_options.Disabled, _disabled);
        GivePhandles();
        foreach (var reservation in _host.Tree.Reservations) _writer.Tree.Reservations.Add(reservation with { Labels = null, Span = SourceSpan.None });
        _writer.Tree.BootCpu = _host.Tree.BootCpu;
        Body(_host.Root, "/");
        if (_host.Find("/chosen") is null)
        {
            _writer.Begin("chosen", "Xen's configuration");
            Chosen();
            _writer.End();
        }

        return new GeneratedTree(_writer.Tree, _writer.Origins);
    }

    private void Body(Node node, string path)
    {
        var isChosen = path == "/chosen";
        foreach (var property in node.Properties)
        {
            var name = property.Name.ToString();
            // What Xen is told itself replaces what the firmware said.
            if (isChosen && name is "xen,xen-bootargs" or "xen,dom0-bootargs" or "#address-cells" or "#size-cells" or "linux,initrd-start" or "linux,initrd-end" or "bootargs") continue;
            if (name == "status" && (_disabled.Contains(node) || _passthrough.Contains(node))) continue;
            if (name == "phandle" && _phandles.ContainsKey(path)) continue;
            _writer.Copy(property);
        }

        if (_phandles.TryGetValue(path, out var phandle)) _writer.Cells("phandle", phandle);
        if (_passthrough.Contains(node)) _writer.Flag("xen,passthrough");
        if (_disabled.Contains(node)) _writer.Strings("status", "disabled");
        if (isChosen) ChosenProperties();
        foreach (var child in node.Children)
        {
            if (isChosen && IsXens(child)) continue;
            var below = path.Length == 1 ? $"/{child.Name}" : $"{path}/{child.Name}";
            _writer.Begin(child.Name.Utf8, OriginOf(child, below));
            Body(child, below);
            _writer.End();
        }

        if (isChosen) ChosenNodes();
    }

    /// <summary>True for nodes in /chosen that tell Xen what to start: those of an earlier boot are not those of this one.</summary>
    internal static bool IsXens(Node node)
    {
        foreach (var property in node.Properties)
        {
            if (!property.Name.Utf8.SequenceEqual("compatible"u8)) continue;
            var value = property.Value;
            return value.IndexOf("multiboot,module\0"u8) >= 0 || value.IndexOf("xen,multiboot-module\0"u8) >= 0 || value.IndexOf("xen,domain"u8) >= 0
                || value.IndexOf("xen,cpupool\0"u8) >= 0 || value.IndexOf("xen,evtchn"u8) >= 0;
        }

        return false;
    }

    private void Chosen()
    {
        ChosenProperties();
        ChosenNodes();
    }

    private void ChosenProperties()
    {
        // Xen takes them over from nodes above; who reads by the specification does not.
        _writer.Cells("#address-cells", 2);
        _writer.Cells("#size-cells", 2);
        _writer.Strings("xen,xen-bootargs", _options.XenArguments);
        if (_options.DomZeroArguments is { } arguments) _writer.Strings("xen,dom0-bootargs", arguments);
        if (_options.StaticHeap.Count > 0) _writer.Ranges("xen,static-heap", 2, 2, [.. _options.StaticHeap]);
    }

    private void ChosenNodes()
    {
        foreach (var pool in _options.CpuPools)
        {
            _writer.Begin(pool.Name, "CPU pool of the configuration");
            _writer.Strings("compatible", "xen,cpupool");
            _writer.Cells("phandle", PhandleOf($"/chosen/{pool.Name}"));
            _writer.Cells("cpupool-cpus", [.. pool.Cpus.Select(PhandleOf)]);
            if (pool.Scheduler is { } scheduler) _writer.Strings("cpupool-sched", scheduler);
            _writer.End();
        }

        Modules(_options.Modules, "dom0");
        Channels(_options.EventChannels, null);
        Shared(_options.SharedMemory);
        foreach (var domain in _options.Domains) Domain(domain);
    }

    private void Modules(IReadOnlyList<ModuleEntry> modules, string domain)
    {
        // Xen takes a module without a type by its place: the kernel is first.
        foreach (var module in modules.OrderBy(module => module.Kind == BootModuleKind.Kernel ? 0 : 1))
        {
            var (type, what) = module.Kind switch
            {
                BootModuleKind.Kernel => ("multiboot,kernel", "kernel"),
                BootModuleKind.Ramdisk => ("multiboot,ramdisk", "ramdisk"),
                BootModuleKind.GuestTree => ("multiboot,device-tree", "partial tree"),
                BootModuleKind.Policy => ("xen,xsm-policy", "security policy"),
                _ => throw new ArgumentException("a module of unknown kind cannot be written", nameof(modules)),
            };
            _writer.Begin("module", module.Range.Address, $"{what} of {domain}");
            _writer.Strings("compatible", type, "multiboot,module");
            _writer.Ranges("reg", 2, 2, module.Range);
            if (module.Arguments is { } arguments) _writer.Strings("bootargs", arguments);
            _writer.End();
        }
    }

    private void Collect(IReadOnlyList<string> paths, HashSet<Node> nodes)
    {
        foreach (var path in paths)
        {
            if (_host.Find(path) is { } node) nodes.Add(node);
            else _diagnostics.Add(Rules.UnreadableHostNode, SourceSpan.None, $"the host's tree has no {path}");
        }
    }

    private void GivePhandles()
    {
        var used = _host.Nodes.Select(NodeValues.PhandleOf).ToHashSet();
        uint phandle = 1;
        while (used.Contains(phandle)) phandle++;
        // CPUs and pools, and both ends of event channels, are referred to.
        foreach (var pool in _options.CpuPools)
        {
            Give($"/chosen/{pool.Name}");
            foreach (var cpu in pool.Cpus)
            {
                if (_host.Find(cpu) is not { } node) _diagnostics.Add(Rules.UnreadableHostNode, SourceSpan.None, $"the host's tree has no CPU {cpu}");
                else if (node.PhandleOf() is not 0 and var own) _phandles.TryAdd(cpu, own);
                else Give(cpu);
            }
        }

        foreach (var channel in _options.EventChannels) Give(ChannelPath(null, channel.Port));
        foreach (var domain in _options.Domains)
        {
            foreach (var channel in domain.EventChannels) Give(ChannelPath(domain.Name, channel.Port));
        }


        void Give(string path)
        {
            while (used.Contains(phandle)) phandle++;
            if (_phandles.TryAdd(path, phandle)) used.Add(phandle);
        }
    }

    private uint PhandleOf(string path) => _phandles.GetValueOrDefault(path);

    private static string ChannelPath(string? domain, uint port) =>
        string.Create(CultureInfo.InvariantCulture, $"/chosen/{(domain is null ? "" : domain + "/")}ec@{port}");

    private string OriginOf(Node node, string path) => _options.Map?.Extent(node.Span) is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"host: {place.File}:{place.Line}")
        : $"host: {path}";
}
