using System.Runtime.InteropServices;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Caching;

/// <summary>Writes values to the records of an image, and their strings to its table.</summary>
/// <param name="isSorted">Whether members come by name instead of in their order.</param>
internal sealed class ValueWriter(bool isSorted)
{
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<SchemaValue, int> _places = new(ReferenceEqualityComparer.Instance);

    // Places of the inner values of the records that are being made.
    private readonly Stack<int> _inner = new();

    public ImageBuffer Records { get; } = new(1 << 20);

    public ICollection<string> Strings => _strings.Keys;

    /// <summary>Index of a string.</summary>
    public uint IndexOf(string text)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_strings, text, out var exists);
        if (!exists) index = _strings.Count - 1;
        return (uint)index;
    }

    /// <summary>Writes an array or object that is also wanted by itself: later on its place stands for it.</summary>
    public int WriteShared(SchemaValue value)
    {
        var place = Write(value);
        _places[value] = place;
        return place;
    }

    /// <summary>Writes an array or object.</summary>
    /// <returns>Its place.</returns>
    public int Write(SchemaValue value)
    {
        if (_places.TryGetValue(value, out var known)) return known;
        return value.IsArray ? WriteItems(value.Items) : WriteMembers(value.Members);
    }

    private int WriteItems(List<SchemaValue> items)
    {
        for (var i = items.Count - 1; i >= 0; i--) WriteInner(items[i]);
        var place = Records.Length;
        Records.PutByte((byte)ImageCode.Array);
        Records.PutInteger((uint)items.Count);
        foreach (var item in items) Put(item, 0);
        return place;
    }

    private int WriteMembers(SchemaMembers members)
    {
        var ordered = new SchemaMember[members.Count];
        for (var i = 0; i < ordered.Length; i++) ordered[i] = members[i];
        if (isSorted) Array.Sort(ordered, static (x, y) => CodePointOrder.Instance.Compare(x.Key, y.Key));
        for (var i = ordered.Length - 1; i >= 0; i--) WriteInner(ordered[i].Value);
        var place = Records.Length;
        Records.PutByte((byte)ImageCode.Object);
        Records.PutInteger((uint)ordered.Length);
        foreach (var (key, value, position) in ordered)
        {
            Records.PutInteger(IndexOf(key));
            Records.PutInteger((uint)position.Line);
            if (position.Line > 0) Records.PutInteger((uint)position.Column);
            Put(value, position.Line);
        }

        return place;
    }

    private void WriteInner(SchemaValue value)
    {
        if (value.IsArray || value.IsObject) _inner.Push(Write(value));
    }

    private void Put(SchemaValue value, int keyLine)
    {
        var position = value.Position;
        var code = CodeOf(value);
        var tag = (byte)code;
        if (position.Line > 0) tag |= position.Line == keyLine ? ImageFormat.OnLineOfKey : ImageFormat.Positioned;
        Records.PutByte(tag);
        if ((tag & ImageFormat.Positioned) != 0) Records.PutInteger((uint)position.Line);
        if (position.Line > 0) Records.PutInteger((uint)position.Column);
        switch (code)
        {
            case ImageCode.Integer:
                Records.PutInteger((uint)value.Integer);
                break;
            case ImageCode.Long:
                Records.PutLong((long)value.Integer);
                break;
            case ImageCode.Wide:
                Records.PutLong((long)(ulong)(value.Integer & ulong.MaxValue));
                Records.PutLong((long)(value.Integer >> 64));
                break;
            case ImageCode.Real:
                Records.PutLong(BitConverter.DoubleToInt64Bits(value.Real));
                break;
            case ImageCode.String:
                Records.PutInteger(IndexOf(value.String));
                break;
            case ImageCode.Array or ImageCode.Object:
                Records.PutInteger((uint)_inner.Pop());
                break;
        }
    }

    private static ImageCode CodeOf(SchemaValue value) => value.Kind switch
    {
        SchemaKind.Null => ImageCode.Null,
        SchemaKind.Boolean => value.Boolean ? ImageCode.True : ImageCode.False,
        SchemaKind.Integer when value.Integer >= 0 && value.Integer <= uint.MaxValue => ImageCode.Integer,
        SchemaKind.Integer => value.Integer >= long.MinValue && value.Integer <= long.MaxValue ? ImageCode.Long : ImageCode.Wide,
        SchemaKind.Real => ImageCode.Real,
        SchemaKind.String => ImageCode.String,
        SchemaKind.Array => ImageCode.Array,
        _ => ImageCode.Object,
    };
}
