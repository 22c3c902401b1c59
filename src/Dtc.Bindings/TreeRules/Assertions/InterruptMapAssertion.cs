using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>interrupt-map: { to: NODES, kind, lines: 1-4 }</c>: every row of the node's <c>interrupt-map</c> leads to one of the nodes and is
/// whole; it gives an interrupt of that kind, and is for one of these lines.
/// </summary>
internal sealed class InterruptMapAssertion(NodeSelector to, string[] kinds, (int First, int Last) lines) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new InterruptMapAssertion(
        NodeSelector.ReadTest(value["to"]!, names),
        value["kind"] is { } kind ? [.. RuleText.List(kind).Select(item => item.String)] : [],
        RuleText.Entries(value["lines"]));

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

            var (above, count) = (parent.CellsOf("#address-cells", 0), parent.CellsOf("#interrupt-cells", 1));
            at += before + 1 + above + count;
            if (at > map.CellCount)
            {
                yield return Broken(start, $"the last row is {at - map.CellCount} cells too short for {parent.Path}");
                yield break;
            }

            if (LineOf(node, map, start + before - 1, before - 1) is { } line && (line < lines.First || line > lines.Last))
                yield return new Fault(Rules.NumberOutOfRule, node, map.Name, (start + before - 1) * 4, 4, $"the row is for line {line}, {lines.First} to {lines.Last} expected");
            if (KindOf(run, node, map, parent, at - count, count) is { } text)
                yield return new Fault(Rules.InterruptKind, node, map.Name, (at - count) * 4, count * 4, text);
        }

        Fault Broken(int start, string text) => new(Rules.WrongTarget, node, map.Name, start * 4, (map.CellCount - start) * 4, text);
    }

    // Null where the mask leaves nothing of the line, so that the row is for all of them.
    private static uint? LineOf(RuleNode node, RuleProperty map, int at, int place) =>
        node.CellsOf("#interrupt-cells", 1) > 0 && (node["interrupt-map-mask"]?.Cell(place) ?? uint.MaxValue) != 0 ? map.Cell(at) : null;

    private string? KindOf(RuleRun run, RuleNode node, RuleProperty map, RuleNode parent, int at, int count)
    {
        if (kinds.Length == 0 || run.FormOf(parent) is not { } form) return null;
        var interrupt = new Interrupt(node, map.Name, 0, at * 4, count * 4, parent, map.Take(at, count));
        return form.KindOf(interrupt) is var kind && kinds.Contains(kind) ? null
            : $"the interrupt {interrupt.Text} is {kind ?? "of an unknown kind"}, {string.Join(" or ", kinds)} expected";
    }
}
