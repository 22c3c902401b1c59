using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>found: { value: KEY, among: NODES, called: TEXT }</c>: one of the nodes has the same value, wherever in the tree it is.
/// A node without such a value breaks nothing.
/// </summary>
internal sealed class FoundAssertion(KeyTerm value, NodeSelector among, string called) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new FoundAssertion(
        KeyTerm.Read(value["value"]!, names),
        NodeSelector.Read(value["among"]!, names),
        value["called"]?.String ?? "node of the sort that is expected");

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        var known = value.FirstOf(run, among.Resolve(run, node));
        return value.Find(run, node)
            .Where(given => !known.ContainsKey(given.Text))
            .Select(given => new Fault(Rules.WrongTarget, node, given.Property, given.Offset, given.Length, $"{value.Text} {given.Shown} is that of no {called}"));
    }
}
