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

/// <summary>
/// A value of a schema document: the data model of JSON, with the place it was read from. Mutable, because the
/// fix-ups work in place; nothing changes once a set of schemas is complete.
/// </summary>
public sealed class SchemaValue
{
    private readonly Int128 _integer;
    private readonly double _real;
    private readonly object? _content;

    private SchemaValue(SchemaKind kind, Int128 integer, double real, object? content, SchemaPosition position)
    {
        Kind = kind;
        _integer = integer;
        _real = real;
        _content = content;
        Position = position;
    }

    /// <summary>What it is.</summary>
    public SchemaKind Kind { get; }

    /// <summary>Where it begins.</summary>
    public SchemaPosition Position { get; }

    /// <summary>The value of a boolean.</summary>
    public bool Boolean => Kind == SchemaKind.Boolean ? _integer != 0 : throw Wrong(SchemaKind.Boolean);

    /// <summary>The value of an integer.</summary>
    public Int128 Integer => Kind == SchemaKind.Integer ? _integer : throw Wrong(SchemaKind.Integer);

    /// <summary>The value of a real number.</summary>
    public double Real => Kind == SchemaKind.Real ? _real : throw Wrong(SchemaKind.Real);

    /// <summary>The text of a string.</summary>
    public string String => _content as string ?? throw Wrong(SchemaKind.String);

    /// <summary>The items of an array.</summary>
    public List<SchemaValue> Items => _content as List<SchemaValue> ?? throw Wrong(SchemaKind.Array);

    /// <summary>The members of an object.</summary>
    public SchemaMembers Members => _content as SchemaMembers ?? throw Wrong(SchemaKind.Object);

    /// <summary>True for <c>true</c>, and for nothing else.</summary>
    public bool IsTrue => Kind == SchemaKind.Boolean && _integer != 0;

    /// <summary>True for an object.</summary>
    public bool IsObject => Kind == SchemaKind.Object;

    /// <summary>True for an array.</summary>
    public bool IsArray => Kind == SchemaKind.Array;

    /// <summary>True for a string.</summary>
    public bool IsString => Kind == SchemaKind.String;

    /// <summary>The member of that name; null when this is no object or has none.</summary>
    public SchemaValue? this[string key] => (_content as SchemaMembers)?.Find(key);

    /// <summary>Makes <c>null</c>.</summary>
    public static SchemaValue Null(SchemaPosition position = default) => new(SchemaKind.Null, 0, 0, null, position);

    /// <summary>Makes a boolean.</summary>
    public static SchemaValue Of(bool value, SchemaPosition position = default) =>
        new(SchemaKind.Boolean, value ? 1 : 0, 0, null, position);

    /// <summary>Makes an integer.</summary>
    public static SchemaValue Of(Int128 value, SchemaPosition position = default) =>
        new(SchemaKind.Integer, value, 0, null, position);

    /// <summary>Makes a real number.</summary>
    public static SchemaValue Of(double value, SchemaPosition position = default) =>
        new(SchemaKind.Real, 0, value, null, position);

    /// <summary>Makes a string.</summary>
    public static SchemaValue Of(string value, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new SchemaValue(SchemaKind.String, 0, 0, value, position);
    }

    /// <summary>Makes an array over a list, which it keeps.</summary>
    public static SchemaValue Of(List<SchemaValue> items, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new SchemaValue(SchemaKind.Array, 0, 0, items, position);
    }

    /// <summary>Makes an object over members, which it keeps.</summary>
    public static SchemaValue Of(SchemaMembers members, SchemaPosition position = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new SchemaValue(SchemaKind.Object, 0, 0, members, position);
    }

    /// <summary>A copy that shares nothing with this value but its strings; positions stay.</summary>
    public SchemaValue DeepCopy()
    {
        switch (_content)
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

    private InvalidOperationException Wrong(SchemaKind wanted) => new($"a schema value is {Kind}, not {wanted}");
}
