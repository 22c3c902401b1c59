using System.Text;
using Dtc.Compiler;
using Dtc.Parser;
using Emulator.Proof;
using Xunit;

namespace Emulator.Tests.Proof;

public sealed class TreeProofTests
{
    private const string Source = """
        /dts-v1/;
        /memreserve/ 0x1000 0x2000;
        / {
            #address-cells = <1>; #size-cells = <1>; compatible = "acme,board";
            chosen { bootargs = "quiet"; };
            gic: interrupt-controller@1000 { reg = <0x1000 0x100>; interrupt-controller; #interrupt-cells = <3>; phandle = <1>; };
            soc { #address-cells = <1>; #size-cells = <1>; ranges; uart@2000 { reg = <0x2000 4>; status = "okay"; }; };
        };
        """;

    private static byte[] Compile(string source)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("t.dts", Encoding.UTF8.GetBytes(source)));
        var options = CompileOptions.Default with { Force = true };
        return new DtsCompiler(sources).Compile("t.dts", options).Output!;
    }

    private static ProofResult Compare(string promised, string seen, params Allowance[] allowed)
    {
        var result = TreeProof.Compare(Compile(promised), Compile(seen), allowed, out var fault);
        Assert.True(result is not null, fault);
        return result;
    }

    [Fact]
    public void FindsNothingInEqualTrees()
    {
        var result = Compare(Source, Source);
        Assert.True(result.Holds);
        Assert.Equal((5, 13, 13), (result.Nodes, result.Properties, result.Equal));
        Assert.Empty(result.Allowed);
        Assert.Empty(result.Reordered);
    }

    public static TheoryData<string, string, DifferenceKind, string, string?> Mutations { get; } = new()
    {
        { "<0x1000 0x100>", "<0x1000 0x104>", DifferenceKind.PropertyChanged, "/interrupt-controller@1000", "reg" },
        { "\"acme,board\"", "\"acme,boards\"", DifferenceKind.PropertyChanged, "/", "compatible" },
        { "phandle = <1>", "phandle = <2>", DifferenceKind.PropertyChanged, "/interrupt-controller@1000", "phandle" },
        { "status = \"okay\";", "", DifferenceKind.PropertyRemoved, "/soc/uart@2000", "status" },
        { "interrupt-controller;", "interrupt-controller; dma-coherent;", DifferenceKind.PropertyAdded, "/interrupt-controller@1000", "dma-coherent" },
        { "interrupt-controller;", "interrupt-controller = <0>;", DifferenceKind.PropertyChanged, "/interrupt-controller@1000", "interrupt-controller" },
        { "chosen { bootargs = \"quiet\"; };", "", DifferenceKind.NodeRemoved, "/chosen", null },
        { "ranges;", "ranges; extra { };", DifferenceKind.NodeAdded, "/soc/extra", null },
        { "0x1000 0x2000;", "0x1000 0x3000;", DifferenceKind.Reservations, "/", null },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public void FindsEveryMutation(string old, string @new, DifferenceKind kind, string path, string? property)
    {
        Assert.Contains(old, Source, StringComparison.Ordinal);
        var result = Compare(Source, Source.Replace(old, @new, StringComparison.Ordinal));
        var difference = Assert.Single(result.Unexplained);
        Assert.Equal((kind, path, property), (difference.Kind, difference.Path, difference.Property));
        Assert.False(result.Holds);
        Assert.StartsWith(kind is DifferenceKind.Reservations ? "memory reservations" : path, difference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FindsEveryChangedByte()
    {
        var blob = Compile(Source);
        var undetected = 0;
        // From the structure block on; padding between values is no part of a tree, and most changed tokens make no blob.
        for (var at = 56 + 32; at < blob.Length; at++)
        {
            var changed = (byte[])blob.Clone();
            changed[at] ^= 0x01;
            if (TreeProof.Compare(blob, changed, [], out _) is { Holds: true }) undetected++;
        }

        Assert.InRange(undetected, 0, PaddingOf(blob));
    }

    // Bytes behind names and values up to the next multiple of four, counted over all of them.
    private static int PaddingOf(byte[] blob)
    {
        Assert.True(Dtc.Fdt.FdtReader.TryOpen(blob, out var reader, out _));
        var padding = 0;
        foreach (var node in reader.Nodes)
        {
            padding += 3 - (node.Name.Length % 4);
            foreach (var property in node.Properties) padding += -property.Value.Length & 3;
        }

        return padding;
    }

    [Fact]
    public void ReportsOrderAsANote()
    {
        var result = Compare("/dts-v1/; / { a = <1>; b = <2>; x { }; y { }; };", "/dts-v1/; / { b = <2>; a = <1>; y { }; x { }; };");
        Assert.True(result.Holds);
        Assert.Equal(["/"], result.Reordered);
    }

    [Fact]
    public void AcceptsWhatIsAllowedAndNothingElse()
    {
        var seen = Source.Replace("\"quiet\"", "\"loud\"", StringComparison.Ordinal).Replace("ranges;", "ranges; a { b { }; };", StringComparison.Ordinal);
        var bootargs = new Allowance("/chosen", "bootargs", AllowedKind.Changed, "because");
        var node = new Allowance("/soc/*", null, AllowedKind.Added, "because");
        Assert.True(Compare(Source, seen, bootargs, node).Holds);
        Assert.Single(Compare(Source, seen, bootargs).Unexplained);
        Assert.Single(Compare(Source, seen, node).Unexplained);
        Assert.Empty(Compare(Source, seen, bootargs, node).Unused);
        Assert.Equal([bootargs], Compare(Source, Source, bootargs).Unused);
        // Another kind, another path, a property for a node.
        Assert.Equal(2, Compare(Source, seen, bootargs with { Kind = AllowedKind.Added }, node with { Property = "*" }, node with { Path = "/*" }).Unexplained.Count);
    }

    /// <summary>What QEMU's own trees have in /chosen, and what Linux leaves of it.</summary>
    [Theory]
    [InlineData("qemu-virt")]
    [InlineData("qemu-virt-kernel")]
    [InlineData("vexpress-a15")]
    [InlineData("xen-dom0")]
    [InlineData("xen-dom0less")]
    public void SeedsAreTakenByTheGuestsKernel(string platform)
    {
        const string promised = "/dts-v1/; / { chosen { rng-seed = <0x527e5a06 0xb85e95a1>; kaslr-seed = <0x68b01e79 0x2b15c49f>; }; };";
        const string seen = "/dts-v1/; / { chosen { kaslr-seed = <0 0>; }; };";
        var allowed = AllowList.Shipped.Of(platform).ToArray();
        var proof = Compare(promised, seen, allowed);
        Assert.True(proof.Holds, string.Join('\n', proof.Unexplained));
        Assert.Equal(["rng-seed", "kaslr-seed"], proof.Allowed.Select(static a => a.Difference.Property).OrderDescending(StringComparer.Ordinal));
        // Another seed is none that the kernel took, one that was not promised was not taken, and one that is gone was not overwritten.
        Assert.Single(Compare(promised, seen.Replace("<0 0>", "<0 1>", StringComparison.Ordinal), allowed).Unexplained);
        Assert.Single(Compare("/dts-v1/; / { chosen { }; };", seen, allowed).Unexplained);
        Assert.Single(Compare(promised, "/dts-v1/; / { chosen { }; };", allowed).Unexplained);
        // Without seeds nothing is told of entries about them.
        Assert.DoesNotContain(Compare("/dts-v1/; / { chosen { }; };", "/dts-v1/; / { chosen { }; };", allowed).Unused, static entry => (entry.Property ?? "").EndsWith("-seed", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsChosenAtBootIsCountedByItself()
    {
        const string promised = "/dts-v1/; / { memory@40000000 { reg = <1>; }; hypervisor { reg = <1>; compatible = \"xen,xen\"; }; };";
        var seen = Compile("/dts-v1/; / { memory@48000000 { reg = <2>; }; hypervisor { reg = <2>; compatible = \"xen,xen-4.17\"; }; };");
        OpenValue[] open = [new("/memory@40000000", null, "pages"), new("/hypervisor", "reg", "regions")];
        var proof = TreeProof.Compare(Compile(promised), seen, [], open, out _)!;
        Assert.Equal(["/hypervisor", "/memory@40000000", "/memory@48000000"], proof.Open.Select(static o => o.Difference.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["regions"], proof.Open.Where(static o => o.Difference.Property == "reg").Select(static o => o.Value.Reason));
        // Of the same node, another property is not open.
        Assert.Equal(["compatible"], proof.Unexplained.Select(static d => d.Property));
        Assert.False(proof.Holds);
        Assert.Empty(TreeProof.Compare(Compile(promised), Compile(promised), [], open, out _)!.Open);
        Assert.Equal(4, TreeProof.Compare(Compile(promised), seen, [], [], out _)!.Unexplained.Count);
    }

    [Theory]
    [InlineData("/memory@*", "/memory@40000000", true)]
    [InlineData("/memory@*", "/memory@4/x", false)]
    [InlineData("/**/serial@*", "/soc/bus/serial@1", true)]
    [InlineData("/**/serial@*", "/serial@1", true)]
    [InlineData("/soc/**", "/soc", true)]
    [InlineData("/soc/**", "/socket", false)]
    [InlineData("/", "/", true)]
    [InlineData("/*", "/", false)]
    public void MatchesPaths(string pattern, string path, bool matches) =>
        Assert.Equal(matches, new Allowance(pattern, "p", AllowedKind.Changed, "r").Covers(new TreeDifference(DifferenceKind.PropertyChanged, path, "p")));

    [Fact]
    public void RefusesDamagedBlobs()
    {
        var blob = Compile(Source);
        Assert.Null(TreeProof.Compare(blob, blob.AsSpan(0, blob.Length / 2), [], out var fault));
        Assert.Contains("came back", fault, StringComparison.Ordinal);
        Assert.Null(TreeProof.Compare([], blob, [], out fault));
        Assert.Contains("promised", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsSameNamesApart()
    {
        var blob = Compile("/dts-v1/; / { a { x = <1>; }; b { x = <1>; }; };");
        var twice = (byte[])blob.Clone();
        twice[twice.AsSpan().IndexOf("b\0\0\0"u8)] = (byte)'a';
        var result = TreeProof.Compare(blob, twice, [], out _)!;
        Assert.Equal([DifferenceKind.NodeRemoved, DifferenceKind.NodeAdded], result.Unexplained.Select(static d => d.Kind));
    }
}
