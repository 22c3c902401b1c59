using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>ascending: REGIONS</c>: each begins behind the end of the one before.</summary>
internal sealed class AscendingAssertion(RegionTerm of) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new AscendingAssertion(RegionTerm.Read(value, names));

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        Region? before = null;
        foreach (var region in of.Find(run, node))
        {
            if (before is not null && region.Start < before.End && !region.Overlaps(before))
                yield return Fault.At(Rules.RegionsUnordered, region, $"{region} comes behind {before}, which lies higher");
            before = region;
        }
    }
}
