using System.Text.RegularExpressions;
using Dtc.Tree;
using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>What a finding proposes: there is something, and it is not what is refused.</summary>
public sealed partial class WayOutTests
{
    [Theory]
    [InlineData("GST0005")]
    [InlineData("GST0105")]
    [InlineData("GST0107")]
    [InlineData("GST0109")]
    [InlineData("GST0111")]
    [InlineData("GST0115")]
    public void ARuleNamesAWayOut(string rule)
    {
        foreach (var (name, broken) in RuleCases.All.Where(pair => pair.Value.Rule == rule))
        {
            var run = PlanningRun.Of(broken.Yaml, broken.Inputs());
            Assert.All(run.Findings.Items, finding => Assert.True(finding.Help is not null, $"{name}: {finding.Message}"));
        }
    }

    [Fact]
    public void WhatIsKeptInVainIsTakenOut() =>
        Assert.Equal("take it out of 'tree.keep'", Help(Bases.Dom0less.Replace("role: dom0", "role: dom0\n    tree: { keep: [/pl011@9000000] }", StringComparison.Ordinal)));

    [Fact]
    public void AConsoleThatXenKeepsIsNotProposed()
    {
        var yaml = Bases.Dom0less.Replace("bootargs: console=hvc0 quiet", "console: uart\n    bootargs: console=ttyAMA0", StringComparison.Ordinal);
        Assert.Equal("'console: hvc' with console=hvc0 is there", Help(yaml));
    }

    [Fact]
    public void AConsoleThatIsHiddenIsNotProposed()
    {
        var yaml = Bases.Machine.Replace("hide: [/pl061@9030000", "hide: [/pl011@9000000", StringComparison.Ordinal);
        Assert.Equal("take /pl011@9000000 out of 'tree.hide'", Help(yaml));
    }

    [Fact]
    public void AnAddressThatMustBeThereIsNotLeftOut()
    {
        var yaml = Bases.Static.Replace("0x90000000, size", "0x84000000, size", StringComparison.Ordinal);
        Assert.Equal("give one of the two another 'address'", Help(yaml));
        Assert.Equal("leave the address out to have one chosen", Help(Bases.Dom0less.Replace("0x60000000", "0x40200000", StringComparison.Ordinal)));
        var overXen = PlanningRun.Of(Bases.Static.Replace("0x80000000, size", "0x40200000, size", StringComparison.Ordinal));
        Assert.All(overXen.Findings.Items, finding => Assert.DoesNotContain("leave the address out", finding.Help ?? "", StringComparison.Ordinal));
    }

    // Xen and Linux read three cells of a GIC's specifier and more; dom0's controller always has three.
    [Fact]
    public void SpecifiersOfFourCellsAreForXenAlone()
    {
        static string FourCells(string text) => Specifiers().Replace(
            text.Replace("#interrupt-cells = <0x03>", "#interrupt-cells = <0x04>", StringComparison.Ordinal),
            match => "interrupts = <" + string.Join(' ', match.Groups[1].Value.Split(' ').Chunk(3).Select(cells => string.Join(' ', cells) + " 0")) + ">");
        var run = PlanningRun.Of(Bases.Dom0less, new FakeInputs { Tree = FourCells });
        var finding = Assert.Single(run.Findings.Items, item => item.Rule == Rules.PlanHostGic);
        Assert.False(finding.IsError);
        Assert.Contains("<4>", finding.Message, StringComparison.Ordinal);
        run = PlanningRun.Of(Bases.Machine, new FakeInputs { Tree = FourCells });
        Assert.DoesNotContain("GST0121", run.Rules);
        run = PlanningRun.Of(Bases.Machine, new FakeInputs { Tree = text => text.Replace("#interrupt-cells = <0x03>", "#interrupt-cells = <0x02>", StringComparison.Ordinal) });
        Assert.Contains("GST0121", run.Rules);
    }

    private static string Help(string yaml)
    {
        var finding = Assert.Single(PlanningRun.Of(yaml).Findings.Items);
        Assert.NotNull(finding.Help);
        return finding.Help;
    }

    [GeneratedRegex("interrupts = <(0x0[01] [^>]*)>")]
    private static partial Regex Specifiers();
}
