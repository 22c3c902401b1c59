using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>unique: { value: KEY, among: NODES, across: trees }</c>: no other of the nodes has the same value. Across trees, no
/// node of another input has either; what was found here is handed on for that.
/// </summary>
internal sealed class UniqueAssertion(KeyTerm value, NodeSelector? among, bool acrossTrees) : Assertion
{
    /// <summary>Whether other trees are asked too.</summary>
    public bool AcrossTrees => acrossTrees;

    public static Assertion Read(SchemaValue value, RuleNames names) => new UniqueAssertion(
        KeyTerm.Read(value["value"]!, names),
        value["among"] is { } among ? NodeSelector.Read(among, names) : null,
        value["across"]?.String == "trees");

    /// <summary>The values of a node.</summary>
    public IEnumerable<KeyValue> ValuesOf(RuleRun run, RuleNode node) => value.Find(run, node);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        // What comes later in the tree is at fault, so that two are told of once.
        var others = (among ?? run.Asked!).Find(run, node).Where(other => other.Index < node.Index).ToList();
        foreach (var (own, at) in value.Find(run, node).Select((own, at) => (own, at)))
        {
            var twin = value.Find(run, node).Take(at).FirstOrDefault(other => other.Text == own.Text)
                ?? others.SelectMany(other => value.Find(run, other)).FirstOrDefault(other => other.Text == own.Text);
            if (twin is null) continue;
            yield return new Fault(Rules.NotUnique, node, own.Property, own.Offset, own.Length,
                $"{value.Text} {own.Text} is that of {(twin.Node == node ? "another entry" : twin.Node.Path)} too")
            {
                Related = [(twin.Node, twin.Property, twin.Offset, twin.Length, "the same value")],
            };
        }
    }
}
