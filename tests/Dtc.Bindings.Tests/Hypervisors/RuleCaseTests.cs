using System.Text;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.TreeRules;
using Dtc.Compiler;
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

    private static readonly TreeRuleSet Rules = new([.. RuleFile.ShippedNames.Select(name => RuleFile.Shipped(name)!)]);

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsWhatIsExpectedAndNothingElse(string name)
    {
        var item = Cases[name];
        var tree = Compile(item);
        var left = new List<ExpectedFinding>();
        foreach (var finding in Check(tree, item).Findings)
        {
            left.Add(new ExpectedFinding(finding.Rule.Id, finding.Place.NodePath!, finding.Place.Property ?? string.Empty, finding.Message));
        }

        Validator.Validate(tree, HypervisorBindings.Program, finding =>
        {
            if (finding.Kind == FindingKind.Validation && HypervisorBindings.NameOf(finding.SchemaId!) is { } schema)
                left.Add(new ExpectedFinding("schema " + schema, finding.NodePath!, string.Join(':', finding.PropertyPath), finding.Message));
        });

        var text = new StringBuilder();
        foreach (var expected in item.Breaks)
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
            var report = Check(Compile(item), item);
            var found = report.Findings.Select(finding => finding.Rule.Id).ToHashSet();
            foreach (var id in found.Count == 1 ? found : []) broken[id] = broken.GetValueOrDefault(id) + 1;
            foreach (var id in report.Asked.Keys.Where(id => !found.Contains(id))) followed[id] = followed.GetValueOrDefault(id) + 1;
        }

        var ids = Rules.Files.SelectMany(file => file.Rules).Select(rule => rule.Id).ToList();
        Report([
            $"Rules of hypervisor bindings: {ids.Count} rules, {Cases.Count} trees (rule: trees that break it alone, trees that follow it)",
            .. ids.Select(id => $"  {id}: {broken.GetValueOrDefault(id)}, {followed.GetValueOrDefault(id)}"),
        ]);
        Assert.Equal(ids, ids.FindAll(broken.ContainsKey));
        Assert.Equal(ids, ids.FindAll(followed.ContainsKey));
    }

    private static TreeRuleReport Check(BindingTree tree, TreeCase item) => Rules.Check(tree, item.Versions);

    private static BindingTree Compile(TreeCase item)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, item.Source);
            var compiled = new DtsCompiler().Compile(file, CompileOptions.Default);
            Assert.False(compiled.Diagnostics.HasErrors, string.Join('\n', compiled.Diagnostics.Items.Select(d => d.Message)));
            return BindingTree.FromBlob(compiled.Output!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Report(IEnumerable<string> lines)
    {
        if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } report) File.AppendAllLines(report, lines);
    }
}
