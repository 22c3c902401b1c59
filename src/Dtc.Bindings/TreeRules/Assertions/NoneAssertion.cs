using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>none: REGIONS</c>: there are no such regions.</summary>
internal sealed class NoneAssertion(RegionTerm of) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new NoneAssertion(RegionTerm.Read(value, names));

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node) =>
        of.Find(run, node).Select(region => Fault.At(Rules.NotExpectedHere, region, $"{region} is {of.Text}, of which none is expected"));
}
