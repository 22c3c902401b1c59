using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Caching;

/// <summary>Makes the image of a processed set of schemas: the values, and what is asked of all of them at once.</summary>
internal sealed class ImageWriter
{
    // Too common to say which schema a node belongs to.
    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal) { "syscon", "simple-mfd", "simple-bus" };

    private readonly ValueWriter _values;
    private readonly ImageBuffer _documents = new();
    private readonly ImageBuffer _selection = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _compatibles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private uint _count;
    private uint _selected;

    private ImageWriter(bool isSorted) => _values = new ValueWriter(isSorted);

    /// <summary>Makes an image of what dt-mk-schema writes.</summary>
    /// <param name="processed">An object of schemas by id.</param>
    /// <param name="isSorted">Whether names are to be sorted at every level, as dt-mk-schema does.</param>
    /// <param name="findings">What was found while loading.</param>
    public static byte[] Write(SchemaValue processed, bool isSorted, IReadOnlyCollection<LoadFinding> findings)
    {
        var writer = new ImageWriter(isSorted);
        var members = Enumerable.Range(0, processed.Members.Count).Select(i => processed.Members[i]);
        if (isSorted) members = members.OrderBy(m => m.Key, CodePointOrder.Instance);
        foreach (var member in members)
        {
            if (member.Value.IsObject) writer.Add(member.Key, member.Value);
        }

        return writer.Finish(findings);
    }

    private void Add(string id, SchemaValue schema)
    {
        var index = (int)_count++;
        id = id.TrimEnd('#');
        _ids[id] = index;
        if (id == ProcessedSchema.TypesId) AddTypes(schema);
        if (schema["select"] is { } select)
        {
            // A select stands outside of its document as far as references go; none has any.
            if (select.IsObject) AddSelected(index, _values.WriteShared(select), select.Position, SelectKey.Of(select));
            else if (select.IsTrue) AddSelected(index, -1, default, SelectKey.None);
        }
        else if (schema["properties"]?["compatible"] is { } compatible)
        {
            var strings = new HashSet<string>(StringComparer.Ordinal);
            CollectStrings(compatible, strings);
            foreach (var text in strings)
            {
                if (strings.Count == 1 || !Generic.Contains(text)) _compatibles[text] = index;
            }
        }

        _documents.PutWord(_values.IndexOf(id));
        _documents.PutWord((uint)_values.Write(schema));
        _documents.PutWord((uint)schema.Position.Line);
        _documents.PutWord((uint)schema.Position.Column);
    }

    private void AddTypes(SchemaValue schema)
    {
        if (schema["properties"] is not { IsObject: true } properties) return;
        for (var i = 0; i < properties.Members.Count; i++)
        {
            if (properties.Members[i].Value.IsArray) _types[properties.Members[i].Key] = _values.WriteShared(properties.Members[i].Value);
        }
    }

    private void AddSelected(int document, int select, SchemaPosition position, SelectKey key)
    {
        _selected++;
        _selection.PutInteger((uint)document);
        _selection.PutInteger((uint)(select + 1));
        _selection.PutInteger((uint)position.Line);
        _selection.PutInteger((uint)position.Column);
        _selection.PutByte((byte)key.Kind);
        _selection.PutInteger((uint)key.Names.Count);
        foreach (var name in key.Names) _selection.PutInteger(_values.IndexOf(name));
    }

    private byte[] Finish(IReadOnlyCollection<LoadFinding> findings)
    {
        var found = new ImageBuffer();
        found.PutInteger((uint)findings.Count);
        foreach (var finding in findings)
        {
            found.PutByte((byte)finding.Fault);
            found.PutInteger(_values.IndexOf(finding.File));
            found.PutInteger((uint)finding.Position.Line);
            found.PutInteger((uint)finding.Position.Column);
            found.PutInteger(_values.IndexOf(finding.Message));
            found.PutInteger((uint)finding.Path.Count);
            foreach (var step in finding.Path) found.PutInteger(_values.IndexOf(step));
        }

        var ids = Index(_ids);
        var compatibles = Index(_compatibles);
        var types = Index(_types);
        var selection = new ImageBuffer();
        selection.PutInteger(_selected);
        selection.PutBytes(_selection.Span);
        var documents = new ImageBuffer();
        documents.PutWord(_count);
        documents.PutBytes(_documents.Span);

        // The strings last: everything before may add some.
        WriteStrings(out var offsets, out var bytes);
        return Join(offsets, bytes, documents, ids, compatibles, types, selection, found, _values.Records);
    }

    private static byte[] Join(params ImageBuffer[] sections)
    {
        var table = ImageFormat.HeaderLength;
        var length = table + (sections.Length * 4) + sections.Sum(section => section.Length + 3 & ~3);
        var image = new byte[length];
        var at = table + (sections.Length * 4);
        for (var i = 0; i < sections.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(table + (i * 4)), (uint)at);
            sections[i].Span.CopyTo(image.AsSpan(at));
            at += sections[i].Length + 3 & ~3;
        }

        ImageFormat.Magic.CopyTo(image);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), ImageFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), (uint)length);
        ContentHash.Of(image.AsSpan(ImageFormat.HeaderLength)).Write(image.AsSpan(16));
        return image;
    }

    private ImageBuffer Index(Dictionary<string, int> entries)
    {
        var slots = ImageFormat.Slots(entries.Count);
        var words = new uint[slots * 3];
        foreach (var (key, value) in entries)
        {
            var hash = ImageFormat.Hash(key);
            var slot = hash & (uint)(slots - 1);
            while (words[slot * 3] != 0) slot = (slot + 1) & (uint)(slots - 1);
            words[slot * 3] = _values.IndexOf(key) + 1;
            words[(slot * 3) + 1] = hash;
            words[(slot * 3) + 2] = (uint)value;
        }

        var index = new ImageBuffer(4 + (slots * ImageFormat.IndexSlotLength));
        index.PutWord((uint)slots);
        foreach (var word in words) index.PutWord(word);
        return index;
    }

    private void WriteStrings(out ImageBuffer offsets, out ImageBuffer bytes)
    {
        offsets = new ImageBuffer((_values.Strings.Count + 2) * 4);
        bytes = new ImageBuffer(1 << 16);
        offsets.PutWord((uint)_values.Strings.Count);
        foreach (var text in _values.Strings)
        {
            var start = bytes.Length;
            var space = bytes.Grow(text.Length * 3);
            if (Encoding.UTF8.TryGetBytes(text, space, out var written) && IsWhole(text, space[..written]))
            {
                offsets.PutWord((uint)start);
                bytes.Truncate(start + written);
                continue;
            }

            bytes.Truncate(start);
            bytes.PutBytes(MemoryMarshal.AsBytes(text.AsSpan()));
            offsets.PutWord((uint)start | ImageFormat.WideString);
        }

        offsets.PutWord((uint)bytes.Length);
    }

    // A lone surrogate has no UTF-8, and becomes a replacement character.
    private static bool IsWhole(string text, ReadOnlySpan<byte> utf8) =>
        utf8.Length == text.Length || text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 || Encoding.UTF8.GetString(utf8) == text;

    private static void CollectStrings(SchemaValue value, HashSet<string> strings)
    {
        if (value.IsArray)
        {
            foreach (var item in value.Items) CollectStrings(item, strings);
        }

        if (!value.IsObject) return;
        for (var i = 0; i < value.Members.Count; i++)
        {
            var (key, member, _) = value.Members[i];
            if (key is "const" or "pattern")
            {
                if (member.IsString) strings.Add(member.String);
            }
            else if (key == "enum")
            {
                if (!member.IsArray) continue;
                foreach (var item in member.Items)
                {
                    if (item.IsString) strings.Add(item.String);
                }
            }
            else
            {
                CollectStrings(member, strings);
            }
        }
    }
}
