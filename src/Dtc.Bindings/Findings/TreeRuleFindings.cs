using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <summary>Tells what rules across nodes found as all other findings are told.</summary>
public static class TreeRuleFindings
{
    /// <summary>A broken rule.</summary>
    public static ExplainedFinding Explain(TreeRuleFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var (rule, place) = (finding.Rule, finding.Place);
        return new ExplainedFinding
        {
            Rule = finding.Kind,
            Severity = finding.Severity,
            Place = place,
            Message = place.Property is { } property && !finding.Message.Contains($"'{property}'", StringComparison.Ordinal) ? $"'{property}': {finding.Message}" : finding.Message,
            Binding = new BindingPlace(rule.Id, rule.File, rule.Position.Line, rule.Position.Column),
            Subject = place.Property,
            Reason = new FindingReason(rule.Id, $"{rule.Title}. {rule.Consequence}", rule.Source),
            Related = finding.Related,
            Suggest = () => rule.Help,
        };
    }

    /// <summary>A hypervisor that was recognised, for those who asked for the bindings of others.</summary>
    public static ExplainedFinding Explain(RecognisedNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var known = node.Hypervisor;
        return new ExplainedFinding
        {
            Rule = Rules.OtherHypervisor,
            Place = new FindingPlace(node.NodePath),
            Message = known.Binding is { } binding
                ? $"this is the node of {known.Name}; --binding {binding} checks it"
                : $"this is the node of {known.Name}, for which no binding is built in",
            Reason = new FindingReason(null, $"Known of its binding: {known.Known}.", known.Source),
        };
    }
}
