using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Caching;

/// <summary>
/// A program's image, read in place: strings, documents and levels of values are decoded when they are first asked for.
/// May be shared by threads.
/// </summary>
internal sealed class ProgramImage : ISchemaContents
{
    private readonly byte[] _bytes;
    private readonly string?[] _strings;
    private readonly int[] _sections = new int[(int)ImageSection.Count];

    private ProgramImage(byte[] bytes)
    {
        _bytes = bytes;
        for (var i = 0; i < _sections.Length; i++) _sections[i] = (int)Word(ImageFormat.HeaderLength + (i * 4));
        _strings = new string?[Word(At(ImageSection.StringOffsets))];
        DocumentCount = (int)Word(At(ImageSection.Documents));
    }

    /// <summary>Number of documents.</summary>
    public int DocumentCount { get; }

    /// <summary>The bytes as they are to be kept.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Takes an image.</summary>
    /// <param name="bytes">Its bytes, which are kept.</param>
    /// <returns>Null when they are no image of this version, or damaged.</returns>
    public static ProgramImage? Open(byte[] bytes)
    {
        if (bytes.Length < ImageFormat.HeaderLength + ((int)ImageSection.Count * 4)) return null;
        if (!bytes.AsSpan().StartsWith(ImageFormat.Magic)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) != ImageFormat.Version) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)) != bytes.Length) return null;
        return ContentHash.Read(bytes.AsSpan(16)) == ContentHash.Of(bytes.AsSpan(ImageFormat.HeaderLength)) ? new ProgramImage(bytes) : null;
    }

    /// <summary>Makes an image of schemas by id and opens it.</summary>
    public static ProgramImage Of(SchemaMembers schemas) =>
        Open(ImageWriter.Write(SchemaValue.Of(schemas), isSorted: false, []))
        ?? throw new InvalidOperationException("an image does not hold what was written to it");

    /// <summary>Id of a document.</summary>
    public string IdOf(int document) => String((int)Word(DocumentAt(document)));

    /// <summary>A document.</summary>
    public SchemaValue Document(int document)
    {
        var at = DocumentAt(document);
        return SchemaValue.Of(
            SchemaKind.Object, this, (int)Word(at + 4), new SchemaPosition((int)Word(at + 8), (int)Word(at + 12)));
    }

    /// <summary>The document of an id; -1 when there is none.</summary>
    public int FindId(string id) => Find(ImageSection.Ids, id);

    /// <summary>The document of a compatible; -1 when none is for it alone.</summary>
    public int FindCompatible(string compatible) => Find(ImageSection.Compatibles, compatible);

    /// <summary>The types of a property as the generated table lists them; null when it has no entry.</summary>
    public SchemaValue? FindTypes(string property) =>
        Find(ImageSection.Types, property) is var place and >= 0 ? SchemaValue.Of(SchemaKind.Array, this, place, default) : null;

    /// <summary>The properties that the generated table lists by name, in no order.</summary>
    public IEnumerable<string> TypedNames()
    {
        var at = At(ImageSection.Types);
        var slots = Word(at);
        for (var slot = 0; slot < slots; slot++)
        {
            var text = Word(at + 4 + (slot * ImageFormat.IndexSlotLength));
            if (text != 0) yield return String((int)text - 1);
        }
    }

    /// <summary>The schemas that are tried on nodes, in their order: document, select if it is more than true, key.</summary>
    public IEnumerable<(int Document, SchemaValue? Select, SelectKey Key)> Selection()
    {
        var at = At(ImageSection.Selection);
        var count = Take(ref at);
        for (; count > 0; count--)
        {
            var document = (int)Take(ref at);
            var place = (int)Take(ref at) - 1;
            var position = new SchemaPosition((int)Take(ref at), (int)Take(ref at));
            var kind = (SelectKind)_bytes[at++];
            var names = new string[Take(ref at)];
            for (var i = 0; i < names.Length; i++) names[i] = String((int)Take(ref at));
            yield return (document, place < 0 ? null : SchemaValue.Of(SchemaKind.Object, this, place, position), new SelectKey(kind, names));
        }
    }

    /// <summary>What was found while loading.</summary>
    public void AddFindings(List<LoadFinding> findings)
    {
        var cursor = new ImageCursor(_bytes, At(ImageSection.Findings));
        for (var count = cursor.TakeInteger(); count > 0; count--)
        {
            var fault = (LoadFault)cursor.TakeByte();
            var file = String((int)cursor.TakeInteger());
            var position = new SchemaPosition((int)cursor.TakeInteger(), (int)cursor.TakeInteger());
            var message = String((int)cursor.TakeInteger());
            var path = new string[cursor.TakeInteger()];
            for (var i = 0; i < path.Length; i++) path[i] = String((int)cursor.TakeInteger());
            findings.Add(new LoadFinding(fault, file, position, message) { Path = path });
        }
    }

    /// <inheritdoc/>
    public object Read(int place)
    {
        var cursor = new ImageCursor(_bytes, At(ImageSection.Values) + place);
        var code = (ImageCode)cursor.TakeByte();
        var count = (int)cursor.TakeInteger();
        if (code == ImageCode.Array)
        {
            var items = new List<SchemaValue>(count);
            for (var i = 0; i < count; i++) items.Add(ReadValue(ref cursor, 0));
            return items;
        }

        var members = new SchemaMember[count];
        for (var i = 0; i < count; i++)
        {
            var key = String((int)cursor.TakeInteger());
            var line = (int)cursor.TakeInteger();
            var column = line > 0 ? (int)cursor.TakeInteger() : 0;
            members[i] = new SchemaMember(key, ReadValue(ref cursor, line), new SchemaPosition(line, column));
        }

        return new SchemaMembers(members);
    }

    private SchemaValue ReadValue(ref ImageCursor cursor, int keyLine)
    {
        var tag = cursor.TakeByte();
        var position = default(SchemaPosition);
        if ((tag & ImageFormat.OnLineOfKey) != 0) position = new SchemaPosition(keyLine, (int)cursor.TakeInteger());
        else if ((tag & ImageFormat.Positioned) != 0) position = new SchemaPosition((int)cursor.TakeInteger(), (int)cursor.TakeInteger());
        switch ((ImageCode)(tag & ImageFormat.CodeMask))
        {
            case ImageCode.Null:
                return SchemaValue.Null(position);
            case ImageCode.False:
                return SchemaValue.Of(false, position);
            case ImageCode.True:
                return SchemaValue.Of(true, position);
            case ImageCode.Integer:
                return SchemaValue.Of((Int128)cursor.TakeInteger(), position);
            case ImageCode.Long:
                return SchemaValue.Of((Int128)cursor.TakeLong(), position);
            case ImageCode.Wide:
                var low = (ulong)cursor.TakeLong();
                return SchemaValue.Of(((Int128)cursor.TakeLong() << 64) | low, position);
            case ImageCode.Real:
                return SchemaValue.Of(BitConverter.Int64BitsToDouble(cursor.TakeLong()), position);
            case ImageCode.String:
                return SchemaValue.Of(String((int)cursor.TakeInteger()), position);
            case ImageCode.Array:
                return SchemaValue.Of(SchemaKind.Array, this, (int)cursor.TakeInteger(), position);
            default:
                return SchemaValue.Of(SchemaKind.Object, this, (int)cursor.TakeInteger(), position);
        }
    }

    private int Find(ImageSection section, string key)
    {
        var at = At(section);
        var mask = Word(at) - 1;
        var hash = ImageFormat.Hash(key);
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var entry = at + 4 + ((int)slot * ImageFormat.IndexSlotLength);
            var text = Word(entry);
            if (text == 0) return -1;
            if (Word(entry + 4) == hash && String((int)text - 1) == key) return (int)Word(entry + 8);
        }
    }

    private string String(int index) => _strings[index] ??= Decode(index);

    private string Decode(int index)
    {
        var at = At(ImageSection.StringOffsets) + 4 + (index * 4);
        var start = Word(at);
        var end = Word(at + 4) & ~ImageFormat.WideString;
        var bytes = _bytes.AsSpan(At(ImageSection.StringBytes))[(int)(start & ~ImageFormat.WideString)..(int)end];
        return (start & ImageFormat.WideString) != 0 ? new string(MemoryMarshal.Cast<byte, char>(bytes)) : Encoding.UTF8.GetString(bytes);
    }

    private int At(ImageSection section) => _sections[(int)section];

    private int DocumentAt(int document) => At(ImageSection.Documents) + 4 + (document * 16);

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private uint Take(ref int at)
    {
        var cursor = new ImageCursor(_bytes, at);
        var value = cursor.TakeInteger();
        at = cursor.At;
        return value;
    }
}
