using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>node: NODES</c>: the node is one of them. <c>node: never</c> holds for none.</summary>
internal sealed class NodeAssertion(NodeSelector? nodes) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new NodeAssertion(value is { IsString: true, String: "never" } ? null : NodeSelector.ReadTest(value, names));

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (nodes?.Matches(run, node) != true)
            yield return new Fault(Rules.NotExpectedHere, node, null, 0, -1, nodes is null ? "the node does not belong here" : "the node is not what is expected here");
    }
}
