using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary><c>validate --binding A --binding B</c>: rules across nodes, verdicts, and nodes side by side.</summary>
public sealed class SideBySideTests : IDisposable
{
    private const string Guest =
        """
        /dts-v1/;
        / {
        	#address-cells = <2>;
        	#size-cells = <2>;
        	interrupt-parent = <&gic>;
        	cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; compatible = "arm,armv8"; reg = <0>; enable-method = "psci"; }; };
        	psci { compatible = "arm,psci-1.0", "arm,psci-0.2", "arm,psci"; method = "hvc"; cpu_off = <1>; cpu_on = <2>; };
        	memory@40000000 { device_type = "memory"; reg = <0x0 0x40000000 0x0 0x8000000>; };
        	gic: interrupt-controller@3001000 {
        		compatible = "arm,gic-v3"; #interrupt-cells = <3>; #address-cells = <0>; interrupt-controller;
        		reg = <0x0 0x3001000 0x0 0x10000>, <0x0 0x3020000 0x0 0x1000000>;
        	};
        	timer { compatible = "arm,armv8-timer"; interrupts = <1 13 0xf08>, <1 14 0xf08>, <1 11 0xf08>; };
        	hypervisor {
        		compatible = "xen,xen-4.17", "xen,xen";
        		reg = <0x0 0x38000000 0x0 0x1000000>;
        		interrupts = <1 15 0xf08>;
        	};
        };
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-side").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void GivesVerdictsAndATable()
    {
        var run = Run(Guest, "--binding", "xen", "--binding", "epapr");
        Assert.Equal(0, run.Code);
        Assert.Contains(": xen    satisfied\n", run.Out, StringComparison.Ordinal);
        Assert.Contains(": epapr  no node of this tree is its business\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("hcall-instructions", run.Out, StringComparison.Ordinal);
        Assert.Contains("With the values of the last column the node satisfies all of them in this tree.", run.Out, StringComparison.Ordinal);
    }

    /// <summary>What the table offers for both is tried: written into the tree, both bindings are satisfied.</summary>
    [Fact]
    public void WhatIsOfferedForBothSatisfiesBoth()
    {
        var run = Run(Guest, "--binding", "xen", "--binding", "epapr", "--format", "json");
        using var json = JsonDocument.Parse(run.Out);
        var table = json.RootElement.GetProperty("inputs")[0].GetProperty("sideBySide")[0];
        Assert.Equal("/hypervisor", table.GetProperty("node").GetString());
        Assert.Equal(0, table.GetProperty("leftOpen").GetArrayLength());
        var values = table.GetProperty("properties").EnumerateArray()
            .Where(row => row.GetProperty("property").GetString() != "$nodename" && row.GetProperty("both").ValueKind == JsonValueKind.String)
            .Select(row => $"{row.GetProperty("property")} = {row.GetProperty("both")};");
        var source = Guest[..Guest.IndexOf("\thypervisor {", StringComparison.Ordinal)] + $"hypervisor {{ {string.Join(' ', values)} }}; }};\n";
        var both = Run(source, "--binding", "xen", "--binding", "epapr");
        Assert.Equal(0, both.Code);
        Assert.Contains(": xen    satisfied\n", both.Out, StringComparison.Ordinal);
        Assert.Contains(": epapr  satisfied\n", both.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesRuleConsequenceAndSource()
    {
        var run = Run(Guest.Replace("0x0 0x38000000 0x0 0x1000000", "0x0 0x41000000 0x0 0x1000000", StringComparison.Ordinal), "--binding", "xen");
        Assert.Equal(1, run.Code);
        Assert.Contains("guest.dts:16:10: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("error[BND0201]: /hypervisor: 'reg': 0x41000000+0x1000000 overlaps RAM, 0x40000000+0x8000000 of /memory@40000000", run.Out, StringComparison.Ordinal);
        Assert.Contains("  rule: xen/grant-window-in-ram\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  why: The grant table window is no RAM. ", run.Out, StringComparison.Ordinal);
        Assert.Contains("  source: kernel arm/xen.txt", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsWhyASchemaAsks()
    {
        var run = Run(Guest.Replace("hypervisor {", "hypervisor@38000000 {", StringComparison.Ordinal), "--binding", "xen");
        Assert.Equal(1, run.Code);
        Assert.Contains("  why: Exactly \"hypervisor\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("will not detect Xen", run.Out, StringComparison.Ordinal);
    }

    /// <summary>Types, core schemas and values that cannot be read included.</summary>
    [Theory]
    [InlineData("hypervisor {", "hypervisor@38000000 {")]
    [InlineData("compatible = \"xen,xen-4.17\", \"xen,xen\";", "compatible = <1 2>;")]
    [InlineData("0x0 0x38000000 0x0 0x1000000", "0x0 0x38000000 0x0")]
    [InlineData("reg = <0x0 0x38000000 0x0 0x1000000>;", "reg = [00 01 02];")]
    [InlineData("hypervisor {", "hypervisor { status = <1>; interrupt-parent = <99>;")]
    [InlineData("hypervisor {", "virtio@2000000 { compatible = \"virtio,mmio\"; reg = <0 0x2000000 0 0x200>; dma-coherent = <1>; interrupts = \"\"; }; hypervisor {")]
    public void EveryFindingSaysWhyAndWhoSaysSo(string was, string isNow)
    {
        Assert.Contains(was, Guest, StringComparison.Ordinal);
        var run = Run(Guest.Replace(was, isNow, StringComparison.Ordinal), "--binding", "xen", "--binding", "virtio-mmio", "--format", "json");
        Assert.Equal(1, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToArray();
        Assert.NotEmpty(findings);
        Assert.All(findings, finding =>
        {
            var why = finding.GetProperty("why");
            Assert.NotEqual(string.Empty, why.GetProperty("consequence").GetString());
            Assert.NotEqual(string.Empty, why.GetProperty("source").GetString());
        });
    }

    /// <summary>All schemas that are chosen by a compatible take such a node for theirs.</summary>
    [Fact]
    public void ACompatibleThatIsNoneIsOneFinding()
    {
        var run = Run(Guest.Replace("compatible = \"xen,xen-4.17\", \"xen,xen\";", "compatible = <1 2>;", StringComparison.Ordinal), "--binding", "xen");
        Assert.Equal(1, run.Code);
        Assert.Single(run.Out.Split('\n'), line => line.Contains("error[", StringComparison.Ordinal) && line.Contains("/hypervisor: ", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsOfferedHasTheCellsOfTheTree()
    {
        const string narrow = "/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; hypervisor { compatible = \"linux,kvm\"; }; };";
        var run = Run(narrow, "--binding", "xen", "--binding", "epapr");
        Assert.Contains("<0x38000000 0x1000000>", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("<0x0 0x38000000", run.Out, StringComparison.Ordinal);
    }

    /// <summary>The table sees the fault that the findings tell of, whatever the node is called.</summary>
    [Fact]
    public void TheTableAgreesWithTheFindings()
    {
        var run = Run(Guest.Replace("hypervisor {", "hypervisor@38000000 {", StringComparison.Ordinal), "--binding", "xen", "--binding", "epapr", "--format", "json");
        using var json = JsonDocument.Parse(run.Out);
        var rows = json.RootElement.GetProperty("inputs")[0].GetProperty("sideBySide")[0].GetProperty("properties").EnumerateArray().ToList();
        bool[] Of(string property) => [.. rows.First(row => row.GetProperty("property").GetString() == property).GetProperty("bindings").EnumerateArray().Select(b => b.GetProperty("satisfied").GetBoolean())];
        Assert.Equal([false, false], Of("$nodename"));
        Assert.Equal([true, false], Of("compatible"));
    }

    /// <summary>What a binding is satisfied with its column is satisfied with, and what it finds in the node stands there.</summary>
    [Theory]
    [InlineData("compatible = \"linux,kvm\"; hcall-instructions = <0x44000022>; has-idle;")]
    [InlineData("compatible = \"linux,kvm\";")]
    [InlineData("compatible = \"linux,kvm\"; has-idle;")]
    [InlineData("compatible = \"linux,kvm\", \"epapr,hypervisor-1.1\"; hcall-instructions = <0x44000022>;")]
    [InlineData("compatible = \"epapr,hypervisor-1.1\"; hcall-instructions = <0x44000022>; guest-id = <1>; guest-name = \"a\";")]
    [InlineData("compatible = \"epapr,hypervisor-1.1\"; hcall-instructions = <0 0 0 0 0>; guest-id = <1 2>; guest-name = \"a\";")]
    [InlineData("compatible = \"epapr,hypervisor-1.1\"; status = \"disabled\";")]
    [InlineData("compatible = \"xen,xen-4.17\", \"xen,xen\"; status = \"disabled\";")]
    [InlineData("compatible = \"xen,xen-4.17\", \"xen,xen\"; reg = <0x0 0x38000000 0x0 0x1000000>; interrupts = <1 15 0xf08>;")]
    [InlineData("compatible = \"xen,xen-4.17\", \"xen,xen\"; uefi { xen,uefi-system-table = <0 1>; xen,uefi-mmap-start = <0 1>; xen,uefi-mmap-size = <1>; xen,uefi-mmap-desc-size = <1>; xen,uefi-mmap-desc-ver = <1>; };")]
    [InlineData("compatible = \"XEN\";")]
    [InlineData("hcall-instructions = <0x44000022>;")]
    [InlineData("")]
    public void TheTableAgreesWithTheVerdict(string properties)
    {
        var source = Guest[..Guest.IndexOf("\thypervisor {", StringComparison.Ordinal)] + $"hypervisor {{ {properties} }}; }};\n";
        var run = Run(source, "--binding", "xen", "--binding", "epapr", "--format", "json");
        using var json = JsonDocument.Parse(run.Out);
        var input = json.RootElement.GetProperty("inputs")[0];
        var rows = input.GetProperty("sideBySide")[0].GetProperty("properties").EnumerateArray().ToList();
        for (var i = 0; i < 2; i++)
        {
            var verdict = input.GetProperty("verdicts")[i];
            var faulty = rows.Where(row => row.GetProperty("bindings")[i].GetProperty("satisfied").ValueKind == JsonValueKind.False).Select(row => row.GetProperty("property").GetString()).ToList();
            if (verdict.GetProperty("satisfied").GetBoolean()) Assert.Empty(faulty);
            else Assert.NotEmpty(faulty);
        }
    }

    [Fact]
    public void KvmsNodeIsJudgedAsOne()
    {
        var run = Run("/dts-v1/; / { hypervisor { compatible = \"linux,kvm\"; hcall-instructions = <0x44000022>; }; };", "--binding", "epapr", "--binding", "xen");
        Assert.Contains(": epapr  satisfied\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("ok: as in \"Hypervisor node of", run.Out, StringComparison.Ordinal);
        Assert.Contains("not needed: one cell, unique", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void SurvivesWhatIsNoTree()
    {
        var file = Path.Combine(_directory, "damaged.dtb");
        File.WriteAllBytes(file, [1, 2, 3, 4]);
        Assert.Equal(1, Comparison.Ours("validate", file, "--binding", "xen", "--binding", "epapr", "--no-cache").Code);
    }

    [Fact]
    public void ComparesTreesOfOneCommand()
    {
        const string Partition = "/dts-v1/; / { hypervisor { compatible = \"epapr,hypervisor-1.1\"; hcall-instructions = <0x44000022>; guest-id = <7>; guest-name = \"NAME\"; }; };";
        var (a, b) = (Write("a.dts", Partition.Replace("NAME", "a", StringComparison.Ordinal)), Write("b.dts", Partition.Replace("NAME", "b", StringComparison.Ordinal)));
        Assert.Equal(0, Comparison.Ours("validate", a, "--binding", "epapr", "--no-cache").Code);
        var run = Comparison.Ours("validate", a, b, "--binding", "epapr", "--no-cache");
        Assert.Equal(1, run.Code);
        Assert.Contains("b.dts:1:", run.Out, StringComparison.Ordinal);
        Assert.Contains("error[BND0207]: /hypervisor: 'guest-id' <0x7> is that of ", run.Out, StringComparison.Ordinal);
        Assert.Contains("1 error, 0 warnings in 2 files", run.Error, StringComparison.Ordinal);
        var json = Comparison.Ours("validate", a, b, "--binding", "epapr", "--no-cache", "--format", "json");
        using var document = JsonDocument.Parse(json.Out);
        Assert.Equal("epapr/guest-id-unique", document.RootElement.GetProperty("findings")[0].GetProperty("why").GetProperty("rule").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("inputs")[1].GetProperty("errors").GetInt32());
    }

    [Fact]
    public void RecognisesOtherHypervisors()
    {
        var run = Run("/dts-v1/; / { hypervisor { compatible = \"gunyah-hypervisor\"; }; };", "--binding", "xen");
        Assert.Equal(0, run.Code);
        Assert.Contains("note[BND0220]: /hypervisor: this is the node of Gunyah, for which no binding is built in", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 errors, 0 warnings", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.17", 1)]
    [InlineData("4.18", 0)]
    public void KnowsVersions(string version, int warnings)
    {
        const string Boot = """
            /dts-v1/;
            / { #address-cells = <1>; #size-cells = <1>; interrupt-parent = <&gic>;
            memory@40000000 { device_type = "memory"; reg = <0x40000000 0x40000000>; };
            cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; reg = <0>; }; };
            timer { compatible = "arm,armv8-timer"; interrupts = <1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>; };
            gic: gic@1000 { compatible = "arm,gic-v3"; #interrupt-cells = <3>; #address-cells = <0>; interrupt-controller; reg = <0x1000 0x1000>, <0x2000 0x1000>; interrupts = <1 9 4>; };
            chosen { #address-cells = <1>; #size-cells = <1>; d1 { compatible = "xen,domain"; #address-cells = <1>; #size-cells = <1>; memory = <0 0x20000>; cpus = <1>; sve = <128>;
              module@50000000 { compatible = "multiboot,kernel", "multiboot,module"; reg = <0x50000000 0x1000>; }; }; }; };
            """;
        var run = Run(Boot, "--binding", "xen@" + version);
        Assert.Equal(0, run.Code);
        Assert.Contains($"0 errors, {warnings} warning", run.Error, StringComparison.Ordinal);
        Assert.Equal(warnings > 0, run.Out.Contains("'sve' is known since 4.18 only, and this is 4.17", StringComparison.Ordinal));
    }

    [Fact]
    public void TakesRulesOfUsers()
    {
        var rules = Write("acme.rules.yaml",
            """
            binding: acme
            rules:
              - id: named
                title: Buses have labels
                for: { compatible: 'acme,bus' }
                assert: { has: label }
                source: the manual of the board
                consequence: Nobody finds the bus.
            """);
        var run = Run("/dts-v1/; / { bus { compatible = \"acme,bus\"; }; };", "--binding", "xen", "--rules", rules);
        Assert.Equal(1, run.Code);
        Assert.Contains("error[BND0217]: /bus: 'label' is missing", run.Out, StringComparison.Ordinal);
        Assert.Contains("rule: acme/named", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsWhereRulesAreWrong()
    {
        var rules = Write("bad.rules.yaml", "binding: acme\nrules:\n  - id: x\n    title: y\n    for: nodez\n    assert: { has: label }\n    source: s\n    consequence: c\n");
        var run = Run(Guest, "--binding", "xen", "--rules", rules);
        Assert.Equal(2, run.Code);
        Assert.Contains("bad.rules.yaml:5:10: error[BND0230]: 'nodez' is not defined below 'nodes'", run.Error, StringComparison.Ordinal);
        var check = Comparison.Ours("schema", "check", rules);
        Assert.Equal(1, check.Code);
        Assert.Contains("bad.rules.yaml:5:10: error[BND0230]", check.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xen@")]
    [InlineData("xen@four")]
    [InlineData("xe@4.17")]
    public void RefusesWhatIsNoBinding(string named) => Assert.Equal(2, Run(Guest, "--binding", named).Code);

    private TestRun Run(string source, params string[] options) => Comparison.Ours("validate", [Write("guest.dts", source), "--no-cache", .. options]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
