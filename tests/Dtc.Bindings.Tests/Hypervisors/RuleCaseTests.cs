using System.Text;
using Dtc.Bindings.SideBySide;
using Dtc.Bindings.TreeRules;
using Xunit;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>
/// The rules across nodes, one by one: trees that follow them, and trees that break one rule and nothing else, neither another
/// rule nor a schema.
/// </summary>
public sealed class RuleCaseTests
{
    private static readonly string[] Files = ["xen.rules.cases", "epapr.rules.cases", "virtio-mmio.rules.cases"];

    private static readonly Dictionary<string, TreeCase> Cases = Files
        .SelectMany(file => TreeCase.Read(Path.Combine(AppContext.BaseDirectory, "Hypervisors", file))
            .Select(item => ($"{file}: {item.Name}", item)))
        .ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsWhatIsExpectedAndNothingElse(string name)
    {
        var item = Cases[name];
        var left = Check(item).Findings.ConvertAll(RuleCheck.Show);
        foreach (var tree in item.Others.Prepend(item.Source).Select(RuleCheck.Compile)) left.AddRange(RuleCheck.SchemaFindings(tree));
        var text = new StringBuilder();
        foreach (var expected in item.Breaks.Concat(item.Expected.Select(schema => schema with { Schema = "schema " + schema.Schema })))
        {
            var at = left.FindIndex(found => found.Schema == expected.Schema && found.Node == expected.Node
                && found.Property == expected.Property && found.Message.Contains(expected.Message, StringComparison.Ordinal));
            if (at < 0) text.AppendLine($"missing: {expected}");
            else left.RemoveAt(at);
        }

        foreach (var finding in left) text.AppendLine($"not expected: {finding.Schema} | {finding.Node} | {finding.Property} | {finding.Message}");
        Assert.True(text.Length == 0, text.ToString());
    }

    /// <summary>Every rule has a tree that breaks it alone, and one that it is asked about and that follows it.</summary>
    [Fact]
    public void EveryRuleIsBrokenAndFollowed()
    {
        var broken = new Dictionary<string, int>();
        var followed = new Dictionary<string, int>();
        foreach (var item in Cases.Values)
        {
            var report = Check(item);
            var found = report.Findings.Select(finding => finding.Rule.Id).ToHashSet();
            foreach (var id in found.Count == 1 && item.Expected.Count == 0 ? found : []) broken[id] = broken.GetValueOrDefault(id) + 1;
            foreach (var id in report.Asked.Keys.Where(id => !found.Contains(id))) followed[id] = followed.GetValueOrDefault(id) + 1;
        }

        var ids = RuleCheck.Rules.Files.SelectMany(file => file.Rules).Select(rule => rule.Id).ToList();
        Report([
            $"Rules of hypervisor bindings: {ids.Count} rules, {Cases.Count} trees (rule: trees that break it alone, trees that follow it)",
            .. ids.Select(id => $"  {id}: {broken.GetValueOrDefault(id)}, {followed.GetValueOrDefault(id)}"),
        ]);
        Assert.Equal(ids, ids.FindAll(broken.ContainsKey));
        Assert.Equal(ids, ids.FindAll(followed.ContainsKey));
    }

    // All trees of a case in one report.
    private static TreeRuleReport Check(TreeCase item)
    {
        var reports = item.Others.Prepend(item.Source).Select(source => RuleCheck.Rules.Check(RuleCheck.Compile(source), item.Versions)).ToList();
        var first = reports[0];
        foreach (var other in reports.Skip(1)) first.Findings.AddRange(other.Findings);
        var shared = new SharedValues();
        first.Findings.AddRange(reports.SelectMany((report, at) => shared.Add(report, $"tree {at + 1}")).ToList());
        return first;
    }

    private static void Report(IEnumerable<string> lines)
    {
        if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } report) File.AppendAllLines(report, lines);
    }
}
