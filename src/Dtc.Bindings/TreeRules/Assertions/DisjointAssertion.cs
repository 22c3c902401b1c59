using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>disjoint: { of: REGIONS, from: REGIONS }</c>; without <c>from</c>, from each other. With
/// <c>unless-equal: KEY</c> not those of nodes whose keys are equal.</summary>
internal sealed class DisjointAssertion(RegionTerm of, RegionTerm? from, KeyTerm? key) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new DisjointAssertion(
            RegionTerm.Read(value["of"]!, names),
            value["from"] is { } from ? RegionTerm.Read(from, names) : null,
            value["unless-equal"] is { } key ? KeyTerm.Read(key, names) : null);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        Region[] mine = [.. of.Find(run, node)];
        Region[] others = from is null ? mine : [.. from.Find(run, node)];
        for (var i = 0; i < mine.Length; i++)
        {
            // Among themselves the later one of two is told of.
            var last = from is null ? i : others.Length;
            for (var j = 0; j < last; j++)
            {
                var (region, other) = (mine[i], others[j]);
                if (!region.Overlaps(other) || IsSame(region, other) || IsPaired(run, region, other)) continue;
                var what = other.Node == region.Node
                    ? $"entry {other.Entry + 1} of '{other.Property}', {other}"
                    : other.Property.Length == 0 ? $"{from!.Text}, {other}"
                    : from is null ? $"{other} of {other.Node.Path}" : $"{from.Text}, {other} of {other.Node.Path}";
                yield return Fault.At(Rules.RegionsOverlap, region, $"{region} overlaps {what}") with
                {
                    Related = other.Property.Length == 0 ? [] : [(other.Node, other.Property, other.Offset, other.Length, "overlaps this")],
                };
                break;
            }
        }
    }

    private bool IsPaired(RuleRun run, Region a, Region b) => key is not null
        && key.Find(run, a.Node).FirstOrDefault()?.Text is { } text && text == key.Find(run, b.Node).FirstOrDefault()?.Text;

    private static bool IsSame(Region a, Region b) => a.Node == b.Node && a.Property == b.Property && a.Entry == b.Entry;
}
