using System.Text;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Tree;
using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

public sealed class NodeCheckTests
{
    private const string Psci = "psci { compatible = \"arm,psci-1.0\"; method = \"hvc\"; };";

    private static string Instructions(string value, string rest = "") =>
        $$"""/ { hypervisor { compatible = "epapr,hypervisor-1.1"; hcall-instructions = {{value}}; {{rest}} }; };""";

    private static string Scmi(string id, string psci = Psci) => $$"""/ { {{psci}} firmware { scmi { compatible = "arm,scmi-smc"; arm,smc-id = {{id}}; }; }; };""";

    private static string PsciNode(string compatible, string properties) => $$"""/ { psci { compatible = {{compatible}}; method = "hvc"; {{properties}} }; };""";

    // For each rule a tree that follows it and one that breaks it, and nothing else.
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "HCL0011", Instructions("<0x44000022>"), Instructions("<0x44000022 0x60000000 0x60000000 0x60000000 0x60000000>") },
        { "HCL0011", Instructions("<0x44000022 0x60000000 0x60000000 0x60000000>"), Instructions("[44 00 00 22 60]") },
        { "HCL0011", Instructions("[44 00 00 22]"), Instructions("[]") },
        { "HCL0012", Instructions("<0x60000000 0x44000022>"), Instructions("<0x60000000 0x60000000>") },
        { "HCL0012", Instructions("<0x3c004b56 0x60004d21 0x44000002 0x60000000>"), Instructions("<0x44000002>") },
        { "HCL0012", Instructions("<0x44000022>"), Instructions("<0x44000042>") },
        { "HCL0012", Instructions("<0x3d80ce00 0x7d8903a6 0x4e800420 0x60000000>"), Instructions("<0x3d80ce00 0x7d8903a6 0x60000000 0x60000000>") },
        { "HCL0012", Instructions("<0x44000022>"), Instructions("<0x22000044>") },
        { "HCL0013", Instructions("<0x44000022 0x60000000>"), Instructions("<0x44000022 0>") },
        { "HCL0013", Instructions("<0x44000022>"), Instructions("<0 0 0 0>") },
        { "HCL0014", Instructions("<0x44000022 0x60000000>"), Instructions("<0x44000022 0x00000060>") },
        { "HCL0014", Instructions("<0x44000022 0x60000000>"), Instructions("<0x44000022 0x44000000>") },
        { "HCL0015", Instructions("<0x44000022>"), "/ { hypervisor { compatible = \"linux,kvm\"; hypercall-instructions = <0x44000022>; }; };" },
        { "HCL0016", Instructions("<0x44000022>"), Instructions("<0x44000022>", "") + "/ { other { hcall-instructions = <0x44000022>; }; };" },
        { "HCL0017", Instructions("<0x44000022>"), Instructions("<0x3860000c>") },
        { "HCL0017", Instructions("<0x44000022>"), Instructions("<0x08000048 0x3860ffff 0x48000008 0xffff6038>") },
        { "HCL0018", "/ { hypervisor { compatible = \"linux,kvm\"; }; };", "/ { hypervisor { compatible = \"linux,kvm\", \"epapr,hypervisor-1.1\"; }; };" },
        { "HCL0018", "/ { hypervisor { compatible = \"xen,xen-4.17\", \"xen,xen\"; }; };", "/ { hypervisor { compatible = \"epapr,hypervisor-1\"; }; };" },
        { "HCL0021", PsciNode("\"arm,psci-1.0\"", ""), "/ { psci { compatible = \"arm,psci-1.0\"; }; };" },
        { "HCL0021", PsciNode("\"arm,psci-0.2\"", ""), "/ { psci { compatible = \"arm,psci-0.2\"; method = \"hvcc\"; }; };" },
        { "HCL0022", PsciNode("\"arm,psci\"", "cpu_on = <2>; cpu_off = <1>;"), PsciNode("\"arm,psci\"", "cpu_off = <1>;") },
        { "HCL0023", PsciNode("\"arm,psci-1.0\", \"arm,psci\"", "cpu_on = <2>; cpu_off = <1>;"), PsciNode("\"arm,psci-1.0\"", "cpu_on = <2>;") },
        { "HCL0024", PsciNode("\"arm,psci\"", "cpu_on = <2>; cpu_off = <1>;"), PsciNode("\"arm,psci\"", "cpu_on = <1>; cpu_off = <1>;") },
        { "HCL0024", PsciNode("\"arm,psci\"", "cpu_on = <2>; cpu_off = <1>;"), PsciNode("\"arm,psci\"", "cpu_on = <0 2>; cpu_off = <1>;") },
        { "HCL0025", PsciNode("\"arm,psci-0.2\", \"arm,psci\"", "cpu_on = <0x84000003>; cpu_off = <0x84000002>;"), PsciNode("\"arm,psci-0.2\", \"arm,psci\"", "cpu_on = <0x84000006>; cpu_off = <0x84000002>;") },
        { "HCL0031", "/ { firmware { optee { compatible = \"linaro,optee-tz\"; method = \"smc\"; }; }; };", "/ { firmware { optee { compatible = \"linaro,optee-tz\"; }; }; };" },
        { "HCL0031", "/ { firmware { optee { compatible = \"linaro,optee-tz\"; method = \"hvc\"; }; }; };", "/ { firmware { optee { compatible = \"linaro,optee-tz\"; method = \"HVC\"; }; }; };" },
        { "HCL0032", Scmi("<0x82000010>"), Scmi("<0x82020010>") },
        { "HCL0032", Scmi("<0xc3000001>"), Scmi("<0x88000001>") },
        { "HCL0032", Scmi("<0xc20000fe>"), Scmi("<0 0xc20000fe>") },
        { "HCL0032", Scmi("<0x82000010>"), $"/ {{ {Psci} firmware {{ scmi {{ compatible = \"arm,scmi-smc\"; }}; }}; }};" },
        { "HCL0033", Scmi("<0x82000010>"), Scmi("<0x84000003>") },
        { "HCL0033", Scmi("<0xc6008012>"), Scmi("<0xc6008000>") },
        { "HCL0033", Scmi("<0x82000010>"), Scmi("<0x02000010>") },
        { "HCL0033", Scmi("<0x8600ff10>"), Scmi("<0x84000070>") },
        { "HCL0034", Scmi("<0x82000010>"), Scmi("<0x82000010>", "psci { compatible = \"arm,psci\"; method = \"smc\"; cpu_on = <2>; cpu_off = <1>; };") },
        { "HCL0034", Scmi("<0x82000010>"), Scmi("<0x82000010>", "psci { compatible = \"arm,psci-1.0\"; method = \"smc\"; status = \"disabled\"; };") },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void EachRuleHasATreeThatFollowsItAndOneThatBreaksItAlone(string rule, string good, string bad)
    {
        Assert.DoesNotContain(rule, Rules(good));
        Assert.Equal([rule], Rules(bad).Distinct());
    }

    [Fact]
    public void EachRuleAboutTreesIsBrokenBySomeTree()
    {
        var rules = Dtc.Tree.Rules.All.Where(rule => rule.Id.StartsWith("HCL", StringComparison.Ordinal) && string.CompareOrdinal(rule.Id, "HCL0010") > 0).Select(rule => rule.Id);
        Assert.Equal(rules.Order(StringComparer.Ordinal), Pairs.Select(row => (string)row[0]).Append("HCL0041").Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"xen,xen-4.17\", \"xen,xen\"", "", "xen-arm64, or xen-arm32")]
    [InlineData("\"xen,xen-4.17\", \"xen,xen\"", "timer { compatible = \"arm,armv7-timer\"; };", "xen-arm32, hvc #0xea1, function id in r12")]
    [InlineData("\"xen,xen-4.17\", \"xen,xen\"", "timer { compatible = \"arm,armv8-timer\"; };", "xen-arm64, hvc #0xea1, function id in x16")]
    public void TheNodeTellsItsAbi(string compatible, string rest, string text)
    {
        var note = Assert.Single(Check($$"""/ { {{rest}} hypervisor { compatible = {{compatible}}; }; };"""));
        Assert.Equal("HCL0041", note.Rule.Id);
        Assert.Contains(text, note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KvmOnPowerIsToldByItsNode() =>
        Assert.Contains(Check("/ { hypervisor { compatible = \"linux,kvm\"; hcall-instructions = <0x44000022>; has-idle; }; };"), finding => finding.Message.Contains("calls by kvm-ppc, function id in r11", StringComparison.Ordinal));

    /// <summary>Elsewhere than on Power KVM has no such instructions, and on pseries QEMU does not always write them.</summary>
    [Theory]
    [InlineData("cpus { cpu@0 { compatible = \"mti,mips64r6\"; }; };")]
    [InlineData("cpus { PowerPC,POWER8@0 { device_type = \"cpu\"; }; };")]
    [InlineData("")]
    public void KvmDoesWithoutInstructions(string rest)
    {
        var note = Assert.Single(Check($$"""/ { {{rest}} hypervisor { compatible = "linux,kvm"; }; };"""));
        Assert.Equal("HCL0041", note.Rule.Id);
        Assert.DoesNotContain("kvm-ppc", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneByteIsOne() => Assert.Contains(Check(Instructions("[44]")), finding => finding.Message.Contains("has 1 byte, no whole", StringComparison.Ordinal));

    [Fact]
    public void ANodeOfThatNameElsewhereIsNoHypervisor() => Assert.Empty(Check("/ { soc { hypervisor { compatible = \"linux,kvm\"; }; }; };"));

    [Fact]
    public void ACellIsToldAtItsPlace()
    {
        var result = Compile("/dts-v1/;\n/ { hypervisor {\n\thcall-instructions = <0x44000022\n\t\t0x60000000 0>;\n}; };\n");
        var finding = Assert.Single(NodeCheck.Check(result.Tree!, AbiLibrary.Shipped));
        var place = result.Map!.Resolve(finding.Span)!;
        Assert.Equal((4, 14), (place.Line, place.Column));
        Assert.Equal("hcall-instructions", finding.Property);
        Assert.Equal("/hypervisor", finding.NodePath);
    }

    [Fact]
    public void ABlobGivesTheSameFindings()
    {
        foreach (var row in Pairs)
        {
            var source = (string)row[2];
            var blob = new DtsCompiler(Sources("/dts-v1/;\n" + source)).Compile("board.dts", CompileOptions.Default).Output!;
            var path = Path.GetTempFileName();
            try
            {
                File.WriteAllBytes(path, blob);
                var tree = new DtsCompiler().Load(path, new CompileOptions { InputFormat = InputFormat.Blob }).Tree!;
                Assert.Equal(Check(source).Select(Text), NodeCheck.Check(tree, AbiLibrary.Shipped).Select(Text));
            }
            finally
            {
                File.Delete(path);
            }
        }

        static string Text(HcallFinding finding) => $"{finding.Rule.Id} {finding.NodePath} {finding.Property} {finding.Message}";
    }

    [Fact]
    public void FindingsNameConsequenceAndSource()
    {
        foreach (var row in Pairs)
        {
            foreach (var finding in Check((string)row[2]).Where(finding => finding.Rule.Severity != Severity.Note))
                Assert.False(string.IsNullOrEmpty(finding.Consequence), finding.Message);
        }
    }

    [Fact]
    public void FurtherValuesGiveFindingsAtMost()
    {
        foreach (var value in (string[])["\"text\"", "[00]", "<>", "\"\"", "<0xffffffff 0xffffffff>", "<0x48000000>", "<0x4bfffffc 0x44000022>", "<0x48000010>", "<0x4800000c 0 0 0x44000022>"])
        {
            Check(Instructions(value));
            Check(Scmi(value));
            Check(PsciNode("\"arm,psci\", \"arm,psci-1.0\"", $"cpu_on = {value}; cpu_off = {value}; migrate = {value};"));
            Check($"/ {{ psci {{ compatible = {value}; method = {value}; }}; }};");
        }
    }

    [Fact]
    public void WordsThatAreJumpedOverAreNotLookedAt() => Assert.Empty(Rules(Instructions("<0x4800000c 0 0 0x44000022>")));

    private static SourceCache Sources(string text)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("board.dts", Encoding.UTF8.GetBytes(text)));
        return sources;
    }

    private static CompileResult Compile(string text) =>
        new DtsCompiler(Sources(text)).Compile("board.dts", new CompileOptions { OutputFormat = OutputFormat.Null, MarkElements = true });

    private static IReadOnlyList<HcallFinding> Check(string nodes)
    {
        var result = Compile("/dts-v1/;\n" + nodes);
        Assert.False(result.Diagnostics.HasErrors, nodes);
        return NodeCheck.Check(result.Tree!, AbiLibrary.Shipped);
    }

    // All but what a node stands for.
    private static List<string> Rules(string nodes) => [.. Check(nodes).Select(finding => finding.Rule.Id).Where(id => id != "HCL0041")];
}
