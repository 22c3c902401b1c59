namespace Dtc.Bindings.TreeRules;

/// <summary>
/// Leads interrupts to their controllers (Devicetree Specification 2.4): the nearest <c>interrupt-parent</c> above a node,
/// <c>interrupts-extended</c>, and the <c>interrupt-map</c> of every nexus on the way.
/// </summary>
internal sealed class InterruptMap(RuleTree tree)
{
    // A chain of nexuses; more is a circle.
    private const int MaximumSteps = 16;

    private readonly Dictionary<RuleNode, Interrupt[]> _found = [];
    private readonly Dictionary<RuleNode, InterruptNexus> _nexuses = [];

    /// <summary>The interrupts of a node; those that cannot be followed say why.</summary>
    public IReadOnlyList<Interrupt> Of(RuleNode node)
    {
        if (_found.TryGetValue(node, out var found)) return found;
        found = [.. node["interrupts-extended"] is { } extended ? Extended(node, extended) : node["interrupts"] is { } plain ? Plain(node, plain) : []];
        return _found[node] = found;
    }

    private IEnumerable<Interrupt> Extended(RuleNode node, RuleProperty property)
    {
        for (var (entry, at) = (0, 0); at < property.CellCount; entry++)
        {
            var phandle = property.Cell(at)!.Value;
            if (tree.FindByPhandle(phandle) is not { } parent)
            {
                // A hole (0) is allowed, and of a phandle that leads nowhere the length is not known.
                if (phandle is not 0) yield return Broken(node, property, entry, at * 4, 4, $"the phandle 0x{phandle:x} names no node");
                if (phandle is not 0) yield break;
                at++;
                continue;
            }

            var count = parent.CellsOf("#interrupt-cells", -1);
            if (count < 0 || at + 1 + count > property.CellCount)
            {
                yield return Broken(node, property, entry, at * 4, (property.CellCount - at) * 4, count < 0
                    ? $"{parent.Path} has no '#interrupt-cells'" : $"{parent.Path} takes {count} cells, and fewer are left");
                yield break;
            }

            yield return Follow(node, property, entry, at * 4, (count + 1) * 4, parent, property.Take(at + 1, count));
            at += count + 1;
        }
    }

    private IEnumerable<Interrupt> Plain(RuleNode node, RuleProperty property)
    {
        var (parent, problem) = ParentOf(node);
        var count = parent?.CellsOf("#interrupt-cells", -1) ?? -1;
        if (parent is null || count <= 0)
        {
            yield return Broken(node, property, 0, 0, property.Value.Length, problem ?? $"{parent!.Path} has no '#interrupt-cells', or 0");
            yield break;
        }

        for (var (entry, at) = (0, 0); at < property.CellCount; entry++, at += count)
        {
            if (at + count > property.CellCount)
            {
                yield return Broken(node, property, entry, at * 4, (property.CellCount - at) * 4, $"{parent.Path} takes {count} cells, and fewer are left");
                yield break;
            }

            yield return Follow(node, property, entry, at * 4, count * 4, parent, property.Take(at, count));
        }
    }

    /// <summary>The node that gives a node's interrupts their meaning, or why there is none.</summary>
    public (RuleNode? Parent, string? Problem) ParentOf(RuleNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at["interrupt-parent"]?.Cell(0) is { } phandle)
            {
                var parent = tree.FindByPhandle(phandle);
                return parent is not null ? (parent, null) : (null, $"'interrupt-parent' of {at.Path} is 0x{phandle:x}, which names no node");
            }

            if (at != node && (at["#interrupt-cells"] is not null || at["interrupt-controller"] is not null)) return (at, null);
        }

        return (null, "no node above it has an 'interrupt-parent'");
    }

    private Interrupt Follow(RuleNode node, RuleProperty property, int entry, int offset, int length, RuleNode parent, uint[] cells)
    {
        var found = new Interrupt(node, property.Name, entry, offset, length, null, cells);
        var (at, address) = (parent, AddressOf(node));
        for (var steps = 0; ; steps++)
        {
            if (at["interrupt-controller"] is not null)
                return at.IsDisabled ? found with { Problem = $"{at.Path} is out of use" } : found with { Controller = at, Cells = cells };
            if (at["interrupt-map"] is null) return found with { Problem = $"{at.Path} is no 'interrupt-controller'" };
            if (steps == MaximumSteps) return found with { Problem = "nexuses lead in a circle" };
            if (NexusOf(at).Find(address, cells) is not { } next) return found with { Problem = $"the 'interrupt-map' of {at.Path} has no row for it" };
            (at, address, cells) = next;
        }
    }

    private InterruptNexus NexusOf(RuleNode node)
    {
        if (_nexuses.TryGetValue(node, out var nexus)) return nexus;
        return _nexuses[node] = new InterruptNexus(tree, node);
    }

    private static Interrupt Broken(RuleNode node, RuleProperty property, int entry, int offset, int length, string problem) =>
        new(node, property.Name, entry, offset, length, null, []) { Problem = problem };

    private static uint[] AddressOf(RuleNode node) =>
        node.Parent is { } parent && node["reg"] is { } reg ? reg.Take(0, Math.Min(parent.AddressCells, reg.CellCount)) : [];
}
