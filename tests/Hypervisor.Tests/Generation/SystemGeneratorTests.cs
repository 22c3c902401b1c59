using System.Text;
using Dtc.Tree;
using Hypervisor.Generation;
using Hypervisor.Tests.Planning;
using Xunit;

namespace Hypervisor.Tests.Generation;

/// <summary>From plans to trees: all of a plan arrives in them, and the same plan makes the same bytes.</summary>
public sealed class SystemGeneratorTests
{
    private const string Dom0 = """
        version: 1
        platform: xen-dom0less
        hypervisor: { kind: xen, version: "4.17" }
        host: { machine: qemu-virt, gic: 3, cpus: 2, memory: 4GiB, tree: qemu }
        xen: { console: /pl011@9000000 }
        domains:
          - name: dom0
            role: dom0
            memory: 256MiB
            kernel: Image
            ramdisk: initrd.gz
            bootargs: console=hvc0 quiet
            tree: { hide: [/pl031@9010000], edit: [{ path: /pl061@9030000, set: { label: '"edited"' }, delete: [clock-names] }] }
          - name: one
            vcpus: 1
            memory: 192MiB
            kernel: Image
            bootargs: console=ttyAMA0
        """;

    [Fact]
    public void TheSamePlanMakesTheSameBytes()
    {
        var (first, second) = (Make(Dom0), Make(Dom0));
        Assert.Equal(first.Machine.ToBlob(), second.Machine.ToBlob());
        Assert.Equal(first.Machine.ToSource(), second.Machine.ToSource());
        Assert.Equal(["dom0", "one"], first.Domains.Select(domain => domain.Domain.Name));
        foreach (var (a, b) in first.Domains.Zip(second.Domains)) Assert.Equal(a.Tree.ToSource(), b.Tree.ToSource());
    }

    /// <summary>What is written as source, comments and all, compiles to the blob beside it.</summary>
    [Fact]
    public void SourceAndBlobAreTheSameTree()
    {
        var system = Make(Dom0);
        foreach (var tree in system.Domains.Select(domain => domain.Tree).Append(system.Machine))
            Assert.Equal(tree.ToBlob(), FakeInputs.Compile(Encoding.UTF8.GetString(tree.ToSource())));
    }

    [Fact]
    public void ConfiguredChangesArriveInDom0()
    {
        var system = Make(Dom0);
        var (host, dom0) = (Text(system.Machine), Text(system.Domains[0].Tree));
        Assert.DoesNotContain("pl031@9010000", host, StringComparison.Ordinal);
        Assert.DoesNotContain("pl031@9010000", dom0, StringComparison.Ordinal);
        Assert.Contains("label = \"edited\"", dom0, StringComparison.Ordinal);
        Assert.DoesNotContain("pl011@9000000 {", dom0, StringComparison.Ordinal);
        Assert.Contains(system.Domains[0].Changes, change => change is { Path: "/pl011@9000000", Rule: "console" });
    }

    [Fact]
    public void ModulesAndDomainsArriveInTheBootTree()
    {
        var host = Text(Make(Dom0).Machine);
        Assert.Contains("compatible = \"xen,domain\"", host, StringComparison.Ordinal);
        Assert.Contains("memory = <0x00 0x30000>", host, StringComparison.Ordinal);
        Assert.Contains("bootargs = \"console=ttyAMA0\"", host, StringComparison.Ordinal);
        Assert.Contains("dom0_mem=256M", host, StringComparison.Ordinal);
        Assert.Equal(2, host.Split("multiboot,kernel").Length - 1);
        Assert.Equal(1, host.Split("multiboot,ramdisk").Length - 1);
    }

    [Fact]
    public void PassthroughIsRefusedWithAReason()
    {
        var run = PlanningRun.Of(Bases.Dom0less);
        Assert.True(run.Plan is not null, run.Messages);
        var diagnostics = new DiagnosticBag();
        SystemGenerator.Make(run.Plan, Head, diagnostics);
        Assert.Contains(diagnostics.Items, finding => finding.Rule.Id == "GST0230");
    }

    [Fact]
    public void AGuestOfQemuGetsItsDevicesAndNoOthers()
    {
        var text = Text(Make(
            """
            version: 1
            platform: qemu-virt
            host: { gic: 3, cpus: 2, tree: qemu }
            domains:
              - name: guest
                memory: 512MiB
                kernel: Image
                bootargs: console=ttyAMA0
                devices:
                  - { type: blk, slot: 4, size: 4MiB }
                  - { type: net, slot: 9 }
            """).Machine);
        Assert.Equal(["a000800", "a001200"], text.Split('\n').Where(line => line.Contains("virtio", StringComparison.Ordinal) && line.TrimEnd().EndsWith('{')).Select(line => line.Split('@')[1].Split(' ')[0]).Order());
        Assert.Equal(2, text.Split("device_type = \"cpu\"").Length - 1);
    }

    private static GeneratedSystem Make(string yaml)
    {
        var run = PlanningRun.Of(yaml);
        Assert.True(run.Plan is not null && !run.Findings.HasErrors, run.Messages);
        var diagnostics = new DiagnosticBag();
        var system = SystemGenerator.Make(run.Plan, Head, diagnostics);
        Assert.True(!diagnostics.HasErrors, string.Join('\n', diagnostics.Items.Select(item => item.Message)));
        return system;
    }

    private static byte[] Head(string path) => FakeInputs.Arm64Head();

    private static string Text(Hypervisor.Trees.GeneratedTree tree) => Encoding.UTF8.GetString(tree.ToSource(comments: false));
}
