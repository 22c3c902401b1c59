using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>Each rule: a configuration that breaks it and nothing else, beside one that does not.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData(nameof(Bases.Dom0less))]
    [InlineData(nameof(Bases.Static))]
    [InlineData(nameof(Bases.Machine))]
    [InlineData(nameof(Bases.Vexpress))]
    public void NothingIsWrongWithTheBases(string name)
    {
        var run = PlanningRun.Of(RuleCases.Base(name));
        Assert.True(run.Findings.Items.Count == 0, run.Messages);
        Assert.NotNull(run.Plan);
    }

    [Theory]
    [MemberData(nameof(RuleCases.Names), MemberType = typeof(RuleCases))]
    public void ARuleIsBrokenAndNoOther(string name)
    {
        var broken = RuleCases.All[name];
        var run = PlanningRun.Of(broken.Yaml, broken.Inputs());
        Assert.True(run.Rules.SequenceEqual([broken.Rule]), $"{name}: expected {broken.Rule}, found\n{run.Messages}\n{broken.Yaml}");
        Assert.All(run.Findings.Items, finding => Assert.True(finding.Position.Line > 0, finding.Message));
        Assert.True(broken.Line == 0 || run.Findings.Items[0].Position.Line == broken.Line, $"{name}: {run.Messages}");
        if (broken.Says is { } words) Assert.Contains(words, run.Messages, StringComparison.Ordinal);
        // What can be forced has a plan; the rest has none.
        Assert.Equal(broken.Rule.StartsWith("GST01", StringComparison.Ordinal), run.Plan is not null);
    }

    [Theory]
    [MemberData(nameof(RuleCases.NeighbourNames), MemberType = typeof(RuleCases))]
    public void ItsNeighbourIsFine(string name)
    {
        var (yaml, inputs) = RuleCases.Neighbours[name];
        var run = PlanningRun.Of(yaml, inputs());
        Assert.True(run.Findings.Items.Count == 0, $"{name}\n{run.Messages}\n{yaml}");
    }

    [Fact]
    public void EveryRuleHasACase()
    {
        // Files and locks have tests of their own.
        string[] elsewhere = ["GST0001", "GST0019", "GST0020", "GST0021"];
        var rules = Dtc.Tree.Rules.All.Select(rule => rule.Id).Where(id => id.StartsWith("GST00", StringComparison.Ordinal) || id.StartsWith("GST01", StringComparison.Ordinal));
        var cases = RuleCases.All.Values.Select(one => one.Rule).ToHashSet();
        Assert.Equal([], rules.Where(id => !cases.Contains(id) && !elsewhere.Contains(id)));
    }
}
