namespace Dtc.Bindings.Documents;

/// <summary>What a <see cref="SchemaValue"/> is.</summary>
public enum SchemaKind : byte
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An integer; 128 bits hold every 64-bit cell value, signed or not.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Real,

    /// <summary>A string.</summary>
    String,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A mapping from strings, in the order of the document.</summary>
    Object,
}

/// <summary>Where something stands in a binding.</summary>
/// <param name="Line">1-based line; 0 when unknown, as in a processed schema.</param>
/// <param name="Column">1-based column.</param>
public readonly record struct SchemaPosition(int Line, int Column);

/// <summary>Keeps the contents of arrays and objects until they are asked for.</summary>
internal interface ISchemaContents
{
    /// <summary>A list of values, or members, by the place that is known for them.</summary>
    object Read(int place);
}

/// <summary>
/// A value of a schema document: the data model of JSON, with the place it was read from. Mutable, because the
/// fix-ups work in place; nothing changes once a set of schemas is complete. What is inside of lists and objects may be
/// left where it is kept until somebody looks.
/// </summary>
public sealed class SchemaValue
{
    // An integer's low 64 bits, a real number's, a boolean's one, or the place of what was not read yet.
    private readonly long _bits;
    private readonly SchemaPosition _position;
    private readonly SchemaKind _kind;

    // A string, a list, members, the source of those, or an integer of more than 64 bits.
    private object? _content;

    private SchemaValue(SchemaKind kind, long bits, object? content, SchemaPosition position)
    {
        _kind = kind;
        _bits = bits;
        _content = content;
        _position = position;
    }

    /// <summary>What it is.</summary>
    public SchemaKind Kind => _kind;

    /// <summary>Where it begins.</summary>
    public SchemaPosition Position => _position;

    /// <summary>The value of a boolean.</summary>
    public bool Boolean => _kind == SchemaKind.Boolean ? _bits != 0 : throw Wrong(SchemaKind.Boolean);

    /// <summary>The value of an integer.</summary>
    public Int128 Integer => _kind != SchemaKind.Integer ? throw Wrong(SchemaKind.Integer) : _content is Int128 wide ? wide : _bits;

    /// <summary>The value of a real number.</summary>
    public double Real => _kind == SchemaKind.Real ? BitConverter.Int64BitsToDouble(_bits) : throw Wrong(SchemaKind.Real);

    /// <summary>The text of a string.</summary>
    public string String => _content as string ?? throw Wrong(SchemaKind.String);

    /// <summary>The items of an array.</summary>
    public List<SchemaValue> Items => Content as List<SchemaValue> ?? throw Wrong(SchemaKind.Array);

    /// <summary>The members of an object.</summary>
    public SchemaMembers Members => Content as SchemaMembers ?? throw Wrong(SchemaKind.Object);

    /// <summary>True for <c>true</c>, and for nothing else.</summary>
    public bool IsTrue => _kind == SchemaKind.Boolean && _bits != 0;

    /// <summary>True for an object.</summary>
    public bool IsObject => _kind == SchemaKind.Object;

    /// <summary>True for an array.</summary>
    public bool IsArray => _kind == SchemaKind.Array;

    /// <summary>True for a string.</summary>
    public bool IsString => _kind == SchemaKind.String;

    /// <summary>The member of that name; null when this is no object or has none.</summary>
    public SchemaValue? this[string key] => _kind == SchemaKind.Object ? Members.Find(key) : null;

    // Two threads may both read it; either result will do.
    private object? Content => _content is ISchemaContents source ? _content = source.Read((int)_bits) : _content;

    /// <summary>Makes <c>null</c>.</summary>
    public static SchemaValue Null(SchemaPosition position = default) => new(SchemaKind.Null, 0, null, position);

    /// <summary>Makes a boolean.</summary>
    public static SchemaValue Of(bool value, SchemaPosition position = default) =>
        new(SchemaKind.Boolean, value ? 1 : 0, null, position);

    /// <summary>Makes an integer.</summary>
    public static SchemaValue Of(Int128 value, SchemaPosition position = default) =>
        new(SchemaKind.Integer, (long)(ulong)(value & ulong.MaxValue), value < long.MinValue || value > long.MaxValue ? value : null, position);

    /// <summary>Makes a real number.</summary>
    public static SchemaValue Of(double value, SchemaPosition position = default) =>
        new(SchemaKind.Real, BitConverter.DoubleToInt64Bits(value), null, position);

    /// <summary>Makes a string.</summary>
    public static SchemaValue Of(string value, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new SchemaValue(SchemaKind.String, 0, value, position);
    }

    /// <summary>Makes an array over a list, which it keeps.</summary>
    public static SchemaValue Of(List<SchemaValue> items, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new SchemaValue(SchemaKind.Array, 0, items, position);
    }

    /// <summary>Makes an object over members, which it keeps.</summary>
    public static SchemaValue Of(SchemaMembers members, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new SchemaValue(SchemaKind.Object, 0, members, position);
    }

    /// <summary>Makes an array or object whose contents are read when they are first asked for.</summary>
    internal static SchemaValue Of(SchemaKind kind, ISchemaContents source, int place, SchemaPosition position) =>
        new(kind, place, source, position);

    /// <summary>A copy that shares nothing with this value but its strings; positions stay.</summary>
    public SchemaValue DeepCopy()
    {
        switch (Content)
        {
            case List<SchemaValue> items:
                var list = new List<SchemaValue>(items.Count);
                foreach (var item in items) list.Add(item.DeepCopy());
                return Of(list, Position);
            case SchemaMembers members:
                var copies = new SchemaMembers();
                for (var i = 0; i < members.Count; i++)
                {
                    copies.Set(members[i].Key, members[i].Value.DeepCopy(), members[i].Position);
                }

                return Of(copies, Position);
            default:
                return this;
        }
    }

    private InvalidOperationException Wrong(SchemaKind wanted) => new($"a schema value is {_kind}, not {wanted}");
}
