using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>count: { nodes: NODES, least: N, most: N, called: TEXT }</c>: how many there are in the tree.</summary>
internal sealed class CountAssertion(NodeSelector nodes, int least, int most, string called) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new CountAssertion(
        NodeSelector.Read(value["nodes"]!, names),
        value["least"] is { } least ? (int)RuleText.Number(least) : 0,
        value["most"] is { } most ? (int)RuleText.Number(most) : int.MaxValue,
        value["called"]?.String ?? "nodes of that sort");

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        RuleNode[] found = [.. nodes.Find(run, node)];
        if (found.Length >= least && found.Length <= most) yield break;
        var bound = least == most ? $"{least}" : found.Length < least ? $"at least {least}" : $"at most {most}";
        yield return new Fault(Rules.WrongCount, node, null, 0, -1,
            $"there {(found.Length == 1 ? "is" : "are")} {(found.Length == 0 ? "no" : found.Length)} {called}, {bound} expected")
        {
            Related = found.Length > most ? [.. found.Skip(1).Take(4).Select(other => (other, (string?)null, 0, -1, "another one"))] : [],
        };
    }
}
