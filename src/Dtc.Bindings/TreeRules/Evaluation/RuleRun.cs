namespace Dtc.Bindings.TreeRules;

/// <summary>What the rules of a file share while they are asked about one tree. Serves one thread.</summary>
internal sealed class RuleRun
{
    private readonly Dictionary<NodeSelector, RuleNode[]> _found = [];
    private readonly RuleNames _names;
    private Region[]? _memory;
    private Region[]? _reserved;
    private Region[]? _devices;

    public RuleRun(RuleTree tree, RuleNames names)
    {
        (Tree, _names) = (tree, names);
        Interrupts = new InterruptMap(tree);
    }

    public RuleTree Tree { get; }

    public InterruptMap Interrupts { get; }

    /// <summary>Version of the hypervisor; null when it is not known.</summary>
    public Version? Version { get; set; }

    /// <summary>The nodes that the rule at hand is for.</summary>
    public NodeSelector? Asked { get; set; }

    /// <summary>What is RAM: nodes of that device_type, or by name where none has one.</summary>
    public IReadOnlyList<Region> Memory => _memory ??= [.. Tree.Root.Children.Where(IsMemory).SelectMany(AddressMap.RegionsOf).Where(region => region.Size > 0)];

    /// <summary>What lies below <c>/reserved-memory</c>.</summary>
    public IReadOnlyList<Region> Reserved => _reserved ??=
        [.. Tree.FindByPath("/reserved-memory")?.Children.Where(node => !node.IsDisabled).SelectMany(AddressMap.RegionsOf) ?? []];

    /// <summary>Registers of all nodes in use that are no memory, no CPU, and not the boot configuration.</summary>
    public IReadOnlyList<Region> Devices => _devices ??= [.. DeviceRegions(Tree.Root).Where(region => region.Size > 0)];

    public IReadOnlyList<RuleNode> FindAll(NodeSelector selector)
    {
        if (_found.TryGetValue(selector, out var nodes)) return nodes;
        nodes = [.. Tree.Nodes.Where(node => selector.Matches(this, node))];
        return _found[selector] = nodes;
    }

    /// <summary>What the cells of a controller's interrupts mean; null when the file does not say.</summary>
    public InterruptForm? FormOf(RuleNode controller) => _names.Interrupts.Find(form => form.IsFor(this, controller));

    /// <summary>An interrupt by kind and number, so that flags make no difference.</summary>
    public string Describe(Interrupt interrupt)
    {
        var form = FormOf(interrupt.Controller!);
        return form is not null && form.NumberOf(interrupt) is { } number
            ? $"{form.KindOf(interrupt) ?? form.Name} {number} of {interrupt.Controller!.Path}"
            : $"{interrupt.Text} of {interrupt.Controller!.Path}";
    }

    private static bool IsMemory(RuleNode node) => !node.IsDisabled
        && (node["device_type"]?.Strings is ["memory"] || (node["device_type"] is null && (node.Name == "memory" || node.Name.StartsWith("memory@", StringComparison.Ordinal))));

    private static IEnumerable<Region> DeviceRegions(RuleNode node)
    {
        foreach (var child in node.Children)
        {
            if (child.IsDisabled) continue;
            if (node.Parent is null && (IsMemory(child) || child.Name is "cpus" or "chosen" or "reserved-memory")) continue;
            foreach (var region in AddressMap.RegionsOf(child)) yield return region;
            foreach (var region in DeviceRegions(child)) yield return region;
        }
    }
}
