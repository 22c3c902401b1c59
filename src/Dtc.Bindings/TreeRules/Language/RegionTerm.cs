using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Names stretches of addresses in a tree.</summary>
internal sealed class RegionTerm
{
    /// <summary>What needs no definition.</summary>
    public static readonly string[] Words = ["ram", "reserved", "devices", "reg"];

    private readonly Func<RuleRun, RuleNode, IEnumerable<Region>> _find;

    private RegionTerm(string text, Func<RuleRun, RuleNode, IEnumerable<Region>> find)
    {
        Text = text;
        _find = find;
    }

    /// <summary>What they are called in messages.</summary>
    public string Text { get; }

    public static RegionTerm Read(SchemaValue value, RuleNames names)
    {
        if (value.IsString) return ReadWord(value, names);
        if (value.IsArray)
        {
            RegionTerm[] all = [.. value.Items.Select(item => Read(item, names))];
            return new RegionTerm(string.Join(" or ", all.Select(term => term.Text)), (run, self) => all.SelectMany(term => term.Find(run, self)));
        }

        var text = value["called"]?.String;
        if (value["windows"] is { } windows)
        {
            var buses = NodeSelector.Read(windows, names);
            return new RegionTerm(text ?? "what a bus reaches", (run, self) => buses.Find(run, self).SelectMany(AddressMap.WindowsOf));
        }

        if (value["areas"] is { } areas)
        {
            (ulong Start, ulong Size)[] given = [.. areas.Items.Select(area => (RuleText.Number(area.Items[0]), RuleText.Number(area.Items[1])))];
            return new RegionTerm(text ?? "an area", (run, _) => given.Select((area, at) => new Region(run.Tree.Root, string.Empty, at, 0, -1, area.Start, area.Size)));
        }

        var (first, last) = RuleText.Entries(value["entries"]);
        if (value["reg"] is { } reg)
        {
            var nodes = NodeSelector.Read(reg, names);
            return new RegionTerm(text ?? "'reg'", (run, self) =>
                nodes.Find(run, self).SelectMany(AddressMap.RegionsOf).Where(region => region.Entry >= first && region.Entry <= last));
        }

        var layout = RowLayout.Read(value, names);
        return new RegionTerm(text ?? $"'{layout.Property}'", (run, self) => layout.Find(run, self).Where(region => region.Entry >= first && region.Entry <= last));
    }

    /// <summary>The regions, in the order of the tree.</summary>
    public IEnumerable<Region> Find(RuleRun run, RuleNode self) => _find(run, self);

    private static RegionTerm ReadWord(SchemaValue value, RuleNames names) => value.String switch
    {
        "ram" => new RegionTerm("RAM", (run, _) => run.Memory),
        "reserved" => new RegionTerm("reserved memory", (run, _) => run.Reserved),
        "devices" => new RegionTerm("a device", (run, self) => run.Devices.Where(region => region.Node != self)),
        "reg" => new RegionTerm("'reg'", (_, self) => AddressMap.RegionsOf(self)),
        var name => names.FindRegions(name)
            ?? throw new RuleFormatException($"'{name}' is not defined below 'regions'{names.SuggestRegions(name)}", value.Position),
    };
}
