using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Dtc.Fdt;

/// <summary>
/// Searches over the structure block. Results are node offsets, or error codes negated, as in libfdt.
/// </summary>
internal static class FdtLookup
{
    private const int NotFound = -(int)FdtError.NotFound;
    private const int Truncated = -(int)FdtError.Truncated;

    /// <summary>"phandle" and its NUL as they read as one little-endian number.</summary>
    private const ulong PhandleWord = 0x00656c646e616870;

    /// <summary>Makes a view of the node that a search has found.</summary>
    public static bool TryMakeNode(scoped in FdtBlocks blocks, int offset, out FdtNode node, out FdtError error)
    {
        node = default;
        error = offset < 0 ? (FdtError)(-offset) : FdtError.None;
        if (offset < 0) return false;
        if (offset % 4 != 0
            || FdtScan.Next(blocks.Structure, blocks.FullPaths, offset, out var body) != FdtToken.BeginNode)
        {
            error = FdtError.BadOffset;
            return false;
        }
        node = new FdtNode(blocks, offset, body);
        return true;
    }

    /// <summary>The child called <paramref name="name"/> (without NUL) of the node with the given body.</summary>
    public static int Child(scoped in FdtBlocks blocks, int body, scoped ReadOnlySpan<byte> name, out int childBody)
    {
        var s = blocks.Structure;
        var fullPaths = blocks.FullPaths;
        var anyUnit = !name.Contains((byte)'@');
        var depth = 0;
        for (var offset = body; ; offset = childBody)
        {
            switch (FdtScan.Next(s, fullPaths, offset, out childBody))
            {
                case FdtToken.BeginNode:
                    if (depth++ == 0 && NameEquals(s, fullPaths, offset, childBody, name, anyUnit)) return offset;
                    break;
                case FdtToken.EndNode when --depth < 0:
                case FdtToken.End:
                    return NotFound;
                case FdtToken.None:
                    return childBody;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool NameEquals(
        ReadOnlySpan<byte> s, bool fullPaths, int offset, int body, scoped ReadOnlySpan<byte> name, bool anyUnit)
    {
        if (!fullPaths)
        {
            // Cheap tests first: the byte where the name must end decides for nearly all nodes.
            var end = offset + 4 + name.Length;
            if (end >= body || end >= s.Length) return false;
            var after = s[end];
            return (after == 0 || (after == '@' && anyUnit)) && s.Slice(offset + 4, name.Length).SequenceEqual(name);
        }
        var leaf = FdtScan.NodeName(s, offset, body);
        var slash = leaf.LastIndexOf((byte)'/');
        if (slash < 0) return false; // no full path: the node has no name
        leaf = leaf[(slash + 1)..];
        return leaf.StartsWith(name) && (leaf.Length == name.Length || (anyUnit && leaf[name.Length] == '@'));
    }

    /// <summary>The node at a path, or at an alias followed by a path, from the root.</summary>
    public static int Path(scoped in FdtReader reader, scoped ReadOnlySpan<byte> path)
    {
        if (path.Length == 0 || path.Contains((byte)0)) return -(int)FdtError.BadPath;
        if (path[0] == '/') return Walk(reader.Blocks, reader.RootOffset, reader.RootBody, path);

        var end = path.IndexOf((byte)'/');
        var name = end < 0 ? path : path[..end];
        if (!reader.TryGetAlias(name, out var target)) return -(int)FdtError.BadPath;
        var offset = Walk(reader.Blocks, reader.RootOffset, reader.RootBody, target);
        if (end < 0 || offset < 0) return offset;
        FdtScan.Next(reader.Blocks.Structure, reader.Blocks.FullPaths, offset, out var body);
        return Walk(reader.Blocks, offset, body, path[end..]);
    }

    /// <summary>Walks down the components of a path that starts with a slash; empty components are skipped.</summary>
    private static int Walk(scoped in FdtBlocks blocks, int offset, int body, scoped ReadOnlySpan<byte> path)
    {
        while (true)
        {
            while (path.Length > 0 && path[0] == '/') path = path[1..];
            if (path.Length == 0) return offset;
            var end = path.IndexOf((byte)'/');
            offset = Child(blocks, body, end < 0 ? path : path[..end], out body);
            if (offset < 0 || end < 0) return offset;
            path = path[end..];
        }
    }

    /// <summary>
    /// The first node whose phandle is the given one: one pass, each node judged when its properties end.
    /// </summary>
    public static int Phandle(scoped in FdtBlocks blocks, uint phandle)
    {
        if (phandle is 0 or uint.MaxValue) return -(int)FdtError.BadPhandle;
        var s = blocks.Structure;
        var strings = blocks.Strings;
        var fullPaths = blocks.FullPaths;
        var node = -1; // the node whose properties are being read
        var modern = 0; // offset of its first "phandle", of its first "linux,phandle"; no property is at 0 after a node
        var legacy = 0;
        for (var offset = 0; ;)
        {
            var token = FdtScan.Next(s, fullPaths, offset, out var next);
            if (token == FdtToken.Property)
            {
                if (node >= 0)
                {
                    var nameOffset = BinaryPrimitives.ReadUInt32BigEndian(s[(offset + 8)..]);
                    if (nameOffset + 8UL <= (uint)strings.Length)
                    {
                        var word = BinaryPrimitives.ReadUInt64LittleEndian(strings[(int)nameOffset..]);
                        if (word == PhandleWord)
                        {
                            if (modern == 0) modern = offset;
                        }
                        else if (legacy == 0 && (byte)word == 'l'
                            && FdtScan.StringEquals(strings, nameOffset, "linux,phandle"u8))
                        {
                            legacy = offset;
                        }
                    }
                }
            }
            else if (token != FdtToken.Nop)
            {
                if ((modern | legacy) != 0)
                {
                    if (PhandleOf(s, modern, legacy) == phandle) return node;
                    modern = legacy = 0;
                }
                if (token == FdtToken.End) return NotFound;
                if (token == FdtToken.None) return next == -(int)FdtError.Truncated ? NotFound : next;
                node = token == FdtToken.BeginNode ? offset : -1;
            }
            offset = next;
        }
    }

    private static uint PhandleOf(ReadOnlySpan<byte> s, int modern, int legacy)
    {
        if (modern != 0 && TryReadCell(s, modern, out var phandle)) return phandle;
        return legacy != 0 && TryReadCell(s, legacy, out phandle) ? phandle : 0;
    }

    private static bool TryReadCell(ReadOnlySpan<byte> s, int property, out uint cell)
    {
        var isCell = BinaryPrimitives.ReadUInt32BigEndian(s[(property + 4)..]) == 4;
        cell = isCell ? BinaryPrimitives.ReadUInt32BigEndian(s[(property + FdtScan.PropertyHead)..]) : 0;
        return isCell;
    }

    /// <summary>The next node from an offset on whose <c>compatible</c> holds a string.</summary>
    public static int Compatible(scoped in FdtBlocks blocks, int offset, scoped ReadOnlySpan<byte> compatible)
    {
        for (var depth = int.MaxValue / 2; ;)
        {
            var found = FdtScan.NextNode(blocks, offset, ref depth, out var body);
            if (found < 0) return found == -(int)FdtError.Truncated ? NotFound : found;
            if (new FdtNode(blocks, found, body).IsCompatibleWith(compatible)) return found;
            offset = body;
        }
    }

    /// <summary>The largest phandle in use, 0 without any; returns 0 or an error code negated.</summary>
    public static int MaxPhandle(scoped in FdtBlocks blocks, out uint phandle)
    {
        phandle = 0;
        var next = 0;
        for (var depth = int.MaxValue / 2; ;)
        {
            var node = FdtScan.NextNode(blocks, next, ref depth, out next);
            if (node is NotFound or Truncated) return 0;
            if (node < 0) return node;
            phandle = Math.Max(phandle, new FdtNode(blocks, node, next).Phandle);
        }
    }

    /// <summary>The next node from an offset on that has a property (whose name holds no NUL) with a value.</summary>
    public static int PropertyValue(
        scoped in FdtBlocks blocks, int offset, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        for (var depth = int.MaxValue / 2; ;)
        {
            var found = FdtScan.NextNode(blocks, offset, ref depth, out var body);
            if (found < 0) return found == Truncated ? NotFound : found;
            if (new FdtNode(blocks, found, body).TryGetProperty(name, out var property)
                && property.Value.SequenceEqual(value)) return found;
            offset = body;
        }
    }
}
