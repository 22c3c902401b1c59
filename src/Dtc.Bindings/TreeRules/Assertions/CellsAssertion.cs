using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>cells: { property, one-of: [N, ...] }</c>: one of the cells has one of the values. <c>not-cells: { property, values: [N, ...] }</c>:
/// none has.
/// </summary>
internal sealed class CellsAssertion(string name, ulong[] values, bool wanted) : Assertion
{
    public static Assertion ReadCells(SchemaValue value, RuleNames names) =>
        new CellsAssertion(value["property"]!.String, [.. value["one-of"]!.Items.Select(RuleText.Number)], true);

    public static Assertion ReadNotCells(SchemaValue value, RuleNames names) =>
        new CellsAssertion(value["property"]!.String, [.. value["values"]!.Items.Select(RuleText.Number)], false);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[name] is not { CellCount: > 0 } property) yield break;
        var found = Enumerable.Range(0, property.CellCount).Where(at => values.Contains(property.Cell(at)!.Value)).ToList();
        if (wanted && found.Count == 0)
            yield return new Fault(Rules.NumberOutOfRule, node, name, 0, -1, $"none of the cells of '{name}' is {string.Join(" or ", values.Select(value => $"0x{value:x}"))}");
        if (wanted) yield break;
        foreach (var at in found)
            yield return new Fault(Rules.NumberOutOfRule, node, name, at * 4, 4, $"cell {at + 1} of '{name}' is 0x{property.Cell(at):x}");
    }
}
