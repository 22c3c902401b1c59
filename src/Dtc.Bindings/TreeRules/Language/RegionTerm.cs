using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Regions of nodes: the nodes, and what of each of them is meant.</summary>
/// <param name="Text">What they are called in messages.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Of">The regions of one.</param>
internal sealed record RegionPart(string Text, NodeSelector Nodes, Func<RuleRun, RuleNode, IEnumerable<Region>> Of)
{
    public IEnumerable<Region> Find(RuleRun run, RuleNode self) => Nodes.Find(run, self).SelectMany(node => Of(run, node));
}

/// <summary>Names stretches of addresses in a tree.</summary>
internal sealed class RegionTerm
{
    /// <summary>What needs no definition.</summary>
    public static readonly string[] Words = ["ram", "reserved", "devices", "reg"];

    private static readonly RegionPart Ram = new("RAM", NodeSelector.Of((_, node) => node.IsMemory), (_, node) => node.Regions);
    private static readonly RegionPart Devices = new("a device", NodeSelector.Of((_, node) => node.IsDevice, withoutSelf: true), (_, node) => node.Regions);
    private static readonly RegionPart Own = new("'reg'", NodeSelector.This, (_, node) => node.Regions);

    private static readonly RegionPart Reserved = new(
        "reserved memory", NodeSelector.Of((_, node) => node.Parent is { Name: "reserved-memory", Parent.Parent: null } && !node.IsDisabled), (_, node) => node.Regions);

    private RegionTerm(string text, RegionPart[] parts)
    {
        (Text, Parts) = (text, parts);
    }

    /// <summary>What they are called in messages.</summary>
    public string Text { get; }

    public IReadOnlyList<RegionPart> Parts { get; }

    public static RegionTerm Read(SchemaValue value, RuleNames names)
    {
        if (value.IsArray)
        {
            RegionTerm[] all = [.. value.Items.Select(item => Read(item, names))];
            return new RegionTerm(string.Join(" or ", all.Select(term => term.Text)), [.. all.SelectMany(term => term.Parts)]);
        }

        if (!value.IsString) return Single(ReadMapping(value, names));
        return value.String switch
        {
            "ram" => Single(Ram),
            "reserved" => Single(Reserved),
            "devices" => Single(Devices),
            "reg" => Single(Own),
            var name => names.FindRegions(name)
                ?? throw new RuleFormatException($"'{name}' is not defined below 'regions'{names.SuggestRegions(name)}", value.Position),
        };
    }

    /// <summary>The regions, in the order of the tree.</summary>
    public IEnumerable<Region> Find(RuleRun run, RuleNode self) => Parts.SelectMany(part => part.Find(run, self));

    /// <summary>The regions in the order of their addresses, put together where they touch; found once where no part is relative.</summary>
    public IReadOnlyList<(UInt128 Start, UInt128 End)> Cover(RuleRun run, RuleNode self) =>
        Parts.Any(part => part.Nodes.IsRelative)
            ? Merge(Find(run, self))
            : NodeSelector.Any.Resolve(run, self).Derive(this, () => Merge(Find(run, self)));

    private static List<(UInt128 Start, UInt128 End)> Merge(IEnumerable<Region> regions)
    {
        var merged = new List<(UInt128 Start, UInt128 End)>();
        foreach (var region in regions.Where(region => region.Size > 0).OrderBy(region => region.Start))
        {
            if (merged.Count == 0 || region.Start > merged[^1].End) merged.Add((region.Start, region.End));
            else if (region.End > merged[^1].End) merged[^1] = (merged[^1].Start, region.End);
        }

        return merged;
    }

    private static RegionTerm Single(RegionPart part) => new(part.Text, [part]);

    // First address and the one behind the last, each of one or two cells, as loaders write them. Nothing where the end is not above the start.
    private static IEnumerable<Region> Span(RuleNode node, string start, string end)
    {
        if (node[start] is not { CellCount: 1 or 2 } first || node[end] is not { CellCount: 1 or 2 } last) yield break;
        var (from, to) = (first.Number(0, first.CellCount)!.Value, last.Number(0, last.CellCount)!.Value);
        yield return new Region(node, start, 0, 0, -1, from, to > from ? to - from : 0);
    }

    // None where there is no such address.
    private static Region? AreaOf(RuleRun run, RuleNode node, int entry, NumberTerm start, NumberTerm size) =>
        start.Find(run, node) is not { } from || from > ulong.MaxValue ? null
            : new Region(node, start.Property ?? string.Empty, entry, start.Offset, start.Length, (ulong)from, (ulong)UInt128.Min(size.Find(run, node) ?? 0, ulong.MaxValue));

    private static RegionPart ReadMapping(SchemaValue value, RuleNames names)
    {
        var text = value["called"]?.String;
        var (first, last) = RuleText.Entries(value["entries"]);
        bool IsMeant(Region region) => region.Entry >= first && region.Entry <= last;
        if (value["windows"] is { } windows)
            return new RegionPart(text ?? "what a bus reaches", NodeSelector.Read(windows, names), (_, node) => node.Windows.Where(IsMeant));
        if (value["reg"] is { } reg)
            return new RegionPart(text ?? "'reg'", NodeSelector.Read(reg, names), (_, node) => node.Regions.Where(IsMeant));
        if (value["areas"] is { } areas)
        {
            (NumberTerm Start, NumberTerm Size)[] given = [.. areas.Items.Select(area => (NumberTerm.Read(area.Items[0], names), NumberTerm.Read(area.Items[1], names)))];
            return new RegionPart(text ?? "an area", value["of"] is { } owner ? NodeSelector.Read(owner, names) : NodeSelector.Root, (run, node) => given
                .Select((area, at) => AreaOf(run, node, at, area.Start, area.Size)).OfType<Region>().Where(IsMeant));
        }

        var of = value["of"] is { } nodes ? NodeSelector.Read(nodes, names) : NodeSelector.This;
        if (value["span"] is { } span)
        {
            var (start, end) = (span.Items[0].String, span.Items[1].String);
            return new RegionPart(text ?? $"'{start}' to '{end}'", of, (_, node) => Span(node, start, end));
        }

        var layout = RowLayout.Read(value);
        return new RegionPart(text ?? $"'{layout.Property}'", of, (_, node) => layout.Find(node).Where(IsMeant));
    }
}
