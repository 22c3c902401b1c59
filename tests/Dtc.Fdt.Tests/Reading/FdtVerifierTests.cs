using System.Buffers.Binary;
using Xunit;

namespace Dtc.Fdt.Tests;

public sealed class FdtVerifierTests
{
    private static FdtError Check(Action<byte[]> damage, FdtRules rules = FdtRules.Libfdt18)
    {
        var blob = SampleTree.Write(17);
        damage(blob);
        return FdtVerifier.Check(blob, rules);
    }

    private static void Set(byte[] blob, int at, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(at), value);

    private static int Structure(byte[] blob) => BinaryPrimitives.ReadInt32BigEndian(blob.AsSpan(8));

    [Fact]
    public void Accepts_what_dtc_writes()
    {
        foreach (var version in Golden.Versions.Skip(1))
        {
            Assert.Equal(FdtError.None, FdtVerifier.Check(Golden.Read(version), FdtRules.Libfdt18));
            Assert.Equal(FdtError.None, FdtVerifier.Check(SampleTree.Write(version)));
        }
        // libfdt has never read version 1.
        Assert.Equal(FdtError.BadVersion, FdtVerifier.Check(Golden.Read(1)));
    }

    [Fact]
    public void Names_the_fault_as_libfdt_does()
    {
        Assert.Equal(FdtError.Truncated, FdtVerifier.Check([]));
        Assert.Equal(FdtError.BadMagic, Check(b => Set(b, 0, 0)));
        Assert.Equal(FdtError.Truncated, Check(b => Set(b, 4, (uint)b.Length + 1)));
        Assert.Equal(FdtError.BadVersion, Check(b => Set(b, 20, 1)));
        Assert.Equal(FdtError.BadVersion, Check(b => Set(b, 24, 18)));
        Assert.Equal(FdtError.Truncated, Check(b => Set(b, 12, (uint)b.Length)));
        Assert.Equal(FdtError.Truncated, Check(b => Set(b, 36, 0xffffffff)));
        Assert.Equal(FdtError.BadStructure, Check(b => Set(b, Structure(b), 7)));
        Assert.Equal(FdtError.BadStructure, Check(b => Set(b, Structure(b) + 12, 0xfffffff4)));
        Assert.Equal(FdtError.BadOffset, Check(b => Set(b, Structure(b) + 16, 0x7fffffff)));
        Assert.Equal(FdtError.BadStructure, Check(b => b[Structure(b) + 4] = (byte)'x'));
    }

    [Fact]
    public void A_name_must_end_inside_the_strings()
    {
        var writer = new FdtWriter();
        writer.BeginNode([]);
        writer.Property("last"u8, []);
        writer.EndNode();
        var blob = writer.Finish(new FdtLayout { Padding = 8 });
        Assert.Equal(FdtError.None, FdtVerifier.Check(blob));
        Set(blob, 32, 4); // the NUL of "last" is padding now
        Assert.Equal(FdtError.Truncated, FdtVerifier.Check(blob));
        Assert.True(FdtReader.TryOpen(blob, out var reader, out _));
        foreach (var property in reader.Root.Properties)
        {
            Assert.False(property.TryGetName(out _, out var error));
            Assert.Equal(FdtError.Truncated, error);
        }
    }

    [Fact]
    public void Rules_differ_in_alignment()
    {
        static void MoveStructure(byte[] b) => Set(b, 8, (uint)Structure(b) + 2);
        Assert.Equal(FdtError.Alignment, Check(MoveStructure));
        Assert.NotEqual(FdtError.Alignment, Check(MoveStructure, FdtRules.Libfdt16));
        Assert.Equal(FdtError.Alignment, Check(b => Set(b, 16, 44)));
    }
}
