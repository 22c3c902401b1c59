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
        var pieces = area.Cover(run, node);
        foreach (var region in of.Find(run, node))
        {
            var at = Last(pieces, region.Start);
            if (region.Size == 0 || (at >= 0 && region.End <= pieces[at].End)) continue;
            yield return Fault.At(Rules.RegionOutside, region, $"{region} does not lie in {area.Text}{Describe(pieces)}");
        }
    }

    // The last piece that begins at or before an address.
    private static int Last(IReadOnlyList<(UInt128 Start, UInt128 End)> pieces, ulong address)
    {
        var (low, high) = (0, pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (pieces[middle].Start <= address) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    private static string Describe(IReadOnlyList<(UInt128 Start, UInt128 End)> pieces) => pieces.Count switch
    {
        0 => ", of which there is none",
        <= 4 => $" ({string.Join(", ", pieces.Select(piece => $"0x{piece.Start:x}+0x{piece.End - piece.Start:x}"))})",
        _ => string.Empty,
    };
}
