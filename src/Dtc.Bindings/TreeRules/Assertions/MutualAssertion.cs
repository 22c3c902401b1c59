using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>mutual: { property, cell: N }</c>: the node behind the phandle names this one in the same way.</summary>
internal sealed class MutualAssertion(string name, int cell) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new MutualAssertion(value["property"]!.String, value["cell"] is { } cell ? RuleText.Small(cell) : 0);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[name]?.Cell(cell) is not { } phandle || run.Tree.FindByPhandle(phandle) is not { } target) yield break;
        var back = target[name]?.Cell(cell);
        if (target != node && back is not null && back == node.Phandle) yield break;
        yield return new Fault(Rules.NotMutual, node, name, cell * 4, 4, target == node
            ? "the phandle leads back to the node itself"
            : back is null ? $"{target.Path} has no '{name}' that leads back"
            : $"'{name}' of {target.Path} leads to {run.Tree.FindByPhandle(back.Value)?.Path ?? "no node"}, not back")
        {
            Related = [(target, target[name] is null ? null : name, 0, -1, "the other end")],
        };
    }
}
