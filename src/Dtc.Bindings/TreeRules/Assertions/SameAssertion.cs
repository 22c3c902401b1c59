using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>same: { key: KEY, value: KEY, among: NODES }</c>: nodes that have the same key have the same value.</summary>
internal sealed class SameAssertion(KeyTerm key, KeyTerm value, NodeSelector? among) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new SameAssertion(
        KeyTerm.Read(value["key"]!, names),
        KeyTerm.Read(value["value"]!, names),
        value["among"] is { } among ? NodeSelector.Read(among, names) : null);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (key.Find(run, node).FirstOrDefault() is not { } own || value.Find(run, node).FirstOrDefault() is not { } given) yield break;
        foreach (var other in (among ?? run.Asked!).Find(run, node))
        {
            if (other.Index >= node.Index || key.Find(run, other).FirstOrDefault()?.Text != own.Text) continue;
            if (value.Find(run, other).FirstOrDefault() is not { } taken || taken.Text == given.Text) continue;
            yield return new Fault(Rules.ValuesDiffer, node, given.Property, given.Offset, given.Length,
                $"{value.Text} {given.Text} differs from {taken.Text} of {other.Path}, which has the same {key.Text} {own.Text}")
            {
                Related = [(other, taken.Property, taken.Offset, taken.Length, "the other value")],
            };
            yield break;
        }
    }
}
