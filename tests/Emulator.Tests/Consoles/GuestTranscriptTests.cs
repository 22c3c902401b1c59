using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Emulator.Consoles;
using Xunit;

namespace Emulator.Tests.Consoles;

public sealed class GuestTranscriptTests
{
    private static readonly byte[] Tree = [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i * i / 7))];

    private static List<string> Copy(byte[] tree)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(tree);
        var text = Convert.ToBase64String(packed.ToArray());
        return [$"dtcsharp: tree {tree.Length} {Convert.ToHexStringLower(SHA256.HashData(tree))}", .. text.Chunk(76).Select(static c => new string(c)), "dtcsharp: tree-end"];
    }

    private static GuestFacts Facts(IEnumerable<string> lines)
    {
        var transcript = new GuestTranscript();
        foreach (var line in lines) transcript.Add(line);
        return transcript.Facts;
    }

    [Fact]
    public void ReadsWhatInitTells()
    {
        var facts = Facts(
        [
            "Booting Linux", "[    1.0] noise dtcsharp: up one 6.1.0 aarch64 1.20", "dtcsharp: cpus 2", "dtcsharp: memory 165152 kB",
            "dtcsharp: hypervisor xen,xen-4.17 xen,xen ", "dtcsharp: xen Xen 4.17 support found", "dtcsharp: virtio virtio0 virtio_blk a000600.virtio",
            "dtcsharp: virtio virtio1 - a000800.virtio", "dtcsharp: disk vda 8192 4454432d a000600.virtio", "dtcsharp: net eth0 52:54:00:12:34:56 a001800.virtio pings",
            "dtcsharp: interrupt 45: 1 GICv3 79 Edge virtio0", "dtcsharp: trouble it rains", "dtcsharp: done one 3.0",
        ]);
        Assert.Equal(("one", "6.1.0", "aarch64", 2, 165152UL << 10, true), (facts.Name, facts.Kernel, facts.Machine, facts.Cpus, facts.Memory, facts.IsDone));
        Assert.Equal(["xen,xen-4.17", "xen,xen"], facts.Hypervisor);
        Assert.True(facts.HasXenSupport);
        Assert.Equal([new("virtio0", "virtio_blk", "a000600.virtio"), new("virtio1", "", "a000800.virtio")], facts.Virtio);
        Assert.Equal("DTC-", Encoding.ASCII.GetString(facts.Disks[0].Start.Span));
        Assert.Equal(4UL << 20, facts.Disks[0].Size);
        Assert.Equal(new SeenNet("eth0", "52:54:00:12:34:56", "a001800.virtio", true), facts.Nets[0]);
        Assert.Equal(["it rains"], facts.Troubles);
    }

    [Fact]
    public void PutsTheTreeTogether() => Assert.Equal(Tree, Facts(Copy(Tree)).Tree);

    [Fact]
    public void PassesOverWhatOthersWriteBetween()
    {
        var lines = Copy(Tree).SelectMany(static line => new[] { line, "[   12.3] random: crng init done", "" });
        Assert.Equal(Tree, Facts(lines).Tree);
    }

    [Fact]
    public void KnowsEveryDamageOfOneLine()
    {
        var copy = Copy(Tree);
        for (var i = 1; i < copy.Count - 1; i++)
        {
            foreach (var damaged in (string[])["", copy[i][..^4], copy[i] + "AAAA", (copy[i][0] == 'A' ? 'B' : 'A') + copy[i][1..], "lost (XEN) " + copy[i]])
            {
                List<string> lines = [.. copy];
                lines[i] = damaged;
                var facts = Facts(lines);
                // Behind the end of the compressed data, and in the date in its head, damage does no harm.
                if (facts.Tree is null) Assert.Single(facts.DamagedCopies);
                else Assert.Equal(Tree, facts.Tree);
                if (i < copy.Count - 2 && damaged.Length < copy[i].Length) Assert.Null(facts.Tree);
                // The second copy makes it good.
                Assert.Equal(Tree, Facts([.. lines, .. copy]).Tree);
            }
        }
    }

    [Fact]
    public void KnowsMixedUpAndDoubledLines()
    {
        var copy = Copy(Tree);
        Assert.Null(Facts([.. copy[..1], copy[2], copy[1], .. copy[3..]]).Tree);
        Assert.Null(Facts([.. copy[..2], copy[1], .. copy[2..]]).Tree);
    }

    [Theory]
    [InlineData("dtcsharp: tree 4000000000 00")]
    [InlineData("dtcsharp: tree -1 00")]
    [InlineData("dtcsharp: tree 2999 00")]
    [InlineData("dtcsharp: tree 3001 00")]
    [InlineData("dtcsharp: tree 3000 00")]
    [InlineData("dtcsharp: tree")]
    [InlineData("")]
    public void RefusesACopyWithAnotherHead(string head)
    {
        var facts = Facts([head, .. Copy(Tree).Skip(1)]);
        Assert.Null(facts.Tree);
        Assert.Single(facts.DamagedCopies);
    }

    [Fact]
    public void UnpacksNoMoreThanWasAnnounced()
    {
        // 64 MiB of zeros in 64 KiB, announced as 100 bytes.
        var bomb = Copy(new byte[64 << 20]);
        Assert.Null(Facts([$"dtcsharp: tree 100 {new string('0', 64)}", .. bomb.Skip(1)]).Tree);
    }

    [Fact]
    public void BoundsWhatAGuestTells()
    {
        var facts = Facts(Enumerable.Repeat("dtcsharp: trouble again", 100_000));
        Assert.InRange(facts.Troubles.Count, 1, 1000);
    }

    [Theory]
    [InlineData("dtcsharp: cpus many")]
    [InlineData("dtcsharp: memory 99999999999999999999 kB")]
    [InlineData("dtcsharp: disk vda 99999999999999999999 00 x")]
    [InlineData("dtcsharp: virtio")]
    [InlineData("dtcsharp: ")]
    [InlineData("dtcsharp: up")]
    public void PassesOverWhatDoesNotParse(string line)
    {
        var facts = Facts([line]);
        Assert.Null(facts.Name);
        Assert.Null(facts.Cpus);
        Assert.Null(facts.Memory);
        Assert.Empty(facts.Disks);
    }
}
