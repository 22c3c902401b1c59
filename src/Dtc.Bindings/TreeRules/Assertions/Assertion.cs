using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>Something that does not hold.</summary>
/// <param name="Kind">The rule of the table for this kind of thing.</param>
/// <param name="Node">The node at fault.</param>
/// <param name="Property">Its property; null when it is the node itself.</param>
/// <param name="Offset">First byte of the value at fault.</param>
/// <param name="Length">Length of that; -1 for the whole property.</param>
/// <param name="Text">What does not hold, without a full stop.</param>
internal sealed record Fault(Rule Kind, RuleNode Node, string? Property, int Offset, int Length, string Text)
{
    /// <summary>Other places that take part in it.</summary>
    public IReadOnlyList<(RuleNode Node, string? Property, int Offset, int Length, string Text)> Related { get; init; } = [];

    public static Fault At(Rule kind, Region region, string text) => new(kind, region.Node, region.Property, region.Offset, region.Length, text);
}

/// <summary>A condition on a node and the tree it is in.</summary>
internal abstract class Assertion
{
    /// <summary>What does not hold.</summary>
    public abstract IEnumerable<Fault> Check(RuleRun run, RuleNode node);

    /// <summary>Whether all holds.</summary>
    public bool Holds(RuleRun run, RuleNode node) => !Check(run, node).Any();
}
