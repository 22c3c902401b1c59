using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>resolves: { property, pattern, to: NODES, called: TEXT }</c>: what the pattern's first group finds in the strings of a
/// property (without a pattern, each string up to a colon) is a path or an alias of a node of that sort. <c>property: "*"</c>
/// stands for all properties of the node.
/// </summary>
internal sealed class ResolvesAssertion(string name, Regex? pattern, NodeSelector? to, string? called) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) => new ResolvesAssertion(
        value["property"]!.String,
        value["pattern"] is { } pattern ? RuleText.Pattern(pattern) : null,
        value["to"] is { } to ? NodeSelector.ReadTest(to, names) : null,
        value["called"]?.String);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        foreach (var property in node.Properties)
        {
            if (name == "*" ? property.Name is "phandle" or "linux,phandle" : property.Name != name) continue;
            var offset = 0;
            foreach (var text in property.Strings)
            {
                if (NameIn(text) is { Length: > 0 } path && Judge(run, path) is { } fault)
                    yield return new Fault(Rules.UnresolvedName, node, property.Name, offset, text.Length + 1, fault);
                offset += text.Length + 1;
            }
        }
    }

    private string? NameIn(string text) =>
        pattern is null ? text.Split(':')[0] : pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private string? Judge(RuleRun run, string path)
    {
        if (run.Tree.FindByPath(path) is not { } target) return $"'{path}' names no node";
        return to?.Matches(run, target) == false ? $"'{path}' is {target.Path}, which is no {called ?? "node of the sort that is expected"}" : null;
    }
}
