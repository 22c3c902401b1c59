using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>refers: { property, cell: N, every: N, to: NODES, called: TEXT, arguments: { cells: NAME, count: N } }</c>: the phandles in
/// a property lead to nodes of a sort. <c>every</c> is the length of a row; without it there is one phandle, with 1
/// every cell is one. With <c>arguments</c> rows are cut by the target's <c>#...-cells</c>.
/// </summary>
internal sealed class RefersAssertion : Assertion
{
    private string _property = string.Empty;
    private int _cell;
    private int _every;
    private NodeSelector _to = NodeSelector.Any;
    private string? _called;
    private string? _argumentCells;
    private int _argumentCount;
    private bool _onlyThose;

    public static Assertion Read(SchemaValue value, RuleNames names) => new RefersAssertion
    {
        _property = value["property"]!.String,
        _cell = value["cell"] is { } cell ? RuleText.Small(cell) : 0,
        _every = value["every"] is { } every ? RuleText.Small(every) : 0,
        _to = value["to"] is { } to ? NodeSelector.ReadTest(to, names) : NodeSelector.Any,
        _called = value["called"]?.String,
        _argumentCells = value["arguments"]?["cells"]?.String,
        _argumentCount = value["arguments"]?["count"] is { } count ? RuleText.Small(count) : -1,
        _onlyThose = value["arguments"]?["only-to"]?.IsTrue == true,
    };

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[_property] is not { } property) yield break;
        for (var at = _cell; at < property.CellCount;)
        {
            var phandle = property.Cell(at)!.Value;
            var target = run.Tree.FindByPhandle(phandle);
            if (target is null || (!_to.Matches(run, target) && !_onlyThose))
            {
                yield return new Fault(Rules.WrongTarget, node, _property, at * 4, 4, target is null
                    ? $"the phandle 0x{phandle:x} names no node"
                    : $"the phandle leads to {target.Path}, which is no {_called ?? "node of the sort that is expected"}");
            }

            if (_argumentCells is null)
            {
                if (_every == 0) yield break;
                at += _every;
                continue;
            }

            if (target?.CellsOf(_argumentCells, -1) is not (>= 0 and var cells)) yield break;
            if (_argumentCount >= 0 && cells != _argumentCount && _to.Matches(run, target))
            {
                yield return new Fault(Rules.WrongTarget, node, _property, at * 4, 4,
                    $"{target.Path} takes {cells} {(cells == 1 ? "cell" : "cells")} ('{_argumentCells}'), {_argumentCount} expected");
            }

            if (at + 1 + cells > property.CellCount)
            {
                yield return new Fault(Rules.WrongTarget, node, _property, at * 4, (property.CellCount - at) * 4,
                    $"{target.Path} takes {cells} {(cells == 1 ? "cell" : "cells")} ('{_argumentCells}'), and {property.CellCount - at - 1} follow");
            }

            at += 1 + cells;
        }
    }
}
