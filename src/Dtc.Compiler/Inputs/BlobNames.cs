using Dtc.Tree;

namespace Dtc.Compiler.Inputs;

/// <summary>The property names of a blob, each looked up once.</summary>
internal sealed class BlobNames
{
    private const int MaxIndexed = 1 << 16;
    private const long MaxBytes = 64 << 20;

    private readonly byte[] _blob;
    private readonly int _start;
    private readonly int _length;
    private readonly NameTable _names;
    private readonly Name?[]? _byOffset;
    private readonly Dictionary<int, Name>? _known;
    private long _bytes;

    /// <summary>Serves the names between <paramref name="start"/> and <paramref name="end"/> of the blob.</summary>
    public BlobNames(byte[] blob, int start, int end, NameTable names)
    {
        _blob = blob;
        _start = start;
        _length = end - start;
        _names = names;
        if (_length <= MaxIndexed) _byOffset = new Name?[_length];
        else _known = [];
    }

    /// <summary>
    /// The name at an offset into the strings; null when it is outside, has no end, or when the names overlap so
    /// much that they are there to fill the memory.
    /// </summary>
    public Name? Find(uint offset)
    {
        if (offset >= (uint)_length) return null;
        var at = (int)offset;
        if (_byOffset is null) return _known!.TryGetValue(at, out var known) ? known : _known[at] = Intern(at)!;
        return _byOffset[at] ??= Intern(at);
    }

    private Name? Intern(int offset)
    {
        var strings = _blob.AsSpan(_start + offset, _length - offset);
        var length = strings.IndexOf((byte)0);
        _bytes += length;
        return length < 0 || _bytes > MaxBytes ? null : _names.Intern(strings[..length]);
    }
}
