using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>interrupt-map: { to: NODES }</c>: every row of the node's <c>interrupt-map</c> leads to one of the nodes and is whole.</summary>
internal sealed class InterruptMapAssertion(NodeSelector to) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new InterruptMapAssertion(NodeSelector.ReadTest(value["to"]!, names));

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node["interrupt-map"] is not { } map) yield break;
        var before = InterruptNexus.AddressCellsOf(node) + node.CellsOf("#interrupt-cells", 1);
        for (var at = 0; at < map.CellCount;)
        {
            var start = at;
            if (at + before + 1 > map.CellCount)
            {
                yield return Broken(start, $"the last row has {map.CellCount - at} cells, more than {before} expected");
                yield break;
            }

            var phandle = map.Cell(at + before)!.Value;
            if (run.Tree.FindByPhandle(phandle) is not { } parent || !to.Matches(run, parent))
            {
                yield return new Fault(Rules.WrongTarget, node, map.Name, (at + before) * 4, 4,
                    run.Tree.FindByPhandle(phandle) is { } wrong ? $"the phandle leads to {wrong.Path}, which takes no interrupts" : $"the phandle 0x{phandle:x} names no node");
                yield break;
            }

            at += before + 1 + parent.CellsOf("#address-cells", 0) + parent.CellsOf("#interrupt-cells", 1);
            if (at <= map.CellCount) continue;
            yield return Broken(start, $"the last row is {at - map.CellCount} cells too short for {parent.Path}");
        }

        Fault Broken(int start, string text) => new(Rules.WrongTarget, node, map.Name, start * 4, (map.CellCount - start) * 4, text);
    }
}
