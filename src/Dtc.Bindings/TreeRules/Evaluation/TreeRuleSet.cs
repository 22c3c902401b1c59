using Dtc.Bindings.Decoding;
using Dtc.Bindings.Findings;

namespace Dtc.Bindings.TreeRules;

/// <summary>Rules of one or several files, asked about trees. May be shared by threads.</summary>
public sealed class TreeRuleSet(IReadOnlyList<RuleFile> files)
{
    /// <summary>How much one rule tells of one node; the rest is mostly more of the same.</summary>
    public const int MaximumFindings = 16;

    /// <summary>The files.</summary>
    public IReadOnlyList<RuleFile> Files => files;

    /// <summary>Asks all rules about a tree.</summary>
    /// <param name="source">The tree.</param>
    /// <param name="versions">Versions of hypervisors by binding, where they are given and not to be read from the tree.</param>
    public TreeRuleReport Check(BindingTree source, IReadOnlyDictionary<string, Version>? versions = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var report = new TreeRuleReport();
        if (RuleTree.Of(source) is not { } tree) return report;
        var exempt = new List<(string Path, Exemption Exemption)>();
        foreach (var file in files)
        {
            var run = new RuleRun(tree, file.Names);
            if ((versions?.GetValueOrDefault(file.Binding) ?? file.Version?.Find(run)) is { } version)
                run.Version = report.Versions[file.Binding] = RuleText.Release(version);
            foreach (var rule in file.Rules) Check(run, rule, report);
            if (file.Concerns is { } concerns) report.Concerned[file.Binding] = [.. run.FindAll(concerns).Select(node => node.Path)];
            foreach (var exemption in file.Exempts) exempt.AddRange(exemption.Nodes(run).Select(node => (node.Path, exemption)));
            foreach (var known in file.Recognises)
            {
                report.Recognised.AddRange(run.FindAll(known.For).Select(node => new RecognisedNode(known, node.Path)));
            }
        }

        report.Exempt = exempt.ToLookup(item => item.Path, item => item.Exemption, StringComparer.Ordinal);
        return report;
    }

    private static void Check(RuleRun run, TreeRule rule, TreeRuleReport report)
    {
        if (!rule.HoldsFor(run.Version)) return;
        run.Asked = rule.For;
        foreach (var node in rule.For.Find(run, run.Tree.Root))
        {
            if (!Array.TrueForAll(rule.When, condition => condition.Holds(run, node))) continue;
            report.Asked[rule.Id] = report.Asked.GetValueOrDefault(rule.Id) + 1;
            foreach (var fault in rule.Assert.SelectMany(assertion => assertion.Check(run, node)).Take(MaximumFindings)) report.Findings.Add(Finding(rule, fault, run.Version));
            foreach (var assertion in rule.Assert)
            {
                if (assertion is UniqueAssertion { AcrossTrees: true } unique)
                    report.Shared.AddRange(unique.ValuesOf(run, node).Select(value => new SharedValue(rule, value.Text, PlaceOf(value))));
            }
        }
    }

    private static TreeRuleFinding Finding(TreeRule rule, Fault fault, Version? version) => new(
        rule,
        fault.Kind,
        new FindingPlace(fault.Node.Path, fault.Property, fault.Offset, fault.Length),
        fault.Text + (version is null ? Versions(rule) : string.Empty),
        [.. fault.Related.Select(place => (new FindingPlace(place.Node.Path, place.Property, place.Offset, place.Length), place.Text))])
    {
        Severity = rule.SeverityFor(version),
    };

    // Which of them mind, for who knows the version that the tree does not tell.
    private static string Versions(TreeRule rule) => (rule.Since, rule.Until) switch
    {
        (null, null) => string.Empty,
        (null, var until) => $" (up to version {until})",
        (var since, null) => $" (since version {since})",
        var (since, until) => $" (versions {since} to {until})",
    };

    private static FindingPlace PlaceOf(KeyValue value) => new(value.Node.Path, value.Property, value.Offset, value.Length);
}
