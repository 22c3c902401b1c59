using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>A number: given, read from a property, counted, or added up.</summary>
internal sealed class NumberTerm
{
    private readonly Func<RuleRun, RuleNode, UInt128?> _find;

    private NumberTerm(string text, Func<RuleRun, RuleNode, UInt128?> find, string? property = null, int offset = 0, int length = -1)
    {
        (Text, _find, Property, Offset, Length) = (text, find, property, offset, length);
    }

    /// <summary>What it is called in messages.</summary>
    public string Text { get; }

    /// <summary>The property of the rule's node it was read from; null when it comes from elsewhere.</summary>
    public string? Property { get; }

    public int Offset { get; }

    public int Length { get; }

    public static NumberTerm Read(SchemaValue value, RuleNames names)
    {
        if (!value.IsObject)
        {
            var number = RuleText.Number(value);
            return new NumberTerm(number > 9 ? $"0x{number:x}" : $"{number}", (_, _) => number);
        }

        var called = value["called"]?.String;
        var times = value["times"] is { } factor ? Math.Max(1, RuleText.Number(factor)) : 1;
        if (value["count"] is { } count)
        {
            var nodes = NodeSelector.Read(count, names);
            return new NumberTerm(called ?? "their number", (run, self) => (UInt128)nodes.Count(run, self) * times);
        }

        if (value["total"] is { } total)
        {
            var regions = RegionTerm.Read(total, names);
            return new NumberTerm(called ?? $"the size of {regions.Text}", (run, self) => Add(regions.Find(run, self).Select(region => (UInt128)region.Size)) * times);
        }

        if (value["entries"] is { } entries)
        {
            var regions = RegionTerm.Read(entries, names);
            return new NumberTerm(called ?? $"the number of entries of {regions.Text}", (run, self) => (UInt128)regions.Find(run, self).Count() * times);
        }

        if (value["highest-phandle"] is not null)
            return new NumberTerm(called ?? "the highest phandle", (run, _) => run.Tree.HighestPhandle);
        return ReadProperty(value, names, called, times);
    }

    /// <summary>The number; null when there is none, because a property is missing or too short.</summary>
    public UInt128? Find(RuleRun run, RuleNode self) => _find(run, self);

    private static NumberTerm ReadProperty(SchemaValue value, RuleNames names, string? called, ulong times)
    {
        var name = value["property"]!.String;
        var cell = value["cell"] is { } index ? RuleText.Small(index) : 0;
        var cells = value["type"]?.String == "u64" ? 2 : 1;
        var otherwise = value["default"] is { } given ? RuleText.Number(given) : (ulong?)null;
        var sum = value["sum"]?.IsTrue == true;
        var of = value["of"] is { } nodes ? NodeSelector.Read(nodes, names) : null;
        var minus = value["minus"] is { } less ? Read(less, names) : null;
        var plus = value["plus"] is { } more ? RuleText.Number(more) : 0;
        var cap = value["most"] is { } most ? RuleText.Number(most) : (UInt128)ulong.MaxValue;
        UInt128? Of(RuleNode node) => (node[name] is { } property ? property.Number(cell, cells) : otherwise) * (UInt128)times;
        UInt128? Less(RuleRun run, RuleNode self) =>
            Of(self) is { } number ? minus?.Find(run, self) is { } taken ? (number / times >= taken ? number - (taken * times) : 0) : number : null;
        if (of is null) return new NumberTerm(called ?? $"'{name}'", (run, self) => Less(run, self) is { } number ? UInt128.Min(number + plus, cap) : null, name, cell * 4, cells * 4);
        return new NumberTerm(called ?? $"'{name}'", (run, self) => sum
            ? Add(of.Find(run, self).Select(Of).OfType<UInt128>())
            : of.Find(run, self).Select(Of).FirstOrDefault());
    }

    private static UInt128 Add(IEnumerable<UInt128> numbers) => numbers.Aggregate(UInt128.Zero, (sum, number) => sum + number);
}
