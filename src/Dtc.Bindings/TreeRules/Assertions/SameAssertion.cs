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
        var set = (among ?? run.Asked!).Resolve(run, node);
        var first = set.Derive((key, value), () => FirstOf(run, set));
        if (!first.TryGetValue(own.Text, out var taken) || taken.Node.Index >= node.Index || taken.Text == given.Text) yield break;
        yield return new Fault(Rules.ValuesDiffer, node, given.Property, given.Offset, given.Length,
            $"{value.Text} {given.Shown} differs from {taken.Shown} of {taken.Node.Path}, which has the same {key.Text} {own.Shown}")
        {
            Related = [(taken.Node, taken.Property, taken.Offset, taken.Length, "the other value")],
        };
    }

    // What the first node of each key has, for the others are held against that.
    private Dictionary<string, KeyValue> FirstOf(RuleRun run, NodeSet set)
    {
        var first = new Dictionary<string, KeyValue>(StringComparer.Ordinal);
        foreach (var other in set.Nodes)
        {
            if (key.Find(run, other).FirstOrDefault() is { } name && value.Find(run, other).FirstOrDefault() is { } has) first.TryAdd(name.Text, has);
        }

        return first;
    }
}
