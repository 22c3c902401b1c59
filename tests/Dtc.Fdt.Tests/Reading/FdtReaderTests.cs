using System.Text;
using Xunit;

namespace Dtc.Fdt.Tests;

public sealed class FdtReaderTests
{
    public static TheoryData<int> Versions => [2, 3, 16, 17];

    private static FdtReader Open(byte[] blob)
    {
        Assert.True(FdtReader.TryOpen(blob, out var reader, out var error), error.ToString());
        return reader;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);

    [Theory]
    [MemberData(nameof(Versions))]
    public void Walks_all_nodes(int version)
    {
        var reader = Open(SampleTree.Write(version));
        var seen = new List<string>();
        var nodes = reader.Nodes;
        while (nodes.MoveNext()) seen.Add($"{nodes.Depth}:{Text(nodes.Current.Name)}");
        Assert.Equal(FdtError.None, nodes.Error);
        Assert.Equal(["0:", "1:aliases", "1:soc", "2:serial@1000", "2:serial@2000", "3:leaf", "1:serialize"], seen);

        var children = new List<string>();
        foreach (var child in reader.Root.Children) children.Add(Text(child.Name));
        Assert.Equal(["aliases", "soc", "serialize"], children);

        var below = new List<string>();
        Assert.True(reader.Root.TryGetChild("soc"u8, out var soc));
        for (var all = soc.Descendants; all.MoveNext();) below.Add($"{all.Depth}:{Text(all.Current.Name)}");
        Assert.Equal(["0:serial@1000", "0:serial@2000", "1:leaf"], below);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Cursor_sees_what_the_enumerators_see(int version)
    {
        var reader = Open(SampleTree.Write(version));
        var expected = new List<string>();
        foreach (var node in reader.Nodes)
        {
            expected.Add(Text(node.Name));
            foreach (var property in node.Properties)
                expected.Add($"{Text(property.Name)}={Convert.ToHexString(property.Value)}");
        }
        var seen = new List<string>();
        var cursor = reader.Cursor;
        while (cursor.Read())
        {
            if (cursor.Token == FdtToken.BeginNode) seen.Add(Text(cursor.Node.Name));
            if (cursor.Token == FdtToken.Property)
                seen.Add($"{Text(cursor.Property.Name)}={Convert.ToHexString(cursor.Property.Value)}");
        }
        Assert.Equal(FdtError.None, cursor.Error);
        Assert.Equal(0, cursor.Depth);
        Assert.False(cursor.Read());
        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("//", "")]
    [InlineData("/soc", "soc")]
    [InlineData("/soc/", "soc")]
    [InlineData("//soc//serial@2000", "serial@2000")]
    [InlineData("/soc/serial", "serial@1000")]
    [InlineData("serial0", "serial@1000")]
    [InlineData("bus/serial@2000/leaf", "leaf")]
    [InlineData("bus/", "soc")]
    [InlineData("/serialize", "serialize")]
    [InlineData("/soc/serial@", null, FdtError.NotFound)]
    [InlineData("/soc/seria", null, FdtError.NotFound)]
    [InlineData("/soc/serial@3000", null, FdtError.NotFound)]
    [InlineData("/serial", null, FdtError.NotFound)]
    [InlineData("", null, FdtError.BadPath)]
    [InlineData("soc", null, FdtError.BadPath)]
    [InlineData("relative", null, FdtError.BadPath)]
    [InlineData("unterminated", null, FdtError.BadPath)]
    [InlineData("/soc\0", null, FdtError.BadPath)]
    public void Finds_by_path(string path, string? name, FdtError error = FdtError.None)
    {
        foreach (var version in Golden.Versions.Skip(1))
        {
            var reader = Open(SampleTree.Write(version));
            Assert.Equal(name != null, reader.TryGetNode(Encoding.ASCII.GetBytes(path), out var node, out var actual));
            Assert.Equal(error, actual);
            if (name != null) Assert.Equal(name, Text(node.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Finds_by_phandle_and_compatible(int version)
    {
        var reader = Open(SampleTree.Write(version));
        Assert.True(reader.TryGetNodeByPhandle(7, out var soc));
        Assert.Equal("soc", Text(soc.Name));
        Assert.True(reader.TryGetNodeByPhandle(9, out var serial));
        Assert.Equal("serial", Text(serial.BaseName));
        Assert.Equal("1000", Text(serial.UnitAddress));
        Assert.Equal(9u, serial.Phandle);
        Assert.False(reader.TryGetNodeByPhandle(8, out _, out var error));
        Assert.Equal(FdtError.NotFound, error);
        Assert.False(reader.TryGetNodeByPhandle(0, out _, out error));
        Assert.Equal(FdtError.BadPhandle, error);
        Assert.False(reader.TryGetNodeByPhandle(uint.MaxValue, out _, out error));
        Assert.Equal(FdtError.BadPhandle, error);

        var found = new List<string>();
        for (var more = reader.TryGetCompatible("acme,uart"u8, out var node); more;
             more = reader.TryGetNextCompatible(node, "acme,uart"u8, out node)) found.Add(Text(node.Name));
        Assert.Equal(["serial@1000", "serial@2000"], found);
        Assert.False(reader.TryGetCompatible("acme,uar"u8, out _));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Knows_the_way_up(int version)
    {
        var reader = Open(SampleTree.Write(version));
        Assert.True(reader.TryGetNode("/soc/serial@2000/leaf"u8, out var leaf));
        Assert.Equal(3, reader.GetDepth(leaf));
        Assert.True(reader.TryGetParent(leaf, out var parent));
        Assert.Equal("serial@2000", Text(parent.Name));
        Assert.False(reader.TryGetParent(reader.Root, out _));

        Span<byte> path = stackalloc byte[21];
        Assert.True(reader.TryGetPath(leaf, path, out var written, out _));
        Assert.Equal("/soc/serial@2000/leaf", Text(path[..written]));
        Assert.False(reader.TryGetPath(leaf, path[..20], out written, out var error));
        Assert.Equal((0, FdtError.NoSpace), (written, error));
        Assert.True(reader.TryGetPath(reader.Root, path, out written, out _));
        Assert.Equal("/", Text(path[..written]));
        Assert.False(reader.TryGetPath(reader.Root, [], out _, out error));
        Assert.Equal(FdtError.NoSpace, error);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Reads_typed_values(int version)
    {
        var reader = Open(SampleTree.Write(version));
        Assert.True(reader.TryGetNode("/soc/serial@1000"u8, out var serial));
        Assert.True(serial.TryGetProperty("compatible"u8, out var compatible));
        Assert.True(compatible.TryGetString(out var text));
        Assert.Equal("acme,uart", Text(text));
        Assert.True(reader.Root.TryGetProperty("compatible"u8, out compatible));
        Assert.False(compatible.TryGetString(out _));
        Assert.Equal(1, compatible.Strings.IndexOf("acme,soc"u8));
        Assert.True(compatible.Strings.IsWellFormed);

        Assert.True(serial.TryGetProperty("reg"u8, out var reg));
        var cells = reg.Cells;
        Assert.Equal(3, cells.Count);
        Assert.True(cells.TryTake(2, out var address));
        Assert.True(cells.TryTake(1, out var size));
        Assert.Equal((0x1000ul, 0x40ul), (address, size));
        Assert.False(cells.TryTake(1, out _));
        Assert.False(reg.TryGetUInt32(out _));

        Assert.True(reader.TryGetNode("/soc/serial@2000"u8, out var other));
        Assert.True(other.TryGetProperty("clock"u8, out var clock));
        Assert.True(clock.TryGetUInt64(out var rate));
        Assert.Equal(0x1_0000_0002ul, rate);
        Assert.False(other.TryGetProperty("cloc"u8, out _));
        Assert.Equal(0u, other.Phandle);

        Assert.True(reader.TryGetNode("/soc"u8, out var soc));
        Assert.Equal(FdtError.None, soc.GetAddressCells(out var addressCells));
        Assert.Equal(FdtError.None, reader.Root.GetSizeCells(out var sizeCells));
        Assert.Equal((2, 1), (addressCells, sizeCells));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Lists_reservations(int version)
    {
        var seen = new List<FdtReservation>();
        foreach (var one in Open(SampleTree.Write(version)).Reservations) seen.Add(one);
        Assert.Equal([new(0x8000_0000, 0x1_0000), new(0xffff_ffff_0000_0000, 1)], seen);
    }

    [Fact]
    public void Refuses_nodes_of_other_blobs()
    {
        var one = SampleTree.Write(17);
        var other = SampleTree.Write(17);
        Assert.Throws<ArgumentException>(() => Open(one).TryGetParent(Open(other).Root, out _));
        Assert.Throws<ArgumentException>(() => Open(one).GetDepth(default));
    }

    [Fact]
    public void Owner_reads_files_and_names_the_fault()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. SampleTree.Write(17), 1, 2, 3]);
            var blob = FdtBlob.Open(file);
            Assert.Equal(SampleTree.Write(17), blob.Memory.ToArray());
            Assert.True(blob.Reader.TryGetNode("serial0"u8, out _));
            File.WriteAllBytes(file, new byte[100]);
            Assert.Contains("BadMagic", Assert.Throws<InvalidDataException>(() => FdtBlob.Open(file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
