using Dtc.Tree;
using Hypervisor.Trees;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>What dom0 does not get, rule by rule, and what is written anew.</summary>
public sealed class DomZeroFilterTests
{
    [Theory]
    [InlineData("x { compatible = \"arm,psci-0.2\"; };", "compatible")]
    [InlineData("x { compatible = \"acme,y\", \"ARM,PSCI\"; };", "compatible")]
    [InlineData("x { compatible = \"arm,armv8-pmuv3\"; };", "compatible")]
    [InlineData("x { compatible = \"arm,armv7-timer-mem\"; };", "compatible")]
    [InlineData("x { device_type = \"memory\"; reg = <0 0xc0000000 0 0x1000>; };", "device-type")]
    [InlineData("x { compatible = \"arm,mmu-500\"; };", "iommu")]
    [InlineData("x { compatible = \"arm,gic-v3\"; };", "interrupt-controller")]
    [InlineData("x { interrupts = <1 7 4>; };", "private-interrupt")]
    [InlineData("x { interrupts-extended = <&gic 0 9 4>, <&gic 1 7 4>; };", "private-interrupt")]
    public void HidesWithAReason(string node, string rule)
    {
        var result = Source.DomZero(Source.Host(node), new DiagnosticBag());
        Assert.Null(Source.At(result, "/x"));
        var change = Assert.Single(result.Changes, change => change.Path == "/x");
        Assert.Equal((DerivedChangeKind.Hidden, rule), (change.Kind, change.Rule));
        Assert.NotEmpty(change.Reason);
    }

    [Theory]
    [InlineData("x { compatible = \"acme,psci\"; };")]
    [InlineData("x { interrupts = <0 7 4>; };")]
    [InlineData("x { status = \"disabled\"; };")]
    [InlineData("x { compatible = \"arm,smmu-v3\"; };")] // not in usual builds
    public void KeepsTheRest(string node) => Assert.NotNull(Source.At(Source.DomZero(Source.Host(node), new DiagnosticBag()), "/x"));

    [Fact]
    public void HidesTheConsoleAndReportsTheAlias()
    {
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(Source.Host(), diagnostics);
        Assert.Null(Source.At(result, "/uart@9000000"));
        Assert.NotNull(Source.At(result, "/aliases"));
        Assert.Contains(result.Changes, change => change is { Kind: DerivedChangeKind.Dangling, Path: "/aliases", Property: "serial0" });
        Assert.Contains(diagnostics.Items, item => item.Rule == Rules.DanglingReference);
    }

    [Fact]
    public void KeepsAConsoleThatXenCannotUse()
    {
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(Source.Host().Replace("arm,pl011", "acme,uart", StringComparison.Ordinal), diagnostics);
        Assert.NotNull(Source.At(result, "/uart@9000000"));
        Assert.Contains(diagnostics.Items, item => item.Rule == Rules.NoConsole);
    }

    [Fact]
    public void ANumberOfCpusIsNoReference()
    {
        const string domain = "u1 { compatible = \"xen,domain\"; #address-cells = <2>; #size-cells = <2>; cpus = <1>; memory = <0 0x20000>; };";
        var tree = Source.Host(chosen: domain).Replace("reg = <0>; };", "reg = <0>; phandle = <1>; };", StringComparison.Ordinal);
        var diagnostics = new DiagnosticBag();
        Source.DomZero(tree, diagnostics);
        Assert.DoesNotContain(diagnostics.Items, item => item.Rule == Rules.DanglingReference && item.Message.Contains("/chosen/u1", StringComparison.Ordinal));
    }

    [Fact]
    public void AMapThatRefersToWhatIsHiddenIsToldOnce()
    {
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(Source.Host("m: x { compatible = \"arm,psci\"; #iommu-cells = <1>; }; pci { iommu-map = <0 &m 0 1>, <1 &m 1 1>, <2 &m 2 1>; };"), diagnostics);
        Assert.Single(diagnostics.Items, item => item.Rule == Rules.DanglingReference && item.Message.Contains("/pci", StringComparison.Ordinal));
        Assert.Single(result.Changes, change => change is { Kind: DerivedChangeKind.Dangling, Path: "/pci" });
    }

    [Fact]
    public void FramesForMessagesOfOneNameAreTold()
    {
        static string Frame(int number) => $"v2m@{number}0000 {{ compatible = \"arm,gic-v2m-frame\"; msi-controller; reg = <0 0x{number}0000 0 0x1000>; arm,msi-base-spi = <{64 + number}>; arm,msi-num-spis = <1>; }};";
        var result = Source.DomZero(Source.Host(gic: Frame(1) + Frame(2)), new DiagnosticBag());
        Assert.Equal(2, result.Changes.Count(change => change.Reason.Contains("2 nodes of this name", StringComparison.Ordinal)));
        Assert.DoesNotContain(Source.DomZero(Source.Host(gic: Frame(1)), new DiagnosticBag()).Changes, change => change.Reason.Contains("nodes of this name", StringComparison.Ordinal));
    }

