using Dtc.Compiler;
using Dtc.Tree;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>Host trees that Xen cannot use, or that are meant to do harm: findings, never exceptions.</summary>
public sealed class HostileHostTests
{
    [Theory]
    [InlineData("cpus {", "cpux {", "no-host-cpu")]
    [InlineData("arm,gic-400", "acme,gic", "no-host-interrupt-controller")]
    [InlineData("arm,armv8-timer", "acme,timer", "no-host-timer")]
    [InlineData("<1 13 8>, <1 14 8>, <1 11 8>, <1 10 8>", "<1 13 8>", "no-host-timer")]
    [InlineData("memory@40000000", "memorx@40000000", "no-host-memory")]
    [InlineData("dom0_mem=256M", "dom0_mem=3G", "domain-memory-not-found")]
    [InlineData("reg = <0 0x8000000 0 0x10000 0 0x8010000 0 0x10000 0 0x8030000 0 0x10000 0 0x8040000 0 0x10000>;", "reg = <0 0x8000000 0 0x10000>;", "incomplete-interrupt-controller")]
    [InlineData("reg = <0 0x8000000 0 0x10000 0 0x8010000 0 0x10000 0 0x8030000 0 0x10000 0 0x8040000 0 0x10000>;", "", "incomplete-interrupt-controller")]
    [InlineData("#address-cells = <2>; #size-cells = <2>; interrupt-parent", "#address-cells = <0x7fffffff>; #size-cells = <2>; interrupt-parent", "no-host-memory")]
    [InlineData("dtuart=serial0", "dtuart=/nowhere", "no-console")]
    [InlineData("aliases {", "hypervisor { }; aliases {", "reserved-path")]
    [InlineData("0 0x1000000>;", "0 0x10000000>;", null)]
    public void TellsWhatIsWrong(string old, string with, string? rule)
    {
        var text = Source.Host();
        Assert.Contains(old, text, StringComparison.Ordinal);
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(text.Replace(old, with, StringComparison.Ordinal), diagnostics);
        Assert.NotEmpty(result.Tree.ToBlob());
        if (rule is not null) Assert.Contains(diagnostics.Items, item => item.Rule.Name == rule);
    }

    [Theory]
    [InlineData("a: x { interrupt-parent = <&b>; interrupts = <1>; }; b: y { interrupt-parent = <&a>; };")]
    [InlineData("a: x { #interrupt-cells = <1>; #address-cells = <0>; interrupt-map = <1 &a 1>; interrupt-map-mask = <0>; }; y { interrupt-parent = <&a>; interrupts = <1 2 3>; };")]
    [InlineData("x { interrupts = <1>; interrupt-parent = <0xdead>; };")]
    [InlineData("x { interrupts-extended = <&gic>; };")]
    [InlineData("x { #interrupt-cells = <0>; y { interrupts = <1 2 3>; }; };")]
    [InlineData("x { #interrupt-cells = <0xffffffff>; y { interrupts = <1 2 3>; }; };")]
    [InlineData("x { #address-cells = <0xffffffff>; #size-cells = <0xffffffff>; ranges; y { reg = <1 2 3>; }; };")]
    [InlineData("reserved-memory { #address-cells = <0>; #size-cells = <0>; y { reg = <1>; }; };")]
    [InlineData("reserved-memory { #address-cells = <2>; #size-cells = <2>; y { reg = <0xffffffff 0xffffffff 0xffffffff 0xffffffff>; }; };")]
    [InlineData("x { compatible = [61 62]; status = [00]; device_type = [ff]; };")]
    public void SurvivesWhatMakesNoSense(string more)
    {
        var result = Source.DomZero(Source.Host(more), new DiagnosticBag());
        Assert.NotNull(Source.At(result, "/hypervisor"));
        Assert.NotEmpty(result.Tree.ToSource());
    }

    [Fact]
    public void TakesManyNodes()
    {
        var tree = Source.Read(Source.Host());
        for (var i = 0; i < 100_000; i++) tree.Root.Append(new Node(tree.Names.Intern(System.Text.Encoding.UTF8.GetBytes($"n{i}")), SourceSpan.None));
        var result = Source.DomZero(tree, new DiagnosticBag());
        Assert.NotNull(Source.At(result, "/n99999"));
    }

    [Fact]
    public void TakesDeepTrees()
    {
        var done = false;
        var thread = new Thread(
            () =>
            {
                var tree = Source.Read(Source.Host());
                var at = tree.Root;
                for (var i = 0; i < 4000; i++)
                {
                    var child = new Node(tree.Names.Intern("d"u8), SourceSpan.None);
                    at.Append(child);
                    at = child;
                }

                done = Source.DomZero(tree, new DiagnosticBag()).Tree.ToBlob().Length > 0;
            },
            DtsCompiler.StackSize);
        thread.Start();
        thread.Join();
        Assert.True(done);
    }

    [Fact]
    public void AnEmptyTreeGivesFindings()
    {
        var diagnostics = new DiagnosticBag();
        Source.DomZero(new DeviceTree(new NameTable()), diagnostics);
        Assert.True(diagnostics.ErrorCount >= 4);
    }
}
