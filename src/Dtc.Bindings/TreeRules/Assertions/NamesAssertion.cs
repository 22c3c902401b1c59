using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>
/// <c>names: { like: PATTERN, known: [NAME, ...] }</c>: properties whose names fit the pattern are among these, so that a
/// misspelt one does not pass for one of somebody else's.
/// </summary>
internal sealed class NamesAssertion(Regex like, string[] known) : Assertion
{
    public static Assertion Read(SchemaValue value, RuleNames names) =>
        new NamesAssertion(RuleText.Pattern(value["like"]!), [.. value["known"]!.Items.Select(item => item.String)]);

    public override IEnumerable<Fault> Check(RuleRun run, RuleNode node) =>
        node.Properties.Where(property => like.IsMatch(property.Name) && !known.Contains(property.Name)).Select(property => new Fault(
            Rules.NotExpectedHere, node, property.Name, 0, -1,
            $"'{property.Name}' is not known here{(Suggestions.DidYouMean(property.Name, known) is { } near ? $"; {near}" : string.Empty)}"));
}
