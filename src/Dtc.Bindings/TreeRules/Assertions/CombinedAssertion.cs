using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>all: [...]</c>, <c>any: [...]</c>, <c>not: ASSERTION</c>, and <c>if: ASSERTION</c> with <c>then: ASSERTION</c>.</summary>
internal sealed class CombinedAssertion(Func<RuleRun, RuleNode, IEnumerable<Fault>> check) : Assertion
{
    public static Assertion ReadAll(SchemaValue value, RuleNames names)
    {
        var parts = Parts(value, names);
        return new CombinedAssertion((run, node) => parts.SelectMany(part => part.Check(run, node)));
    }

    public static Assertion ReadAny(SchemaValue value, RuleNames names)
    {
        var parts = Parts(value, names);
        return new CombinedAssertion((run, node) => Array.Exists(parts, part => part.Holds(run, node)) ? [] : parts[0].Check(run, node));
    }

    public static Assertion ReadNot(SchemaValue value, RuleNames names)
    {
        var part = AssertionReader.Read(value, names);
        return new CombinedAssertion((run, node) => part.Holds(run, node)
            ? [new Fault(Dtc.Tree.Rules.NotExpectedHere, node, null, 0, -1, "what must not be is there")]
            : []);
    }

    public static Assertion ReadIf(SchemaValue value, RuleNames names)
    {
        var condition = AssertionReader.Read(value["if"]!, names);
        if (value["then"] is not { } given) throw new RuleFormatException("'if' needs a 'then' beside it", value.Position);
        var then = AssertionReader.Read(given, names);
        return new CombinedAssertion((run, node) => condition.Holds(run, node) ? then.Check(run, node) : []);
    }

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node) => check(run, node);

    private static Assertion[] Parts(SchemaValue value, RuleNames names) =>
        value is { IsArray: true, Items.Count: > 0 }
            ? [.. value.Items.Select(item => AssertionReader.Read(item, names))]
            : throw new RuleFormatException("a list of assertions is expected", value.Position);
}
