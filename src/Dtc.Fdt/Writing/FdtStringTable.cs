using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dtc.Fdt;

/// <summary>
/// Builds a strings block (Devicetree Specification v0.4, section 5.5) with the sharing that dtc does:
/// a name is looked up as the first offset whose NUL-terminated remainder equals it, so that <c>reg</c>
/// lies inside an earlier <c>foo-reg</c>, and is appended only when there is none.
/// </summary>
/// <remarks>
/// dtc scans the whole block for every property. The result is the same without the scan: a name once
/// resolved keeps its offset (the block only grows, and at its end), and the first remainder equal to a
/// new name lies in the oldest string that ends with it. So: a hash table of the names resolved, and for
/// new names the strings chained, oldest first, by their last bytes: eight of them for long names, because many
/// names share an ending like "-gpios", four for shorter ones. The few names shorter than that are searched
/// for in the block, once each.
/// </remarks>
public sealed class FdtStringTable
{
    private const int TailLength = 4;
    private const int LongTailLength = 8;

    private ByteBuffer _block = new(8192);

    // Names resolved so far; _buckets holds 1-based indices into it, linked by Next.
    private Name[] _names = new Name[512];
    private int _nameCount;
    private int[] _buckets = new int[1024];

    // Strings of the block, in order, linked (-1 ends) to the next one with the same last four or eight bytes.
    private Stored[] _stored = new Stored[512];
    private int _storedCount;
    private readonly Dictionary<uint, (int First, int Last)> _tails = [];
    private readonly Dictionary<ulong, (int First, int Last)> _longTails = [];

    private struct Name
    {
        public uint Hash;
        public int Offset;
        public int Length;
        public int Next;
    }

    private struct Stored
    {
        public int Offset;
        public int Length;
        public int Next;
        public int NextLong;
    }

    /// <summary>
    /// The block so far: NUL-terminated names one after the other. Valid until the next <see cref="Intern"/>.
    /// </summary>
    public ReadOnlySpan<byte> Block => _block.Written;

    /// <summary>Empties the table but keeps its memory.</summary>
    public void Clear()
    {
        _block.Clear();
        _buckets.AsSpan().Clear();
        _nameCount = 0;
        _storedCount = 0;
        _tails.Clear();
        _longTails.Clear();
    }

    /// <summary>
    /// The offset of <paramref name="name"/> in the block, to which it is added if it is not there yet.
    /// </summary>
    /// <param name="name">The name without its NUL.</param>
    /// <exception cref="ArgumentException">The name contains a NUL.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public int Intern(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        for (var i = _buckets[hash & (uint)(_buckets.Length - 1)]; i != 0;)
        {
            ref readonly var known = ref _names[i - 1];
            if (known.Hash == hash && known.Length == name.Length
                && _block.Written.Slice(known.Offset, known.Length).SequenceEqual(name)) return known.Offset;
            i = known.Next;
        }
        if (name.Contains((byte)0)) throw new ArgumentException("a name cannot contain NUL", nameof(name));
        var offset = FindTail(name);
        if (offset < 0) offset = Store(name);
        Remember(hash, offset, name.Length);
        return offset;
    }

    /// <summary>Adds a name whether it is there already or not, and returns its offset.</summary>
    /// <param name="name">The name without its NUL.</param>
    /// <exception cref="ArgumentException">The name contains a NUL.</exception>
    /// <exception cref="FdtTooLargeException">The block would be too large.</exception>
    public int Append(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)0)) throw new ArgumentException("a name cannot contain NUL", nameof(name));
        return Store(name);
    }

    private int FindTail(ReadOnlySpan<byte> name)
    {
        if (name.Length < TailLength)
        {
            Span<byte> terminated = stackalloc byte[TailLength];
            name.CopyTo(terminated);
            terminated[name.Length] = 0;
            return _block.Written.IndexOf(terminated[..(name.Length + 1)]);
        }
        var isLong = name.Length >= LongTailLength;
        if (isLong ? !_longTails.TryGetValue(LongTailKey(name), out var chain) : !_tails.TryGetValue(TailKey(name), out chain)) return -1;
        var block = _block.Written;
        for (var i = chain.First; i >= 0; i = isLong ? _stored[i].NextLong : _stored[i].Next)
        {
            ref readonly var stored = ref _stored[i];
            if (block.Slice(stored.Offset, stored.Length).EndsWith(name))
                return stored.Offset + stored.Length - name.Length;
        }
        return -1;
    }

    private int Store(ReadOnlySpan<byte> name)
    {
        var offset = _block.Length;
        var bytes = _block.Append(name.Length + 1L);
        name.CopyTo(bytes);
        bytes[name.Length] = 0;

        if (name.Length < TailLength) return offset;

        if (_storedCount == _stored.Length) Array.Resize(ref _stored, 2 * _storedCount);
        var index = _storedCount++;
        _stored[index] = new Stored { Offset = offset, Length = name.Length, Next = -1, NextLong = -1 };
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_tails, TailKey(name), out var exists);
        if (exists) _stored[chain.Last].Next = index;
        else chain.First = index;
        chain.Last = index;
        if (name.Length < LongTailLength) return offset;

        ref var longChain = ref CollectionsMarshal.GetValueRefOrAddDefault(_longTails, LongTailKey(name), out exists);
        if (exists) _stored[longChain.Last].NextLong = index;
        else longChain.First = index;
        longChain.Last = index;
        return offset;
    }

    private void Remember(uint hash, int offset, int length)
    {
        if (_nameCount == _names.Length)
        {
            Array.Resize(ref _names, 2 * _nameCount);
            _buckets = new int[2 * _names.Length];
            for (var i = 0; i < _nameCount; i++) Link(i);
        }
        _names[_nameCount] = new Name { Hash = hash, Offset = offset, Length = length };
        Link(_nameCount++);
    }

    private void Link(int index)
    {
        ref var bucket = ref _buckets[_names[index].Hash & (uint)(_buckets.Length - 1)];
        _names[index].Next = bucket;
        bucket = index + 1;
    }

    private static uint TailKey(ReadOnlySpan<byte> name) =>
        BinaryPrimitives.ReadUInt32LittleEndian(name[^TailLength..]);

    private static ulong LongTailKey(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt64LittleEndian(name[^LongTailLength..]);

    /// <summary>Mixes 8 bytes a step; the last step overlaps the one before, so that no byte is read alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        const ulong mix = 0x9E3779B97F4A7C15;
        var h = (ulong)name.Length;
        if (name.Length >= 8)
        {
            for (var i = 0; i < name.Length - 8; i += 8)
                h = (h ^ BinaryPrimitives.ReadUInt64LittleEndian(name[i..])) * mix;
            h = (h ^ (h >> 32) ^ BinaryPrimitives.ReadUInt64LittleEndian(name[^8..])) * mix;
        }
        else
        {
            foreach (var b in name) h = (h << 8) ^ b ^ (h >> 56);
            h *= mix;
        }
        return (uint)(h >> 32);
    }
}
