using Xunit;

namespace Dtc.Fdt.Tests;

/// <summary>The parts of the reader that go by number, and the counts.</summary>
public sealed class OffsetAccessTests
{
    private static readonly byte[] Blob = SampleTree.Write(17);

    private static FdtReader Open()
    {
        Assert.True(FdtReader.TryOpen(Blob, out var reader, out _));
        return reader;
    }

    [Fact]
    public void Tokens_properties_and_strings_are_found_by_offset()
    {
        var reader = Open();
        Assert.Equal(FdtToken.BeginNode, reader.ReadToken(0, out var next, out var error));
        Assert.Equal((8, FdtError.None), (next, error));
        Assert.True(reader.TryGetPropertyAt(next, out var property, out _));
        Assert.True(property.Name.SequenceEqual("#address-cells"u8));
        Assert.True(reader.TryGetString((int)property.NameOffset + 1, out var text, out _));
        Assert.True(text.SequenceEqual("address-cells"u8));

        Assert.Equal(FdtToken.None, reader.ReadToken(2, out _, out error));
        Assert.Equal(FdtError.BadOffset, error);
        Assert.Equal(FdtToken.None, reader.ReadToken(-4, out _, out error));
        Assert.Equal(FdtError.BadOffset, error);
        Assert.Equal(FdtToken.None, reader.ReadToken(0x7ffffffc, out _, out error));
        Assert.Equal(FdtError.Truncated, error);
        Assert.False(reader.TryGetPropertyAt(0, out _, out error));
        Assert.Equal(FdtError.BadOffset, error);
        Assert.False(reader.TryGetString(-1, out _, out error));
        Assert.Equal(FdtError.BadOffset, error);
    }

    [Fact]
    public void Ancestors_are_found_by_depth()
    {
        var reader = Open();
        Assert.True(reader.TryGetNode("/soc/serial@2000/leaf"u8, out var leaf));
        foreach (var (depth, name) in new[] { (0, ""), (1, "soc"), (2, "serial@2000"), (3, "leaf") })
        {
            Assert.True(reader.TryGetAncestor(leaf, depth, out var ancestor, out _));
            Assert.Equal(name, System.Text.Encoding.ASCII.GetString(ancestor.Name));
        }

        Assert.False(reader.TryGetAncestor(leaf, 4, out _, out var error));
        Assert.Equal(FdtError.NotFound, error);
        Assert.False(reader.TryGetAncestor(leaf, -1, out _, out error));
        Assert.Equal(FdtError.NotFound, error);
    }

    [Fact]
    public void Nodes_are_found_by_a_value()
    {
        var reader = Open();
        Assert.True(reader.TryGetNodeByProperty("#address-cells"u8, [0, 0, 0, 2], out var node));
        Assert.True(node.Name.SequenceEqual("soc"u8));
        Assert.True(reader.TryGetNodeByProperty("compatible"u8, "acme,uart\0"u8, out node));
        Assert.False(reader.TryGetNextNodeByProperty(node, "compatible"u8, "acme,uart\0"u8, out _));
        Assert.False(reader.TryGetNodeByProperty("compatible"u8, "acme"u8, out _));
    }

    [Fact]
    public void Phandles_are_counted_up()
    {
        Assert.True(Open().TryGetMaxPhandle(out var largest, out _));
        Assert.True(Open().TryGetFreePhandle(out var free, out _));
        Assert.Equal((9u, 10u), (largest, free));
        var tree = new TreeModel("");
        tree.Set("phandle", uint.MaxValue - 1);
        Assert.True(FdtReader.TryOpen(tree.ToBlob(), out var reader, out _));
        Assert.False(reader.TryGetFreePhandle(out _, out var error));
        Assert.Equal(FdtError.NoPhandles, error);
    }

    [Fact]
    public void Reservations_are_counted_and_indexed()
    {
        var all = Open().Reservations;
        Assert.True(all.TryCount(out var count, out _));
        Assert.True(all.TryGet(1, out var second, out _));
        Assert.Equal((2, 0xffff_ffff_0000_0000u, 1u), (count, second.Address, second.Size));
        Assert.True(all.TryGet(2, out var end, out _));
        Assert.Equal(0u, end.Size);
        Assert.False(all.TryGet(-1, out _, out var error));
        Assert.Equal(FdtError.BadOffset, error);
        Assert.False(all.TryGet(int.MaxValue, out _, out _));
    }

    [Theory]
    [InlineData("", 0, FdtError.None)]
    [InlineData("a\0", 1, FdtError.None)]
    [InlineData("a\0\0bc\0", 3, FdtError.None)]
    [InlineData("a\0b", 0, FdtError.BadValue)]
    public void Strings_are_counted(string value, int count, FdtError error)
    {
        var list = new FdtStringList(System.Text.Encoding.ASCII.GetBytes(value));
        Assert.Equal(error == FdtError.None, list.TryCount(out var actual, out var why));
        Assert.Equal((count, error), (actual, why));
    }

    [Fact]
    public void Strings_are_found_by_index()
    {
        var list = new FdtStringList("one\0two\0thr"u8);
        Assert.True(list.TryGet(1, out var text, out _));
        Assert.True(text.SequenceEqual("two"u8));
        Assert.False(list.TryGet(2, out _, out var error));
        Assert.Equal(FdtError.BadValue, error);
        Assert.False(new FdtStringList("one\0"u8).TryGet(1, out _, out error));
        Assert.Equal(FdtError.NotFound, error);
    }

    [Fact]
    public void Names_may_be_written_apart_and_values_filled_in_later()
    {
        var writer = new FdtWriter { SharesNames = false };
        writer.BeginNode([]);
        writer.Property("a"u8, [1]);
        var value = writer.Property("a"u8, 5);
        Assert.Equal(new byte[5], value.ToArray());
        value[4] = 7;
        writer.EndNode();
        Assert.True(writer.StringsBlock.SequenceEqual("a\0a\0"u8));
        Assert.True(FdtReader.TryOpen(writer.Finish(default), out var reader, out _));
        var all = reader.Root.Properties;
        Assert.True(all.MoveNext() && all.MoveNext());
        Assert.Equal([0, 0, 0, 0, 7], all.Current.Value.ToArray());
        Assert.Throws<ArgumentException>(() => new FdtWriter { SharesNames = false }.Property("a\0"u8, []));
    }
}
