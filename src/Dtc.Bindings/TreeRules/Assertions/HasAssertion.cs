using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>has: [NAME, ...]</c> and <c>lacks: [NAME, ...]</c>: properties of the node.</summary>
internal sealed class HasAssertion(string[] names, bool wanted) : Assertion
{
    public static Assertion ReadHas(SchemaValue value, RuleNames names) => new HasAssertion([.. RuleText.List(value).Select(item => item.String)], true);

    public static Assertion ReadLacks(SchemaValue value, RuleNames names) => new HasAssertion([.. RuleText.List(value).Select(item => item.String)], false);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        foreach (var name in names)
        {
            if (node[name] is not null == wanted) continue;
            yield return wanted
                ? new Fault(Rules.PropertyMissing, node, null, 0, -1, $"'{name}' is missing")
                : new Fault(Rules.NotExpectedHere, node, name, 0, -1, $"'{name}' does not belong here");
        }
    }
}
