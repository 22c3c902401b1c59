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
        SystemGenerator.Make(run.Plan, diagnostics);
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
        Assert.Contains("method = \"hvc\"", text, StringComparison.Ordinal);
        Assert.Contains("reg = <0x00 0x40000000 0x00 0x20000000>", text, StringComparison.Ordinal);
    }

    /// <summary>The guest of a machine gets the machine's memory, whatever the tree says that it is made from, and all that a loader would tell it.</summary>
    [Fact]
    public void ATreeOfTheUsersGetsWhatTheMachineHas()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("dtc-sharp-guest").FullName, "host.dts");
        File.WriteAllText(file, FakeInputs.Source("qemu-virt-gicv3.dts").Replace("method = \"smc\"", "method = \"hvc\"", StringComparison.Ordinal));
        var yaml = $"version: 1\nplatform: qemu-virt\nhost: {{ gic: 3, cpus: 2, tree: {file} }}\n"
            + "domains:\n  - { name: guest, memory: 512MiB, kernel: Image, ramdisk: initrd.gz, bootargs: console=ttyAMA0 }\n";
        var run = PlanningRun.Of(yaml);
        Assert.True(run.Plan is not null && !run.Findings.HasErrors, run.Messages);
        Assert.Contains("more than the machine's 512MiB", run.Messages, StringComparison.Ordinal);
        var system = SystemGenerator.Make(run.Plan, new DiagnosticBag());
        var text = Text(system.Machine);
        Assert.Contains("reg = <0x00 0x40000000 0x00 0x20000000>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0x01 0x80000000>", text, StringComparison.Ordinal);
        Assert.Contains("bootargs = \"console=ttyAMA0\"", text, StringComparison.Ordinal);
        Assert.Contains("linux,initrd-start = <0x00 0x48000000>", text, StringComparison.Ordinal);
        Assert.Contains("linux,initrd-end = <0x00 0x48100000>", text, StringComparison.Ordinal);
        Assert.Contains(system.Domains[0].Changes, change => change is { Path: "/memory@40000000", Property: "reg", Rule: "memory" });
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void WhatAnotherBootLeftIsToldOf()
    {
        var inputs = new FakeInputs { Tree = text => text.Replace("\t\tstdout-path = \"/pl011@9000000\";\n", "\t\tstdout-path = \"/pl011@9000000\";\n\t\told { compatible = \"xen,domain\"; };\n", StringComparison.Ordinal) };
        var system = SystemGenerator.Make(PlanningRun.Of(Dom0, inputs).Plan!, new DiagnosticBag());
        Assert.DoesNotContain("old {", Text(system.Machine), StringComparison.Ordinal);
        Assert.Equal(["/chosen/old", "/pl031@9010000"], system.HostChanges.Where(change => change.Property is null).Select(change => change.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("xen-dom0", "dom0")]
    [InlineData("xen-dom0less", "domU")]
    public void ACompressedKernelIsPlacedAsWhatIsInIt(string platform, string role)
    {
        GeneratedDomain Of(string kernel) => Make(
            $"version: 1\nplatform: {platform}\nhost: {{ memory: 2GiB }}\nxen: {{ bootargs: bootscrub=0 }}\n"
            + $"domains:\n  - {{ name: one, role: {role}, kernel: {kernel}, ramdisk: initrd.gz, memory: 512MiB }}\n").Domains[0];
        var (plain, packed) = (Of("Image"), Of("Image.gz"));
        Assert.Empty(packed.ChosenAtBoot);
        Assert.Contains("linux,initrd-start", Text(packed.Tree), StringComparison.Ordinal);
        Assert.Equal((plain.Domain.Kernel.GuestAddress, plain.Domain.Ramdisk!.GuestAddress), (packed.Domain.Kernel.GuestAddress, packed.Domain.Ramdisk!.GuestAddress));
        // dom0's memory lies elsewhere, since Xen unpacks into its heap.
        if (role == "domU") Assert.Equal(Text(plain.Tree), Text(packed.Tree));
    }

    private static GeneratedSystem Make(string yaml)
    {
        var run = PlanningRun.Of(yaml);
        Assert.True(run.Plan is not null && !run.Findings.HasErrors, run.Messages);
        var diagnostics = new DiagnosticBag();
        var system = SystemGenerator.Make(run.Plan, diagnostics);
        Assert.True(!diagnostics.HasErrors, string.Join('\n', diagnostics.Items.Select(item => item.Message)));
        return system;
    }

    private static string Text(Hypervisor.Trees.GeneratedTree tree) => Encoding.UTF8.GetString(tree.ToSource(comments: false));
}
