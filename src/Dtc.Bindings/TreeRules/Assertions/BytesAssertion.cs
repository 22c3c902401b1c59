using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>bytes: { property, one-of: [N, ...], multiple-of: N, cell-not: N }</c>: the length of a value.</summary>
internal sealed class BytesAssertion(string name, ulong[] lengths, ulong multiple) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new BytesAssertion(
        value["property"]!.String,
        value["one-of"] is { } list ? [.. list.Items.Select(RuleText.Number)] : [],
        value["multiple-of"] is { } of ? Math.Max(1, RuleText.Number(of)) : 1);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        if (node[name] is not { } property) yield break;
        var length = (ulong)property.Value.Length;
        if (lengths.Length > 0 && !lengths.Contains(length))
            yield return new Fault(Rules.NumberOutOfRule, node, name, 0, -1, $"'{name}' has {length} bytes, {string.Join(" or ", lengths)} expected");
        else if (length % multiple != 0)
            yield return new Fault(Rules.NumberOutOfRule, node, name, 0, -1, $"'{name}' has {length} bytes, a multiple of {multiple} expected");
    }
}
