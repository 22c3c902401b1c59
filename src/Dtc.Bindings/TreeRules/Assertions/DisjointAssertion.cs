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

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node) => from is null ? Among(run, node) : Against(run, node, from);

    private IEnumerable<Fault> Against(RuleRun run, RuleNode node, RegionTerm others)
    {
        foreach (var region in of.Find(run, node))
        {
            foreach (var part in others.Parts)
            {
                var set = part.Nodes.Resolve(run, node);
                var index = set.Derive((part, key), () => new RegionIndex(set.Nodes.SelectMany(other => part.Of(run, other)).Select(other => new OwnedRegion(other, OwnerOf(run, other)))));
                var except = key is not null ? OwnerOf(run, region) : part.Nodes.IsWithoutSelf ? node : null;
                if (index.FindOverlap(region, except) is not { } found) continue;
                yield return Overlap(region, found, part.Text);
                break;
            }
        }
    }

    // By address: what begins before the highest end so far overlaps. Of two the later one in the tree is told of.
    private IEnumerable<Fault> Among(RuleRun run, RuleNode node)
    {
        var regions = of.Find(run, node).Where(region => region.Size > 0)
            .Select((region, at) => (Region: region, At: at, Owner: key is null ? new object() : OwnerOf(run, region)))
            .OrderBy(item => item.Region.Start).ToList();
        var (first, second) = (-1, -1);
        for (var i = 0; i < regions.Count; i++)
        {
            var highest = first >= 0 && regions[first].Owner.Equals(regions[i].Owner) ? second : first;
            if (highest >= 0 && regions[highest].Region.End > regions[i].Region.Start)
            {
                var (earlier, later) = regions[highest].At < regions[i].At ? (highest, i) : (i, highest);
                yield return Overlap(regions[later].Region, regions[earlier].Region, null);
            }

            if (first < 0 || regions[i].Region.End > regions[first].Region.End)
                (first, second) = (i, first < 0 || regions[first].Owner.Equals(regions[i].Owner) ? second : first);
            else if (!regions[first].Owner.Equals(regions[i].Owner) && (second < 0 || regions[i].Region.End > regions[second].Region.End))
                second = i;
        }
    }

    private static Fault Overlap(Region region, Region other, string? called)
    {
        var what = other.Property.Length == 0 ? $"{called}, {other}"
            : other.Node == region.Node && other.Property == region.Property ? $"entry {other.Entry + 1} of '{other.Property}', {other}"
            : called is null ? $"{other} of {other.Node.Path}" : $"{called}, {other} of {other.Node.Path}";
        return Fault.At(Rules.RegionsOverlap, region, $"{region} overlaps {what}") with
        {
            Related = other.Property.Length == 0 ? [] : [(other.Node, other.Property, other.Offset, other.Length, "overlaps this")],
        };
    }

    private object OwnerOf(RuleRun run, Region region) => key?.Find(run, region.Node).FirstOrDefault()?.Text ?? (object)region.Node;
}
