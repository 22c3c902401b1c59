using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary><c>order: { property, strings: [PATTERN, ...] }</c>: strings that fit an earlier pattern come before those that fit a later one.</summary>
internal sealed class OrderAssertion(string name, Regex[] patterns) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new OrderAssertion(value["property"]!.String, [.. value["strings"]!.Items.Select(RuleText.Pattern)]);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node)
    {
        var (highest, before, offset) = (-1, string.Empty, 0);
        foreach (var text in node[name]?.Strings ?? [])
        {
            var place = Array.FindIndex(patterns, pattern => pattern.IsMatch(text));
            if (place >= 0 && place < highest)
                yield return new Fault(Rules.StringOrder, node, name, offset, text.Length + 1, $"\"{text}\" must come before \"{before}\"");
            if (place > highest) (highest, before) = (place, text);
            offset += text.Length + 1;
        }
    }
}
