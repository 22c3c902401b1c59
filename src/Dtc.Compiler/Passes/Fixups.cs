using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dtc.Compiler.Checks;
using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>
/// Records references for the one who applies an overlay: open ones in <c>/__fixups__</c> as
/// <c>path:property:offset</c> under the label, resolved ones in <c>/__local_fixups__</c> as offsets under a
/// copy of the path.
/// </summary>
internal sealed class Fixups
{
    private readonly TreeContext _context;
    private readonly HashSet<Node> _told = [];
    private readonly ArrayBufferWriter<byte> _path = new();
    private readonly ArrayBufferWriter<byte> _entry = new();

    private Fixups(TreeContext context) => _context = context;

    public static void Make(TreeContext context)
    {
        var fixups = new Fixups(context);
        var root = context.Tree.Root;
        if (fixups.Any(root, open: true)) fixups.MakeOpen(root);
        if (fixups.Any(root, open: false)) fixups.MakeLocal(root);
    }

    private bool IsOpen(in Marker marker) => _context.Tree.FindByReference(marker.Reference!) is null;

    private bool Any(Node node, bool open)
    {
        foreach (var property in node.Properties)
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind == MarkerKind.PhandleReference && IsOpen(marker) == open) return true;
            }
        }

        foreach (var child in node.Children)
        {
            if (Any(child, open)) return true;
        }

        return false;
    }

    private void MakeOpen(Node root)
    {
        var list = MetadataNodes.GetOrAdd(root, _context.Names.Fixups);
        var lists = new Dictionary<Name, StringList>();
        var order = new List<Name>();
        CollectOpen(root, list, lists, order);
        foreach (var label in order) Store(list, label, lists[label].Bytes, lists[label].Markers);
    }

    private void CollectOpen(Node node, Node list, Dictionary<Name, StringList> lists, List<Name> order)
    {
        foreach (var property in node.Properties)
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind != MarkerKind.PhandleReference || !IsOpen(marker)) continue;
                if (!lists.TryGetValue(marker.Reference!, out var entries))
                {
                    entries = new StringList(list.Find(marker.Reference!));
                    lists.Add(marker.Reference!, entries);
                    order.Add(marker.Reference!);
                }

                if (Entry(node, property, marker) is { } entry && !entries.Add(entry))
                {
                    _context.ReportAsDtc(Rules.MalformedMetadata, marker.Span,
                        $"'/__fixups__' has a property '{marker.Reference}' that is no string list", Preexisting(list, "__fixups__"));
                }
            }
        }

        foreach (var child in node.Children) CollectOpen(child, list, lists, order);
    }

    // dtc says it once for each of the two nodes.
    private string? Preexisting(Node list, string name)
    {
        if (_told.Contains(list)) return null;
        _told.Add(list);
        return $"Warning: Preexisting data in {name} malformed, some content could not be added.";
    }

    private byte[]? Entry(Node node, Property property, in Marker marker)
    {
        _path.Clear();
        node.WritePath(_path);
        string? why = null;
        var dtcText = "FATAL ERROR: arguments should not contain ':'";
        if (marker.Reference!.Utf8.Contains((byte)'/'))
        {
            why = $"the reference to the path '{marker.Reference}' stays open, and fix-ups can only name labels";
            dtcText = $"FATAL ERROR: Can't generate fixup for reference to path &{{{DtcText.Of(marker.Reference)}}}";
        }
        else if (_path.WrittenSpan.Contains((byte)':') || property.Name.Utf8.Contains((byte)':'))
        {
            why = $"'{property.Name}' of '{node.Path}' has a ':' in its name or path, which the fix-up needs as a separator";
        }

        if (why is not null)
        {
            _context.ReportAsDtc(Rules.UnrecordableFixup, marker.Span, why, dtcText);
            return null;
        }

        _entry.Clear();
        _entry.Write(_path.WrittenSpan);
        _entry.Write(":"u8);
        _entry.Write(property.Name.Utf8);
        _entry.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $":{marker.Offset}\0")));
        return _entry.WrittenSpan.ToArray();
    }

    private void MakeLocal(Node root)
    {
        var list = MetadataNodes.GetOrAdd(root, _context.Names.LocalFixups);
        CollectLocal(root, list);
    }

    private void CollectLocal(Node node, Node list)
    {
        foreach (var property in node.Properties)
        {
            CellList? cells = null;
            Node? mirror = null;
            foreach (var marker in property.Markers)
            {
                if (marker.Kind != MarkerKind.PhandleReference || IsOpen(marker)) continue;
                mirror ??= Mirror(node, list);
                cells ??= new CellList(mirror.Find(property.Name));
                if (!cells.Add((uint)marker.Offset))
                {
                    _context.ReportAsDtc(Rules.MalformedMetadata, marker.Span,
                        $"'/__local_fixups__' has a property '{property.Name}' for '{node.Path}' that is no list of cells",
                        Preexisting(list, "__local_fixups__"));
                }
            }

            if (cells is not null) Store(mirror!, property.Name, cells.Bytes, cells.Markers);
        }

        foreach (var child in node.Children) CollectLocal(child, list);
    }

    // The node under /__local_fixups__ at the path the given node has in the tree.
    private static Node Mirror(Node node, Node list) =>
        node.Parent is null ? list : MetadataNodes.GetOrAdd(Mirror(node.Parent, list), node.Name);

    private void Store(Node node, Name name, ReadOnlySpan<byte> value, ReadOnlySpan<Marker> markers)
    {
        var property = node.Find(name);
        if (property is null)
        {
            if (value.IsEmpty) return;
            property = new Property(name, SourceSpan.None);
            node.Append(property);
        }

        _context.Tree.SetValue(property, value, markers);
    }

    /// <summary>Strings of one property; what the source wrote itself stays, and is not repeated.</summary>
    private sealed class StringList
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly List<Marker> _markers = [];
        private readonly HashSet<string>? _existing;
        private readonly bool _malformed;

        public StringList(Property? existing)
        {
            if (existing is null) return;
            _bytes.Write(existing.Value);
            _markers.AddRange(existing.Markers);
            _malformed = existing.Length > 0 && existing.Value[^1] != 0;
            _existing = [.. Encoding.Latin1.GetString(existing.Value).Split('\0')];
        }

        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public ReadOnlySpan<Marker> Markers => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_markers);

        public bool Add(byte[] entry)
        {
            if (_malformed) return false;
            if (_existing?.Contains(Encoding.Latin1.GetString(entry.AsSpan()[..^1])) == true) return true;
            _markers.Add(new Marker(MarkerKind.String, _bytes.WrittenCount, null, SourceSpan.None));
            _bytes.Write(entry);
            return true;
        }
    }

    /// <summary>Cells of one property; what the source wrote itself stays, and is not repeated.</summary>
    private sealed class CellList
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly List<Marker> _markers = [];
        private readonly HashSet<uint>? _existing;
        private uint? _last;
        private readonly bool _malformed;

        public CellList(Property? existing)
        {
            if (existing is null) return;
            _bytes.Write(existing.Value);
            _markers.AddRange(existing.Markers);
            _malformed = existing.Length % 4 != 0;
            _existing = [];
            for (var i = 0; i + 4 <= existing.Length; i += 4) _existing.Add(BinaryPrimitives.ReadUInt32BigEndian(existing.Value[i..]));
        }

        public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

        public ReadOnlySpan<Marker> Markers => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_markers);

        public bool Add(uint offset)
        {
            if (_malformed) return false;
            if (_existing?.Contains(offset) == true || offset == _last) return true;
            _last = offset;
            _markers.Add(new Marker(MarkerKind.UInt32, _bytes.WrittenCount, null, SourceSpan.None));
            BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), offset);
            _bytes.Advance(4);
            return true;
        }
    }
}
