namespace Dtc.Bindings.TreeRules;

/// <summary>What the rules of a file share while they are asked about one tree. Serves one thread.</summary>
internal sealed class RuleRun
{
    private readonly Dictionary<(NodeSelector, RuleNode?), NodeSet> _sets = [];
    private readonly RuleNames _names;

    public RuleRun(RuleTree tree, RuleNames names)
    {
        (Tree, _names) = (tree, names);
        Interrupts = tree.Interrupts;
    }

    public RuleTree Tree { get; }

    public InterruptMap Interrupts { get; }

    /// <summary>Version of the hypervisor; null when it is not known.</summary>
    public Version? Version { get; set; }

    /// <summary>The nodes that the rule at hand is for.</summary>
    public NodeSelector? Asked { get; set; }

    public IReadOnlyList<RuleNode> FindAll(NodeSelector selector) => selector.Resolve(this, Tree.Root).Nodes;

    /// <summary>The nodes of a selector, as seen from a node.</summary>
    public NodeSet SetOf(NodeSelector selector, RuleNode? seenFrom, Func<IEnumerable<RuleNode>> find)
    {
        if (_sets.TryGetValue((selector, seenFrom), out var set)) return set;
        set = new NodeSet([.. find()]);
        _sets[(selector, seenFrom)] = set;
        return set;
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
}
