using System.Buffers.Binary;
using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>
/// A blob as libfdt reads it when nobody has called fdt_check_header, which fdtget does not: magic, versions and size
/// are looked at, everything else is found out, or not, by the step that needs it. <see cref="FdtReader"/> would refuse
/// blobs that fdtget reads. Offsets count from the start of the structure block; negative results are error codes.
/// </summary>
/// <remarks>Where libfdt would read behind its buffer, this reports the end of the blob.</remarks>
internal readonly ref struct ProbedFdt
{
    /// <summary>The tokens of the structure block.</summary>
    public const uint BeginNode = 1, EndNode = 2, Property = 3, Nop = 4, End = 9;

    private const uint UnfinishedMagic = ~FdtHeader.Magic; // of a blob that the sequential writer has not finished
    private const int PropertyHead = 12;

    private readonly ReadOnlySpan<byte> _blob;
    private readonly int _probe;
    private readonly uint _structure;
    private readonly uint _structureEnd; // relative, from version 17 on
    private readonly uint _strings;
    private readonly uint _version;
    private readonly uint _end; // of the blob

    /// <summary>Looks at the header of the blob in <paramref name="buffer"/>, which has at least 40 bytes.</summary>
    public ProbedFdt(ReadOnlySpan<byte> buffer)
    {
        _blob = buffer;
        _structure = Field(8);
        _structureEnd = Field(36);
        _strings = Field(12);
        _version = Field(20);
        _end = Math.Min(Field(4), (uint)buffer.Length);
        _probe = Probe();
    }

    private uint Field(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_blob[offset..]);

    private int Probe()
    {
        var magic = Field(0);
        if (magic == FdtHeader.Magic)
        {
            if (_version < 2 || Field(24) > 17) return -(int)FdtError.BadVersion;
        }
        else if (magic != UnfinishedMagic) return -(int)FdtError.BadMagic;
        else if (_structureEnd == 0) return -(int)FdtError.BadState;

        return Field(4) < int.MaxValue ? 0 : -(int)FdtError.Truncated;
    }

    /// <summary>The token at an offset, and where the next one is or why it cannot be found (then the token is End).</summary>
    public uint NextTag(int start, out int next)
    {
        next = -(int)FdtError.Truncated;
        if (!Holds(start, 4)) return End;
        var tag = Cell(start);
        var offset = start + 4L;
        next = -(int)FdtError.BadStructure;
        switch (tag)
        {
            case BeginNode:
                var rest = FromStructure(start + 4);
                var length = rest.IndexOf((byte)0);
                if (length < 0) return End;
                offset += length + 1;
                break;
            case Property:
                if (!Holds(start + 4, 4)) return End;
                var size = Cell(start + 4);
                if (size + offset >= int.MaxValue) return End;
                offset = start + PropertyHead + (long)size;
                if (_version < 16 && size >= 8 && (offset - size) % 8 != 0) offset += 4;
                break;
            case EndNode or Nop or End:
                break;
            default:
                return End;
        }

        if (!Holds(start, offset - start)) return End;
        next = (int)((offset + 3) & ~3L);
        return tag;
    }

    /// <summary>The offset of the node at a path, whose first component may be an alias.</summary>
    public int PathOffset(ReadOnlySpan<byte> path)
    {
        if (_probe < 0) return _probe;
        if (path.IsEmpty) return -(int)FdtError.BadPath;
        var offset = 0;
        if (path[0] != '/')
        {
            var end = path.IndexOf((byte)'/');
            var name = end < 0 ? path : path[..end];
            if (!TryAlias(name, out var target)) return -(int)FdtError.BadPath;
            offset = PathOffset(target);
            path = path[name.Length..];
        }

        while (true)
        {
            path = path.TrimStart((byte)'/');
            if (path.IsEmpty) return offset;
            var end = path.IndexOf((byte)'/');
            var name = end < 0 ? path : path[..end];
            offset = Child(offset, name);
            if (offset < 0) return offset;
            path = path[name.Length..];
        }
    }

    /// <summary>The value of a property; false with the error code in <paramref name="error"/>.</summary>
    public bool TryGetValue(int node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out int error)
    {
        value = default;
        for (error = FirstProperty(node); error >= 0; error = NextProperty(error))
        {
            if (!TryGetName(error, out var found) || !found.SequenceEqual(name)) continue;
            var size = Cell(error + 4);
            var at = error + PropertyHead;
            if (_version < 16 && size >= 8 && at % 8 != 0) at += 4;
            value = FromStructure(at)[..(int)size];
            return true;
        }

        return false;
    }

    /// <summary>The offset of a node's first property, or an error code.</summary>
    public int FirstProperty(int node)
    {
        var body = Body(node);
        return body < 0 ? body : PropertyFrom(body);
    }

    /// <summary>The offset of the property after another, or an error code.</summary>
    public int NextProperty(int property)
    {
        NextTag(property, out var next);
        return PropertyFrom(next);
    }

    /// <summary>The name of the property at an offset; false when the strings block holds none there.</summary>
    public bool TryGetName(int property, out ReadOnlySpan<byte> name)
    {
        name = default;
        var offset = (int)Cell(property + 8);
        var start = unchecked((uint)offset + _strings);
        if (start >= _end) return false;
        var length = _end - start;
        if (Field(0) == UnfinishedMagic)
        {
            // Its strings grow downwards from the end of the buffer.
            var before = (uint)-(long)offset;
            if (offset >= 0 || before > Field(32)) return false;
            length = Math.Min(length, before);
        }
        else if (offset < 0) return false;
        else if (_version >= 17)
        {
            if ((uint)offset >= Field(32)) return false;
            length = Math.Min(length, Field(32) - (uint)offset);
        }

        var rest = _blob.Slice((int)start, (int)length);
        var end = rest.IndexOf((byte)0);
        if (end >= 0) name = rest[..end];
        return end >= 0;
    }

    /// <summary>The name of a node; false when it has none, which only full paths of old versions can lack.</summary>
    public bool TryGetNodeName(int node, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (Body(node) < 0) return false;
        name = FromStructure(node + 4);
        name = name[..name.IndexOf((byte)0)];
        if (_version >= 16) return true;
        var slash = name.LastIndexOf((byte)'/');
        name = name[(slash + 1)..];
        return slash >= 0;
    }

    /// <summary>Where the content of a node begins, or an error code.</summary>
    public int Body(int node)
    {
        if (node < 0 || node % 4 != 0) return -(int)FdtError.BadOffset;
        return NextTag(node, out var body) == BeginNode ? body : -(int)FdtError.BadOffset;
    }

    private int PropertyFrom(int offset)
    {
        while (true)
        {
            var tag = NextTag(offset, out var next);
            switch (tag)
            {
                case End:
                    return next >= 0 ? -(int)FdtError.BadStructure : next;
                case Property:
                    return offset;
                case Nop:
                    offset = next;
                    break;
                default:
                    return -(int)FdtError.NotFound;
            }
        }
    }

    private int Child(int parent, ReadOnlySpan<byte> name)
    {
        if (parent < 0) return parent;
        var offset = Body(parent);
        if (offset < 0) return offset;
        var depth = 0;
        while (true)
        {
            var tag = NextTag(offset, out var next);
            switch (tag)
            {
                case BeginNode:
                    if (++depth == 1 && IsNamed(offset, name)) return offset;
                    break;
                case EndNode when --depth < 0:
                    return -(int)FdtError.NotFound;
                case End:
                    return next >= 0 ? -(int)FdtError.NotFound : next;
            }

            offset = next;
        }
    }

    private bool IsNamed(int node, ReadOnlySpan<byte> name) =>
        TryGetNodeName(node, out var found) && found.StartsWith(name)
        && (found.Length == name.Length || (found[name.Length] == '@' && !name.Contains((byte)'@')));

    private bool TryAlias(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> path)
    {
        path = default;
        var aliases = PathOffset("/aliases"u8);
        if (aliases < 0 || !TryGetValue(aliases, name, out path, out _)) return false;
        if (path.IsEmpty || path[^1] != 0 || path[0] != '/') return false;
        path = path[..path.IndexOf((byte)0)];
        return true;
    }

    // Whether so many bytes at an offset belong to the blob and to its structure block.
    private bool Holds(int offset, long size)
    {
        if (offset < 0) return false;
        var absolute = unchecked((uint)offset + _structure);
        if (absolute < (uint)offset || absolute + size > _end) return false;
        return _version < 17 || offset + size <= _structureEnd;
    }

    private uint Cell(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_blob[(int)(_structure + (uint)offset)..]);

    // Everything from an offset that is held to the end of the blob or of the structure block.
    private ReadOnlySpan<byte> FromStructure(int offset)
    {
        var end = _version < 17 ? _end : (uint)Math.Min(_end, (ulong)_structure + _structureEnd);
        var start = Math.Min(_structure + (uint)offset, end);
        return _blob[(int)start..(int)end];
    }
}
