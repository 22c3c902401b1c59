using System.Text;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Values;

/// <summary>What a <see cref="PythonItem"/> is.</summary>
internal enum PythonKind
{
    /// <summary>A number or a name, never split.</summary>
    Atom,

    /// <summary>A string.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list.</summary>
    List,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>A dictionary.</summary>
    Map,
}

/// <summary>A value as Python prints it, with the columns that takes.</summary>
internal sealed class PythonItem
{
    private readonly string? _repr;

    private PythonItem(PythonKind kind, string? repr, List<PythonItem>? items = null, List<PythonItem>? keys = null)
    {
        Kind = kind;
        _repr = repr;
        Items = items ?? [];
        Keys = keys ?? [];
        Length = repr is not null ? Columns(repr) : Measure();
    }

    public PythonKind Kind { get; }

    /// <summary>Columns of the value on one line.</summary>
    public int Length { get; }

    /// <summary>The text of a string.</summary>
    public string Text { get; private init; } = "";

    public byte[] Bytes { get; private init; } = [];

    /// <summary>Items of a list or tuple, values of a dictionary.</summary>
    public List<PythonItem> Items { get; }

    public List<PythonItem> Keys { get; }

    public string Open => Kind switch { PythonKind.Map => "{", PythonKind.Tuple => "(", _ => "[" };

    public string Close => Kind switch { PythonKind.Map => "}", PythonKind.Tuple => Items.Count == 1 ? ",)" : ")", _ => "]" };

    /// <summary>Whether it can take more than one line.</summary>
    public bool CanBeSplit => Kind switch
    {
        PythonKind.Atom => false,
        PythonKind.Text => Text.Length > 0,
        PythonKind.Bytes => Bytes.Length > 4,
        _ => Items.Count > 0,
    };

    /// <summary>Characters as Python counts them.</summary>
    public static int Columns(string text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c)) count--;
        }

        return count;
    }

    public static PythonItem Atom(string repr) => new(PythonKind.Atom, repr);

    public static PythonItem Of(string text) => new(PythonKind.Text, PythonText.Of(text)) { Text = text };

    public static PythonItem List(List<PythonItem> items) => new(PythonKind.List, null, items);

    public static PythonItem Tuple(params List<PythonItem> items) => new(PythonKind.Tuple, null, items);

    public static PythonItem Map(List<PythonItem> keys, List<PythonItem> values) => new(PythonKind.Map, null, values, keys);

    /// <summary>A decoded value; keys of nodes by code point when <paramref name="sort"/> is set.</summary>
    public static PythonItem Of(in TypedValue value, bool sort)
    {
        switch (value.Kind)
        {
            case TypedKind.String:
                return Of(value.String);
            case TypedKind.Bytes:
                return new PythonItem(PythonKind.Bytes, PythonText.Of(value)) { Bytes = value.Bytes };
            case TypedKind.Array:
                var items = new List<PythonItem>(value.Items.Length);
                foreach (ref readonly var item in value.Items.AsSpan()) items.Add(Of(item, sort));
                return List(items);
            case TypedKind.Object:
                return OfNode(value.Object, sort);
            default:
                return Atom(PythonText.Of(value));
        }
    }

    /// <summary>A value of a schema, mappings in their order.</summary>
    public static PythonItem Of(SchemaValue value)
    {
        switch (value.Kind)
        {
            case SchemaKind.String:
                return Of(value.String);
            case SchemaKind.Array:
                return List(value.Items.ConvertAll(Of));
            case SchemaKind.Object:
                var keys = new List<PythonItem>(value.Members.Count);
                var values = new List<PythonItem>(value.Members.Count);
                for (var i = 0; i < value.Members.Count; i++)
                {
                    keys.Add(Of(value.Members[i].Key));
                    values.Add(Of(value.Members[i].Value));
                }

                return Map(keys, values);
            default:
                return Atom(PythonText.Of(value));
        }
    }

    /// <summary>Appends it on one line.</summary>
    public void Append(StringBuilder text)
    {
        if (_repr is not null)
        {
            text.Append(_repr);
            return;
        }

        text.Append(Open);
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            if (Kind == PythonKind.Map)
            {
                Keys[i].Append(text);
                text.Append(": ");
            }

            Items[i].Append(text);
        }

        text.Append(Close);
    }

    private static PythonItem OfNode(TypedObject node, bool sort)
    {
        var order = Enumerable.Range(0, node.Count);
        if (sort) order = order.OrderBy(i => node.NameAt(i).Text, CodePointOrder.Instance);
        var keys = new List<PythonItem>(node.Count);
        var values = new List<PythonItem>(node.Count);
        foreach (var i in order)
        {
            keys.Add(Of(node.NameAt(i).Text));
            values.Add(Of(node.ValueAt(i), sort));
        }

        return Map(keys, values);
    }

    private int Measure()
    {
        var length = Open.Length + Close.Length + (2 * Math.Max(0, Items.Count - 1));
        foreach (var item in Items) length += item.Length;
        foreach (var key in Keys) length += key.Length + 2;
        return length;
    }
}
