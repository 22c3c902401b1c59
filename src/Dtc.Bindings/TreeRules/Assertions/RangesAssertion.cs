using System.Globalization;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>ranges: { property, places-of: NODES, from: NODES, along: [PROPERTY, ...], called: TEXT }</c>: a text of numbers and ranges
/// (<c>0,2-3</c>, hexadecimal with 0x) in which no range descends. With <c>places-of</c> one of the numbers at least is the
/// place, from 0, of one of these nodes; with <c>along</c> of one that phandles lead to, from <c>from</c> through property
/// after property. What has no such phandle, or no such form, breaks nothing.
/// </summary>
internal sealed class RangesAssertion : Assertion
{
    private string _property = string.Empty;
    private NodeSelector? _places;
    private NodeSelector _from = NodeSelector.This;
    private string[] _along = [];
    private string _called = "node of the sort that is expected";

    public static Assertion Read(SchemaValue value, RuleNames names) => new RangesAssertion
    {
        _property = value["property"]!.String,
        _places = value["places-of"] is { } places ? NodeSelector.Read(places, names) : null,
        _from = value["from"] is { } from ? NodeSelector.Read(from, names) : NodeSelector.This,
        _along = value["along"] is { } along ? [.. along.Items.Select(item => item.String)] : [],
        _called = value["called"]?.String ?? "node of the sort that is expected",
    };

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[_property] is not { Strings: [var text, ..] } || Parse(text) is not { } ranges) yield break;
        if (ranges.Find(range => range.First > range.Last) is { Text: { } reversed })
        {
            yield return At($"the range {reversed} of '{_property}' ends before it begins");
            yield break;
        }

        if (_places is null) yield break;
        IEnumerable<RuleNode> nodes = _from.Find(run, node);
        foreach (var name in _along) nodes = nodes.SelectMany(at => Follow(run, at, name));
        RuleNode[] reached = [.. nodes];
        if (_along.Length > 0 && reached.Length == 0) yield break;
        var place = 0UL;
        foreach (var candidate in _places.Find(run, node))
        {
            if ((_along.Length == 0 || reached.Contains(candidate)) && ranges.Exists(range => range.First <= place && place <= range.Last)) yield break;
            place++;
        }

        yield return At($"no number of '{_property}', \"{text}\", is that of a {_called}");

        Fault At(string message) => new(Rules.NumberOutOfRule, node, _property, 0, text.Length + 1, message);
    }

    private static IEnumerable<RuleNode> Follow(RuleRun run, RuleNode node, string name)
    {
        if (node[name] is not { } property) yield break;
        for (var i = 0; i < property.CellCount; i++)
        {
            if (run.Tree.FindByPhandle(property.Cell(i)!.Value) is { } target) yield return target;
        }
    }

    private static List<(ulong First, ulong Last, string Text)>? Parse(string text)
    {
        var ranges = new List<(ulong First, ulong Last, string Text)>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last) return null;
            ranges.Add((first, last, part));
        }

        return ranges;
    }

    private static ulong? Number(string text)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
