using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>within: { of: REGIONS, area: REGIONS }</c>: each lies inside of the area, which may be in pieces that touch.</summary>
internal sealed class WithinAssertion(RegionTerm of, RegionTerm area) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new WithinAssertion(RegionTerm.Read(value["of"]!, names), RegionTerm.Read(value["area"]!, names));

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        Region[] pieces = [.. area.Find(run, node).Where(piece => piece.Size > 0).OrderBy(piece => piece.Start)];
        foreach (var region in of.Find(run, node))
        {
            UInt128 covered = region.Start;
            foreach (var piece in pieces)
            {
                if (piece.Start <= covered && piece.End > covered) covered = piece.End;
            }

            if (covered < region.End || (pieces.Length == 0 && region.Size > 0))
                yield return Fault.At(Rules.RegionOutside, region, $"{region} does not lie in {area.Text}{Describe(pieces)}");
        }
    }

    private static string Describe(Region[] pieces) => pieces.Length switch
    {
        0 => ", of which there is none",
        <= 4 => $" ({string.Join(", ", pieces.Select(piece => piece.ToString()))})",
        _ => string.Empty,
    };
}