    [Fact]
    public void FollowsInterruptMaps()
    {
        const string nexus = """
            bus { #address-cells = <1>; #size-cells = <1>; #interrupt-cells = <1>; interrupt-map-mask = <0 0xff>; ranges;
                interrupt-map = <0 1 &gic 0 0 1 7 4>, <0 2 &gic 0 0 0 7 4>;
                ppi@10 { reg = <0x10 4>; interrupts = <1>; };
                spi@20 { reg = <0x20 4>; interrupts = <2>; }; };
            """;
        var tree = Source.Host(nexus);
        var result = Source.DomZero(tree, new DiagnosticBag());
        Assert.Contains("interrupt-parent", tree, StringComparison.Ordinal);
        Assert.NotNull(Source.At(result, "/bus/spi@20"));
        Assert.Null(Source.At(result, "/bus/ppi@10"));
    }

    [Fact]
    public void DisablesWhatIsPassedThrough()
    {
        var result = Source.DomZero(Source.Host("x { status = \"okay\"; xen,passthrough; acme,y; };"), new DiagnosticBag());
        Assert.Contains("x {\n\t\tacme,y;\n\t\tstatus = \"disabled\";\n\t};", Source.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public void TakesIommuPropertiesFromMasters()
    {
        const string more = "smmu: iommu { compatible = \"arm,mmu-500\"; #iommu-cells = <1>; }; other: i2 { #iommu-cells = <1>; }; x { iommus = <&smmu 1>; iommu-map-mask = <1>; }; y { iommus = <&other 1>; };";
        var result = Source.DomZero(Source.Host(more), new DiagnosticBag());
        Assert.Equal(0, Source.At(result, "/x")!.PropertyCount);
        Assert.Equal(1, Source.At(result, "/y")!.PropertyCount);
    }

    [Fact]
    public void HidesWhatTheBoardLists()
    {
        var text = Source.Host("x { compatible = \"arm,hdlcd\"; };");
        Assert.NotNull(Source.At(Source.DomZero(text, new DiagnosticBag()), "/x"));
        var board = text.Replace("aliases {", "compatible = \"arm,vexpress\"; aliases {", StringComparison.Ordinal);
        Assert.Contains(Source.DomZero(board, new DiagnosticBag()).Changes, change => change is { Path: "/x", Rule: "board" });
    }

    [Theory]
    [InlineData("bootargs = \"b\"; xen,dom0-bootargs = \"d\";", "d")]
    [InlineData("xen,dom0-bootargs = \"d\"; bootargs = \"b\";", "d")]
    [InlineData("bootargs = \"b\";", "quiet")]
    public void ChoosesTheCommandLineAsXenDoes(string chosen, string expected)
    {
        var result = Source.DomZero(Source.Host(chosen: "").Replace("xen,xen-bootargs", chosen + " xen,xen-bootargs", StringComparison.Ordinal), new DiagnosticBag());
        Assert.Contains($"bootargs = \"{expected}\";", Source.Text(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.17", "/interrupt-controller", true)]
    [InlineData("4.20", "/interrupt-controller", false)]
    [InlineData("4.21", "/intc@8000000", false)]
    [InlineData("4.23", "/intc@8000000", false)]
    public void DiffersByVersion(string version, string controller, bool keepsDomains)
    {
        var result = Source.DomZero(Source.Host(chosen: "domU1 { compatible = \"xen,domain\"; cpus = <1>; };"), new DiagnosticBag(), version);
        Assert.NotNull(Source.At(result, controller));
        Assert.Equal(keepsDomains, Source.At(result, "/chosen/domU1") is not null);
        Assert.Contains($"xen,xen-{version}", Source.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public void CutsTheControllerAndRewritesMessageFrames()
    {
        var result = Source.DomZero(Source.Host(gic: "v2m@8020000 { compatible = \"arm,gic-v2m-frame\"; msi-controller; reg = <0 0x8020000 0 0x1000>; arm,msi-base-spi = <80>; arm,msi-num-spis = <64>; };"), new DiagnosticBag());
        Assert.Contains("reg = <0x00 0x8000000 0x00 0x10000 0x00 0x8010000 0x00 0x10000>;", Source.Text(result), StringComparison.Ordinal);
        Assert.Contains("v2m {", Source.Text(result), StringComparison.Ordinal);
        Assert.Empty(result.ChosenAtBoot);
        var unknown = Source.DomZero(Source.Host(gic: "v2m@8020000 { compatible = \"arm,gic-v2m-frame\"; msi-controller; reg = <0 0x8020000 0 0x1000>; };"), new DiagnosticBag());
        Assert.Contains(unknown.ChosenAtBoot, open => open.Property == "arm,msi-base-spi");
        var told = Source.DomZero(Source.Host(gic: "v2m@8020000 { compatible = \"arm,gic-v2m-frame\"; msi-controller; reg = <0 0x8020000 0 0x1000>; };"), new DiagnosticBag(),
            change: options => options with { MsiFrames = new Dictionary<string, (uint, uint)> { ["/intc@8000000/v2m@8020000"] = (96, 32) } });
        Assert.Contains("arm,msi-base-spi = <0x60>;", Source.Text(told), StringComparison.Ordinal);
    }

    [Fact]
    public void EventChannelsTakeTheFirstFreeInterrupt()
    {
        var text = Source.Host().Replace("<1 13 8>, <1 14 8>, <1 11 8>", "<1 0 8>, <1 1 8>, <1 2 8>", StringComparison.Ordinal);
        Assert.Equal(16u, Source.DomZero(Source.Host(), new DiagnosticBag()).EventChannel);
        Assert.Equal(19u, Source.DomZero(text, new DiagnosticBag()).EventChannel);
    }

    private const string Share = "share@70000000 { compatible = \"xen,domain-shared-memory-v1\"; role = \"borrower\"; xen,shm-id = \"box\"; xen,shared-mem = <0 0x70000000 0 0x70000000 0 0x100000>; };";

    /// <summary>Shared memory of dom0 is reserved memory behind all else, is no one else's, and leaves a hole among the free addresses.</summary>
    [Theory]
    [InlineData("4.17")]
    [InlineData("4.19")]
    public void SharedMemoryIsReserved(string version)
    {
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(Source.Host(chosen: Share), diagnostics, version);
        Assert.EndsWith(
            """
            	reserved-memory {
            		ranges;
            		#address-cells = <0x02>;
            		#size-cells = <0x02>;

            		xen-shmem@70000000 {
            			compatible = "xen,shared-memory-v1";
            			reg = <0x00 0x70000000 0x00 0x100000>;
            			xen,id = "box";
            			xen,offset = <0x00 0x00>;
            		};
            	};
            };

            """,
            Source.Text(result), StringComparison.Ordinal);
        Assert.Contains(result.Changes, change => change is { Kind: DerivedChangeKind.Added, Path: "/reserved-memory", Rule: "shared" });
        Assert.DoesNotContain(diagnostics.Items, item => item.Rule == Rules.ReservedPath);
        static string[] Free(Hypervisor.Trees.DomZero.DomZeroResult tree) => [.. Source.Text(tree).Split('\n').Where(line => line.Contains("reg = <0x00 0x40200000", StringComparison.Ordinal))];
        Assert.NotEqual(Free(Source.DomZero(Source.Host(), new DiagnosticBag(), version)), Free(result));
    }

    /// <summary>Beside a node of the host's Xen writes a second one, before it learned to put the memory there.</summary>
    [Fact]
    public void SharedMemoryBesideWhatTheHostReserves()
    {
        const string own = "reserved-memory { #address-cells = <1>; #size-cells = <1>; ranges; fw@7f000000 { reg = <0x7f000000 0x1000>; }; };";
        var diagnostics = new DiagnosticBag();
        var result = Source.DomZero(Source.Host(own, Share), diagnostics);
        Assert.Equal(2, Source.Text(result).Split("\treserved-memory {").Length - 1);
        Assert.Contains(diagnostics.Items, item => item.Rule == Rules.ReservedPath && item.Message.Contains("shared memory", StringComparison.Ordinal));

        diagnostics = new DiagnosticBag();
        result = Source.DomZero(Source.Host(own, Share), diagnostics, "4.19");
        Assert.DoesNotContain(diagnostics.Items, item => item.Rule == Rules.ReservedPath);
        var names = new List<string>();
        foreach (var child in Source.At(result, "/reserved-memory")!.Children) names.Add(child.Name.ToString());
        Assert.Equal(["xen-shmem@70000000", "fw@7f000000"], names);
        // In the cells of the root, as Xen has it.
        Assert.Contains("reg = <0x00 0x70000000 0x00 0x100000>;", Source.Text(result), StringComparison.Ordinal);
        Assert.Contains(result.Changes, change => change is { Path: "/reserved-memory/xen-shmem@70000000", Rule: "shared" });
    }

    [Fact]
    public void IsTheSameEachTime()
    {
        var first = Source.DomZero(Source.Host("x { acme,y = <1>; };"), new DiagnosticBag());
        var second = Source.DomZero(Source.Host("x { acme,y = <1>; };"), new DiagnosticBag());
        Assert.Equal(first.Tree.ToSource(), second.Tree.ToSource());
        Assert.Equal(first.Tree.ToBlob(), second.Tree.ToBlob());
        Assert.Contains("/* host: /x */", System.Text.Encoding.UTF8.GetString(first.Tree.ToSource()), StringComparison.Ordinal);
    }
}
