using System.Buffers.Binary;
using System.Text;

namespace Dtc.Fdt.Tests;

/// <summary>Makes blobs and damages them, reproducibly from a seed.</summary>
internal sealed class BlobMutator
{
    /// <summary>Numbers at the edges of what the fields can hold.</summary>
    private static readonly uint[] Interesting =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 17, 18, 28, 32, 36, 40, 0x100, 0xffff, 0x10000,
        0x7ffffff0, 0x7ffffffc, 0x7fffffff, 0x80000000, 0xfffffff0,
        0xfffffff4, 0xfffffff8, 0xfffffffc, 0xffffffff, 0xd00dfeed,
    ];

    private static readonly string[] NodeNames =
    [
        "soc", "serial@0", "serial@1000", "i2c", "bus@7e000000",
        "a", "very-long-node-name@123456789", "cpus", "aliases", "x@1,2",
    ];

    private static readonly string[] PropertyNames =
    [
        "reg", "compatible", "phandle", "linux,phandle", "status",
        "foo-reg", "interrupt-parent", "name", "#address-cells", "ranges",
    ];

    private readonly Random _random;
    private readonly byte[][] _sound;

    public BlobMutator(int seed)
    {
        _random = new Random(seed);
        _sound = [.. Enumerable.Range(0, 64).Select(i => Make(i)), .. Golden.Versions.Skip(1).Select(Golden.Read)];
    }

    /// <summary>Room that every blob fits in.</summary>
    public const int Capacity = 16384;

    /// <summary>The blobs before they are damaged.</summary>
    public IReadOnlyList<byte[]> Sound => _sound;

    /// <summary>Writes a damaged blob (one in sixteen is left sound) and returns its length.</summary>
    public int Next(Span<byte> destination)
    {
        var source = _sound[_random.Next(_sound.Length)];
        source.CopyTo(destination);
        var length = source.Length;
        if (_random.Next(16) == 0) return length;
        for (var n = 1 + _random.Next(_random.Next(1, 8)); n > 0 && length > 0; n--)
        {
            var blob = destination[..length];
            switch (_random.Next(10))
            {
                case 0:
                    blob[_random.Next(length)] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    blob[_random.Next(length)] = (byte)_random.Next(256);
                    break;
                case 2 when _random.Next(4) == 0:
                    length = _random.Next(length);
                    break;
                case 3:
                    Overwrite(blob, 4 * _random.Next(10)); // a header field
                    break;
                case 4: // a token, where one is likely
                    Overwrite(blob, 4 * _random.Next(length / 4 + 1), (uint)_random.Next(10));
                    break;
                case 5 or 6:
                    Overwrite(blob, 4 * _random.Next(length / 4 + 1));
                    break;
                case 7: // cells of the blob moved inside it
                    var count = 4 * _random.Next(1, 16);
                    var from = 4 * _random.Next(length / 4 + 1);
                    var to = 4 * _random.Next(length / 4 + 1);
                    if (from + count <= length && to + count <= length) blob.Slice(from, count).CopyTo(blob[to..]);
                    break;
                case 8: // a piece of another blob
                    var other = _sound[_random.Next(_sound.Length)];
                    var start = 4 * _random.Next(10, other.Length / 4);
                    var size = Math.Min(4 * _random.Next(1, 32), other.Length - start);
                    var at = 4 * _random.Next(length / 4 + 1);
                    if (at + size <= length) other.AsSpan(start, size).CopyTo(blob[at..]);
                    break;
                case 9: // a NOP
                    Overwrite(blob, 4 * _random.Next(length / 4 + 1), 4);
                    break;
            }
        }
        return length;
    }

    private void Overwrite(Span<byte> blob, int at) => Overwrite(blob, at, _random.Next(3) switch
    {
        0 => Interesting[_random.Next(Interesting.Length)],
        1 => (uint)_random.Next(blob.Length + 8),
        _ => (uint)(blob.Length & ~3) - 4 * (uint)_random.Next(8),
    });

    private static void Overwrite(Span<byte> blob, int at, uint value)
    {
        if (at + 4 <= blob.Length) BinaryPrimitives.WriteUInt32BigEndian(blob[at..], value);
    }

    private byte[] Make(int index)
    {
        var version = (index % 8) switch { 0 => 2, 1 => 3, 2 => 16, _ => 17 };
        var writer = new FdtWriter(version);
        for (var i = index % 3; i > 0; i--)
            writer.AddReservation((ulong)_random.NextInt64(), (ulong)_random.Next(1, 1000));
        WriteNode(writer, "", "", 0);
        return writer.Finish(new FdtLayout { Padding = index % 5, ReservedEntries = index % 2 });
    }

    private void WriteNode(FdtWriter writer, string name, string path, int depth)
    {
        var full = depth == 0 ? "/" : path;
        writer.BeginNode(Encoding.ASCII.GetBytes(writer.UsesFullPaths ? full : name));
        for (var i = _random.Next(5); i > 0; i--)
        {
            var property = Encoding.ASCII.GetBytes(PropertyNames[_random.Next(PropertyNames.Length)]);
            if (_random.Next(3) == 0) writer.Property("phandle"u8, [0, 0, 0, (byte)_random.Next(1, 20)]);
            else if (_random.Next(3) == 0) writer.Property("compatible"u8, "vendor,x\0vendor,y\0"u8);
            else
            {
                var value = new byte[_random.Next(3) == 0 ? 4 : _random.Next(21)];
                _random.NextBytes(value);
                writer.Property(property, value);
            }
        }
        for (var i = depth < 5 ? _random.Next(5 - depth) : 0; i > 0; i--)
        {
            var child = NodeNames[_random.Next(NodeNames.Length)];
            WriteNode(writer, child, $"{path}/{child}", depth + 1);
        }
        writer.EndNode();
    }
}
