using System.Globalization;
using System.Text;
using Dtc.Compiler;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Generation;
using Hypervisor.Planning;
using Xunit;
using Xunit.Abstractions;

namespace Hypervisor.Tests.Planning;

/// <summary>Boards that QEMU does not emulate: the tree is all that is known of them.</summary>
public sealed class BoardTests(ITestOutputHelper output) : IDisposable
{
    private const int Sample = 60;

    private const string Board = """
        /dts-v1/;
        /memreserve/ 0x80000000 0x10000;
        / {
        	compatible = "acme,board"; model = "Acme"; #address-cells = <2>; #size-cells = <2>; interrupt-parent = <&gic>;
        	aliases { serial0 = &uart; };
        	chosen { stdout-path = "serial0:115200n8"; };
        	memory@80000000 { device_type = "memory"; reg = <0x0 0x80000000 0x0 0x40000000>, <0x8 0x80000000 0x1 0x0>; };
        	reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges; firmware@80200000 { reg = <0x0 0x80200000 0x0 0x200000>; no-map; }; };
        	cpus { #address-cells = <1>; #size-cells = <0>;
        		cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a72"; reg = <0>; enable-method = "psci"; };
        		cpu@1 { device_type = "cpu"; compatible = "arm,cortex-a72"; reg = <1>; enable-method = "psci"; };
        	};
        	firmware { psci { compatible = "arm,psci-1.0"; method = "smc"; }; };
        	timer { compatible = "arm,armv8-timer"; interrupts = <1 13 8>, <1 14 8>, <1 11 8>, <1 10 8>; };
        	gic: interrupt-controller@f1010000 { compatible = "arm,gic-400"; #interrupt-cells = <3>; interrupt-controller; interrupts = <1 9 4>;
        		reg = <0x0 0xf1010000 0x0 0x1000>, <0x0 0xf1020000 0x0 0x20000>, <0x0 0xf1040000 0x0 0x20000>, <0x0 0xf1060000 0x0 0x20000>; };
        	uart: serial@f0001000 { compatible = "acme,uart", "ns16550a"; reg = <0x0 0xf0001000 0x0 0x100>; interrupts = <0 40 4>; reg-shift = <2>; };
        	ethernet@f0010000 { compatible = "acme,net"; reg = <0x0 0xf0010000 0x0 0x1000>; interrupts = <0 41 4>; };
        };
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-board").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void TheTreeIsTheMachine()
    {
        var run = Of(Board);
        Assert.True(run.Plan is not null && run.Findings.Items.Count == 0, run.Messages);
        var host = run.Plan.Host;
        Assert.Equal(("board", "arm64", 2, 2, "cortex-a72", false), (host.Machine, host.Architecture, host.Gic, host.Cpus, host.CpuModel, host.IsEmulated));
        Assert.Equal(5UL << 30, host.TotalMemory);
        Assert.Equal([0x80000000UL, 0x880000000UL], host.Banks.Select(bank => bank.Address));
        Assert.Equal("serial0", run.Plan.Xen!.Console);
        // Xen is not put over the firmware, where QEMU would have it.
        Assert.Equal(0x80400000UL, run.Plan.Xen.Image.Address);
        var system = Generate(run.Plan, out var findings);
        Assert.Empty(findings);
        Assert.Contains("ethernet@f0010000", Text(system.Domains[0].Tree), StringComparison.Ordinal);
        Assert.DoesNotContain("serial@f0001000 {", Text(system.Domains[0].Tree), StringComparison.Ordinal);
    }

    [Fact]
    public void ABootLoaderWritesTheMemory()
    {
        var empty = Board.Replace("<0x0 0x80000000 0x0 0x40000000>, <0x8 0x80000000 0x1 0x0>", "<0x0 0x80000000 0x0 0x0>", StringComparison.Ordinal);
        var run = Of(empty);
        Assert.Equal(["GST0123"], run.Rules);
        Assert.Contains("'memory' of 'host'", run.Findings.Items[0].Help, StringComparison.Ordinal);
        run = Of(empty, "memory: 2GiB, ");
        Assert.True(run.Plan is not null && run.Findings.Items.Count == 0, run.Messages);
        Assert.Contains("reg = <0x00 0x80000000 0x00 0x80000000>;", Text(Generate(run.Plan, out _).Machine), StringComparison.Ordinal);
        run = Of(string.Join('\n', Board.Split('\n').Where(line => !line.Contains("memory@80000000", StringComparison.Ordinal))), "memory: 2GiB, ");
        Assert.Equal(["GST0123"], run.Rules);
        Assert.Contains("it has no memory", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"arm,gic-400\"", "\"acme,gic\"", "GST0121")]
    [InlineData("interrupts = <1 9 4>;", "", "GST0121")]
    [InlineData("arm,armv8-timer", "acme,timer", "GST0122")]
    [InlineData("<1 13 8>, ", "", "GST0122")]
    [InlineData("method = \"smc\";", "", "GST0124")]
    [InlineData("reg = <1>;", "reg = <0>;", "GST0124")]
    [InlineData("compatible = \"acme,uart\", \"ns16550a\"", "compatible = \"acme,uart\"", "GST0125")]
    public void WhatXenNeedsOfItIsChecked(string text, string other, string rule)
    {
        Assert.Contains(text, Board, StringComparison.Ordinal);
        Assert.Equal([rule], Of(Board.Replace(text, other, StringComparison.Ordinal)).Rules);
    }

    [Theory]
    [InlineData("gic: 3, ", "GST0116")]
    [InlineData("cpus: 1, ", "GST0124")]
    [InlineData("memory: 1GiB, ", "GST0123")]
    public void WhatItsTreeSaysOtherwiseIsTold(string written, string rule) => Assert.Equal([rule], Of(Board, written).Rules);

    [Theory]
    [InlineData("linux,dummy-virt", "qemu-virt", "GST0121")]
    [InlineData("arm,vexpress,v2p-ca15,tc1", "vexpress-a15", "GST0123")]
    public void TreesOfQemusMachinesAreTheirs(string compatible, string machine, string rule)
    {
        // It is none of theirs, and is told so.
        var run = Of(Board.Replace("acme,board", compatible, StringComparison.Ordinal));
        Assert.Contains(rule, run.Rules);
        Assert.True(run.Plan is null || run.Plan.Host.Machine == machine);
        Assert.NotEqual([], run.Findings.Items.Where(finding => finding.IsError));
    }

    [Fact]
    public void AddressesCanBeGivenAndPinned()
    {
        var (file, lockFile) = (Write(Board), "version: 1\nplatform: xen-dom0\nnumbers: { \"hypervisor/image/address\": 0x90000000, \"host/tree-address\": 0xa0000000 }\n");
        var findings = new FindingList();
        var plan = Make(file, "", lockFile, update: true, findings);
        Assert.Equal((0x90000000UL, 0xa0000000UL), (plan!.Xen!.Image.Address, plan.Host.TreeAddress));
        Assert.Equal([0x80200000UL], [.. plan.Memory.Where(use => use.What.Contains("firmware", StringComparison.Ordinal)).Select(use => use.Region.Address)]);
    }

    /// <summary>Boards of the kernel: each is planned and generated, or refused with a rule; none without a word.</summary>
    [Fact]
    public void BoardsOfTheKernel()
    {
        var (root, boards) = KernelBoards.Find(Sample);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<string>();
        var thread = new Thread(
            () =>
            {
                foreach (var board in boards)
                {
                    var findings = new FindingList();
                    try
                    {
                        var plan = Make(board, "memory: 2GiB, ", null, false, findings, [Path.Combine(root, "scripts/dtc/include-prefixes")]);
                        var errors = new List<string>();
                        if (plan is not null && !findings.HasErrors) Generate(plan, out errors);
                        var outcome = findings.HasErrors ? findings.Items.First(finding => finding.IsError).Rule.Id : errors.Count > 0 ? errors[0] : plan is null ? "nothing" : "trees";
                        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                        if (outcome == "nothing") failures.Add($"{board}: no plan and no reason");
                    }
                    catch (Exception fault) when (fault is not OutOfMemoryException)
                    {
                        failures.Add($"{board}: {fault}");
                    }
                }
            },
            DtcCompilerStack);
        thread.Start();
        thread.Join();
        output.WriteLine(string.Join(", ", outcomes.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}"))));
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(outcomes.GetValueOrDefault("trees") > boards.Count / 5, string.Join(", ", outcomes));
    }

    private const int DtcCompilerStack = DtsCompiler.StackSize;

    private PlanningRun Of(string source, string written = "")
    {
        var findings = new FindingList();
        return new PlanningRun(Make(Write(source), written, null, false, findings), findings);
    }

    private string Write(string source)
    {
        var file = Path.Combine(_directory, "board.dts");
        File.WriteAllText(file, source);
        return file;
    }

    private Plan? Make(string tree, string written, string? earlier, bool update, FindingList findings, IReadOnlyList<string>? includes = null)
    {
        var yaml = $"version: 1\nplatform: xen-dom0\nhost: {{ {written}tree: {tree} }}\nxen: {{ bootargs: bootscrub=0 }}\n"
            + "domains:\n  - { name: dom0, role: dom0, memory: 128MiB, kernel: Image, ramdisk: initrd.gz }\n";
        if (tree.Contains("/arm/", StringComparison.Ordinal)) yaml = yaml.Replace("kernel: Image", "kernel: zImage", StringComparison.Ordinal);
        var configuration = GuestsReader.Read(Path.Combine(_directory, "guests.yaml"), Encoding.UTF8.GetBytes(yaml), findings);
        var plock = earlier is null ? null : PlanLock.Read("guests.lock", Encoding.UTF8.GetBytes(earlier), findings);
        return configuration is null || findings.IsFatal ? null : Planner.Make(configuration, new FakeInputs(), plock, update, findings, includes is null ? null : _ => includes);
    }

    private static GeneratedSystem Generate(Plan plan, out List<string> errors)
    {
        var diagnostics = new DiagnosticBag();
        var system = SystemGenerator.Make(plan, diagnostics);
        errors = [.. diagnostics.Items.Where(item => item.Severity == Severity.Error).Select(item => item.Rule.Id)];
        return system;
    }

    private static string Text(Hypervisor.Trees.GeneratedTree tree) => Encoding.UTF8.GetString(tree.ToSource(comments: false));
}
