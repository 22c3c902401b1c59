using System.Buffers;
using System.Buffers.Binary;
using Xunit;

namespace Dtc.Fdt.Tests;

public sealed class FdtWriterTests
{
    public static TheoryData<int> Versions => [.. Golden.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Writes_what_dtc_writes(int version)
    {
        var writer = new FdtWriter(version);
        Golden.Write(writer);
        Assert.Equal(Golden.Read(version), writer.Finish(Golden.Layout));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    public void Gives_a_blob_back_that_is_read_and_written(int version)
    {
        var blob = Golden.Read(version);
        Assert.True(FdtReader.TryOpen(blob, out var reader, out _));
        var writer = new FdtWriter(version);
        foreach (var one in reader.Reservations) writer.AddReservation(one.Address, one.Size);
        for (var cursor = reader.Cursor; cursor.Read();)
        {
            if (cursor.Token == FdtToken.BeginNode) writer.BeginNode(cursor.Node.Name);
            else if (cursor.Token == FdtToken.Property) writer.Property(cursor.Property.Name, cursor.Property.Value);
            else writer.EndNode();
        }
        Assert.Equal(blob, writer.Finish(Golden.Layout));
    }

    [Fact]
    public void Is_reusable_across_versions()
    {
        var writer = new FdtWriter();
        foreach (var version in Golden.Versions.Concat(Golden.Versions))
        {
            writer.Reset(version);
            Golden.Write(writer);
            Assert.Equal(Golden.Read(version), writer.Finish(Golden.Layout));
        }
    }

    [Fact]
    public void Every_way_to_finish_gives_the_same_bytes_over_dirty_memory()
    {
        var writer = new FdtWriter();
        Golden.Write(writer);
        var expected = Golden.Read(17);

        var span = new byte[expected.Length + 7];
        Array.Fill(span, (byte)0xaa);
        Assert.Equal(expected.Length, writer.Finish(Golden.Layout, span));
        Assert.Equal(expected, span[..expected.Length]);
        Assert.All(span[expected.Length..], b => Assert.Equal(0xaa, b));

        var buffer = new DirtyBuffer();
        writer.Finish(Golden.Layout, buffer);
        Assert.Equal(expected, buffer.Bytes[..buffer.Count]);
        Assert.Equal(expected.Length, writer.Measure(Golden.Layout));
        Assert.Throws<ArgumentException>(() => writer.Finish(Golden.Layout, new byte[expected.Length - 1]));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(100, 0, 0, 20)]
    [InlineData(80, 0, 0, 0)]
    [InlineData(79, 0, 0, 0)]
    [InlineData(100, 7, 0, 7)]
    [InlineData(0, 7, 0, 7)]
    [InlineData(0, -7, 0, 0)]
    [InlineData(0, 0, 32, 16)]
    [InlineData(0, 1, 32, 16)]
    [InlineData(0, 17, 32, 48)]
    [InlineData(100, 0, 64, 48)]
    public void Pads_as_dtc_does(int minimum, int padding, int alignment, int added)
    {
        // Empty tree: header 40, terminator 16, structure 16 = 72; one reservation slot less: add a property name.
        var writer = new FdtWriter();
        writer.BeginNode([]);
        writer.EndNode();
        writer.InternString("seven.."u8);
        var blob = writer.Finish(new FdtLayout { MinimumSize = minimum, Padding = padding, Alignment = alignment });
        Assert.Equal(80 + added, blob.Length);
        Assert.Equal(blob.Length, BinaryPrimitives.ReadInt32BigEndian(blob.AsSpan(4)));
        Assert.Equal(minimum == 79, writer.MinimumSizeExceeded);
    }

    [Fact]
    public void Refuses_what_is_no_tree()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FdtWriter(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FdtWriter().Reset(18));
        Assert.Throws<InvalidOperationException>(() => new FdtWriter().EndNode());
        Assert.Throws<InvalidOperationException>(() => new FdtWriter().Property("x"u8, []));
        Assert.Throws<InvalidOperationException>(() => new FdtWriter().Finish(default));
        Assert.Throws<ArgumentException>(() => new FdtWriter().BeginNode("a\0b"u8));
        Assert.Throws<ArgumentException>(() => new FdtWriter().InternString("a\0b"u8));

        var open = new FdtWriter();
        open.BeginNode([]);
        Assert.Throws<InvalidOperationException>(() => open.Finish(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => open.Property(0, []));
        open.BeginNode("a"u8);
        open.EndNode();
        Assert.Throws<InvalidOperationException>(() => open.Property("late"u8, []));
        open.EndNode();
        Assert.Throws<InvalidOperationException>(() => open.BeginNode([]));
        Assert.Throws<ArgumentException>(() => open.Finish(new FdtLayout { Alignment = 24 }));
        Assert.Throws<FdtTooLargeException>(() => open.Finish(new FdtLayout { Padding = int.MaxValue }));
        Assert.Throws<FdtTooLargeException>(() => open.Finish(new FdtLayout { ReservedEntries = int.MaxValue }));
        var rounded = new FdtLayout { Alignment = 1 << 30, MinimumSize = (1 << 30) + 1 };
        Assert.Throws<FdtTooLargeException>(() => open.Finish(rounded));
    }

    private sealed class DirtyBuffer : IBufferWriter<byte>
    {
        public byte[] Bytes { get; private set; } = [];

        public int Count { get; private set; }

        public void Advance(int count) => Count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            Bytes = new byte[sizeHint + 100];
            Array.Fill(Bytes, (byte)0xaa);
            return Bytes;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
