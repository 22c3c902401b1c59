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
        var first = value.FirstOf(run, (among ?? run.Asked!).Resolve(run, node));
        var own = new Dictionary<string, KeyValue>(StringComparer.Ordinal);
        foreach (var given in value.Find(run, node))
        {
            if (!own.TryGetValue(given.Text, out var twin)) twin = first.GetValueOrDefault(given.Text) is { } other && other.Node.Index < node.Index ? other : null;
            own.TryAdd(given.Text, given);
            if (twin is null) continue;
            yield return new Fault(Rules.NotUnique, node, given.Property, given.Offset, given.Length,
                $"{value.Text} {given.Shown} is that of {(twin.Node == node ? "another entry" : twin.Node.Path)} too")
            {
                Related = [(twin.Node, twin.Property, twin.Offset, twin.Length, "the same value")],
            };
        }
    }
}
