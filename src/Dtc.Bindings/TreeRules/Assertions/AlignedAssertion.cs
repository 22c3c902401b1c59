using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>aligned: { of: REGIONS, base: N, size: N, least: N, most: N }</c>: multiples for base and size, bounds for the size.</summary>
internal sealed class AlignedAssertion(RegionTerm of, ulong @base, ulong size, ulong least, ulong most) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new AlignedAssertion(
        RegionTerm.Read(value["of"]!, names),
        Multiple(value["base"]),
        Multiple(value["size"]),
        value["least"] is { } least ? RuleText.Number(least) : 0,
        value["most"] is { } most ? RuleText.Number(most) : ulong.MaxValue);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        foreach (var region in of.Find(run, node))
        {
            var text = region.Start % @base != 0 ? $"the base of {region} is no multiple of 0x{@base:x}"
                : region.Size % size != 0 ? $"the size of {region} is no multiple of 0x{size:x}"
                : region.Size < least ? $"{region} is smaller than 0x{least:x} bytes"
                : region.Size > most ? $"{region} is larger than 0x{most:x} bytes"
                : null;
            if (text is not null) yield return Fault.At(Rules.RegionMisaligned, region, text);
        }
    }

    private static ulong Multiple(SchemaValue? value) => value is null ? 1 : Math.Max(1, RuleText.Number(value));
}
