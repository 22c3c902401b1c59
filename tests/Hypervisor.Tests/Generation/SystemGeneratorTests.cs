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

    /// <summary>Such a domain has the host's places for what Xen emulates, in the plan and in its tree.</summary>
    [Theory]
    [InlineData(3, "qemu-virt", "interrupt-controller@8000000", "reg = <0x00 0x8000000 0x00 0x10000 0x00 0x80a0000 0x00 0xf60000>;", "sbsa-uart@9000000", "interrupts = <0x00 0x01 0xf04>;")]
    [InlineData(2, "qemu-virt", "interrupt-controller@8000000", "reg = <0x00 0x8000000 0x00 0x1000 0x00 0x8010000 0x00 0x2000>;", "sbsa-uart@9000000", "interrupts = <0x00 0x01 0xf04>;")]
    [InlineData(2, "vexpress-a15", "interrupt-controller@2c001000", "reg = <0x00 0x2c001000 0x00 0x1000 0x00 0x2c002000 0x00 0x2000>;", "sbsa-uart@1c0a0000", "interrupts = <0x00 0x06 0xf04>;")]
    public void ADirectMappedDomainHasTheHostsPlaces(int gic, string machine, string controller, string registers, string uart, string interrupt)
    {
        var (host, kernel) = machine == "qemu-virt" ? ("tree: qemu", "Image") : ("tree: vexpress-v2p-ca15.dts", "zImage");
        var domain = Make(
            $"version: 1\nplatform: xen-dom0less\nhost: {{ machine: {machine}, gic: {gic}, cpus: 1, memory: 1GiB, {host} }}\n"
            + (machine == "qemu-virt" ? "" : "xen: { console: serial1 }\n")
            + $"domains:\n  - {{ name: one, kernel: {kernel}, memory: 128MiB, direct-map: true, static-memory: [{{ address: {(machine == "qemu-virt" ? "0x60000000" : "0xa0000000")}, size: 128MiB }}] }}\n").Domains[0];
        var text = Text(domain.Tree);
        foreach (var part in (string[])[controller, registers, uart, interrupt]) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal($"sbsa-uart@{domain.Domain.Uart!.Value.Address:x}", uart);
        var listed = string.Join(' ', domain.Domain.GicRegions.Select(region => $"0x00 0x{region.Address:x} 0x00 0x{region.Size:x}"));
        Assert.Equal(registers, $"reg = <{listed}>;");
    }

    /// <summary>Of several regions of redistributors as many as the domain has CPUs for.</summary>
    [Theory]
    [InlineData(2, "<0x00 0x8000000 0x00 0x10000 0x00 0x80a0000 0x00 0x40000>")]
    [InlineData(3, "<0x00 0x8000000 0x00 0x10000 0x00 0x80a0000 0x00 0x40000 0x00 0x80e0000 0x00 0x60000>")]
    public void RegionsOfRedistributorsAreThoseThatAreNeeded(int vcpus, string registers)
    {
        var inputs = new FakeInputs
        {
            Tree = text => text.Replace("#redistributor-regions = <0x01>", "#redistributor-regions = <0x02>", StringComparison.Ordinal)
                .Replace("0x80a0000 0x00 0xf60000", "0x80a0000 0x00 0x40000 0x00 0x80e0000 0x00 0x60000", StringComparison.Ordinal),
        };
        var run = PlanningRun.Of(
            "version: 1\nplatform: xen-dom0less\nhost: { gic: 3, cpus: 2, memory: 1GiB }\n"
            + $"domains:\n  - {{ name: one, kernel: Image, vcpus: {vcpus}, memory: 128MiB, direct-map: true, static-memory: [{{ address: 0x60000000, size: 128MiB }}] }}\n", inputs);
        Assert.True(run.Plan is not null && !run.Findings.HasErrors, run.Messages);
        Assert.Contains(registers, Text(SystemGenerator.Make(run.Plan, new DiagnosticBag()).Domains[0].Tree), StringComparison.Ordinal);
    }

    [Fact]
    public void SharedMemoryArrivesInDom0()
    {
        var system = Make(
            """
            version: 1
            platform: xen-dom0less
            host: { gic: 3, cpus: 2, memory: 2GiB }
            domains:
              - { name: dom0, role: dom0, memory: 256MiB, kernel: Image, shared-memory: [{ id: a, role: borrower, size: 1MiB, host: 0x70000000 }] }
              - { name: one, memory: 128MiB, kernel: Image, shared-memory: [{ id: a, role: owner, size: 1MiB }] }
            """);
        Assert.Contains("xen-shmem@70000000", Text(system.Domains[0].Tree), StringComparison.Ordinal);
        Assert.Contains("xen-shmem@10000000", Text(system.Domains[1].Tree), StringComparison.Ordinal);
    }

    /// <summary>Each finding stands at the change that it is about.</summary>
    [Fact]
    public void AChangeIsToldWhereItIsWritten()
    {
        var run = PlanningRun.Of(Dom0.Replace(
            "tree: { hide: [/pl031@9010000], edit: [{", "tree: { hide: [/pl031@9010000],\n        edit: [{ path: /timer, delete: [interrupts] },\n        {", StringComparison.Ordinal));
        var finding = Assert.Single(run.Findings.Items);
        Assert.Equal(("GST0122", 14, "domains/0/tree/edit"), (finding.Rule.Id, finding.Position.Line, finding.Path));
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
