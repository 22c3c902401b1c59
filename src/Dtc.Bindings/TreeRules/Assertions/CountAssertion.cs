using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>count: { nodes: NODES, distinct: KEY, least: N, most: N, called: TEXT }</c>: how many there are in the tree; nodes of equal keys are one.</summary>
internal sealed class CountAssertion(NodeSelector nodes, KeyTerm? distinct, int least, int most, string called) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new CountAssertion(
        NodeSelector.Read(value["nodes"]!, names),
        value["distinct"] is { } key ? KeyTerm.Read(key, names) : null,
        value["least"] is { } least ? RuleText.Small(least) : 0,
        value["most"] is { } most ? RuleText.Small(most) : int.MaxValue,
        value["called"]?.String ?? "nodes of that sort");

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        var count = distinct is null ? nodes.Count(run, node)
            : nodes.Find(run, node).Select(other => distinct.Find(run, other).FirstOrDefault()?.Text ?? other.Path).Distinct(StringComparer.Ordinal).Count();
        if (count >= least && count <= most) yield break;
        RuleNode[] found = [.. nodes.Find(run, node).Take(6)];
        var bound = most == 0 ? "none" : least == most ? $"{least}" : count < least ? $"at least {least}" : $"at most {most}";
        yield return new Fault(Rules.WrongCount, node, null, 0, -1,
            $"there {(count == 1 ? "is one of the" : count == 0 ? "are no" : $"are {count}")} {called}, {bound} expected")
        {
            Related = count > most ? [.. found.Skip(1).Take(4).Select(other => (other, (string?)null, 0, -1, "another one"))] : [],
        };
    }
}
