using System.Text;
using Xunit;

namespace Dtc.Fdt.Tests;

public sealed class FdtStringTableTests
{
    /// <summary>The linear scan that the table must agree with, as its definition reads.</summary>
    private sealed class Scan
    {
        private readonly List<byte> _block = [];

        public byte[] Block => [.. _block];

        public int Intern(ReadOnlySpan<byte> name)
        {
            var block = _block.ToArray();
            for (var i = 0; i < block.Length; i++)
            {
                var rest = block.AsSpan(i);
                if (rest[..rest.IndexOf((byte)0)].SequenceEqual(name)) return i;
            }
            _block.AddRange(name);
            _block.Add(0);
            return block.Length;
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(26, 4)]
    public void Agrees_with_a_linear_scan(int letters, int seed)
    {
        var random = new Random(seed);
        var table = new FdtStringTable();
        Span<byte> name = stackalloc byte[40];
        for (var round = 0; round < 5; round++)
        {
            table.Clear();
            var scan = new Scan();
            for (var i = 0; i < 700; i++)
            {
                var length = random.Next(random.Next(1, 40));
                foreach (ref var b in name[..length]) b = (byte)('a' + random.Next(letters));
                Assert.Equal(scan.Intern(name[..length]), table.Intern(name[..length]));
            }
            Assert.Equal(scan.Block, table.Block.ToArray());
        }
    }

    [Fact]
    public void Holds_many_names()
    {
        var table = new FdtStringTable();
        var offsets = Enumerable.Range(0, 20_000)
            .Select(i => table.Intern(Encoding.ASCII.GetBytes($"name,{i:x5}")))
            .ToArray();
        Assert.Equal(20_000, offsets.Distinct().Count());
        for (var i = 0; i < offsets.Length; i++)
            Assert.Equal(offsets[i], table.Intern(Encoding.ASCII.GetBytes($"name,{i:x5}")));
        Assert.Equal(20_000 * 11, table.Block.Length);
    }
}
