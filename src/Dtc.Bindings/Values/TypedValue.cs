using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Values;

/// <summary>What a <see cref="TypedValue"/> is.</summary>
public enum TypedKind : byte
{
    /// <summary>JSON's null; no property has it.</summary>
    Null,

    /// <summary>A property without a value (true).</summary>
    Boolean,

    /// <summary>An integer of 8 to 64 bits.</summary>
    Integer,

    /// <summary>A number with a fraction; no property has it.</summary>
    Real,

    /// <summary>A string.</summary>
    String,

    /// <summary>Bytes of a property whose type is unknown, or that does not have the form of its type.</summary>
    Bytes,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A node.</summary>
    Object,
}

/// <summary>The value of a property or node as bindings see it: JSON's data model, and raw bytes.</summary>
public readonly struct TypedValue
{
    private readonly object? _content;
    private readonly long _bits;
    private readonly bool _unsigned;

    private TypedValue(TypedKind kind, object? content, long bits, byte width, bool unsigned)
    {
        Kind = kind;
        _content = content;
        _bits = bits;
        Width = width;
        _unsigned = unsigned;
    }

    /// <summary>What it is.</summary>
    public TypedKind Kind { get; }

    /// <summary>Bits of the integer it was decoded from: 8, 16, 32 or 64; 32 for everything else.</summary>
    public byte Width { get; }

    /// <summary>Null.</summary>
    public static TypedValue Null => new(TypedKind.Null, null, 0, 32, false);

    /// <summary>The value of a boolean.</summary>
    public bool Boolean => _bits != 0;

    /// <summary>The value of an integer.</summary>
    public Int128 Integer => _unsigned ? (ulong)_bits : _bits;

    /// <summary>The value of a real number.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The text of a string.</summary>
    public string String => (string)_content!;

    /// <summary>Raw bytes.</summary>
    public byte[] Bytes => (byte[])_content!;

    /// <summary>The items of a list.</summary>
    public TypedValue[] Items => (TypedValue[])_content!;

    /// <summary>The node.</summary>
    public TypedObject Object => (TypedObject)_content!;

    /// <summary>Makes a boolean.</summary>
    public static TypedValue Of(bool value) => new(TypedKind.Boolean, null, value ? 1 : 0, 32, false);

    /// <summary>Makes a signed integer.</summary>
    public static TypedValue Of(long value, byte width = 32) => new(TypedKind.Integer, null, value, width, false);

    /// <summary>Makes an unsigned integer.</summary>
    public static TypedValue Of(ulong value, byte width) => new(TypedKind.Integer, null, (long)value, width, true);

    /// <summary>Makes a real number.</summary>
    public static TypedValue Of(double value) =>
        new(TypedKind.Real, null, BitConverter.DoubleToInt64Bits(value), 32, false);

    /// <summary>Makes a string.</summary>
    public static TypedValue Of(string value) => new(TypedKind.String, value, 0, 32, false);

    /// <summary>Makes raw bytes over an array, which it keeps.</summary>
    public static TypedValue Of(byte[] value) => new(TypedKind.Bytes, value, 0, 32, false);

    /// <summary>Makes a list over an array, which it keeps.</summary>
    public static TypedValue Of(TypedValue[] items) => new(TypedKind.Array, items, 0, 32, false);

    /// <summary>Makes a node.</summary>
    public static TypedValue Of(TypedObject node) => new(TypedKind.Object, node, 0, 32, false);

    /// <summary>Whether this is one of JSON Schema's types; raw bytes are of none.</summary>
    internal bool IsOf(JsonTypes types) => (types & Kind switch
    {
        TypedKind.Null => JsonTypes.Null,
        TypedKind.Boolean => JsonTypes.Boolean,
        TypedKind.Integer => JsonTypes.Integer | JsonTypes.Number,
        TypedKind.Real => double.IsInteger(Real) ? JsonTypes.Integer | JsonTypes.Number : JsonTypes.Number,
        TypedKind.String => JsonTypes.String,
        TypedKind.Array => JsonTypes.Array,
        TypedKind.Object => JsonTypes.Object,
        _ => JsonTypes.None,
    }) != 0;

    /// <summary>The value as a number; true is 1 to Python, so that an empty property counts as one.</summary>
    internal bool TryCount(out Int128 number)
    {
        number = Kind == TypedKind.Integer ? Integer : Boolean ? 1 : 0;
        return Kind is TypedKind.Integer or TypedKind.Boolean;
    }

    internal bool IsNumber => Kind is TypedKind.Integer or TypedKind.Real;

    /// <summary>Below, equal to or above zero as this number is below, equal to or above another.</summary>
    internal int CompareNumber(in TypedValue other) => Kind == TypedKind.Integer && other.Kind == TypedKind.Integer
        ? Integer.CompareTo(other.Integer)
        : AsReal().CompareTo(other.AsReal());

    /// <summary>This number as a real one.</summary>
    internal double AsReal() => Kind == TypedKind.Integer ? (double)Integer : Real;

    /// <summary>
    /// Equality of JSON Schema as the reference implementation has it: true is not 1, 1 is 1.0, and bytes equal a
    /// list of their values.
    /// </summary>
    internal static bool AreEqual(in TypedValue one, in TypedValue two)
    {
        if (one.Kind is TypedKind.String || two.Kind is TypedKind.String)
        {
            return one.Kind == two.Kind && one.String == two.String;
        }

        if (one.IsNumber && two.IsNumber) return one.CompareNumber(two) == 0;
        if (one.Kind == TypedKind.Bytes && two.Kind == TypedKind.Array) return AreEqual(two.Items, one.Bytes);
        if (one.Kind == TypedKind.Array && two.Kind == TypedKind.Bytes) return AreEqual(one.Items, two.Bytes);
        if (one.Kind != two.Kind) return false;
        switch (one.Kind)
        {
            case TypedKind.Boolean:
                return one.Boolean == two.Boolean;
            case TypedKind.Bytes:
                return one.Bytes.AsSpan().SequenceEqual(two.Bytes);
            case TypedKind.Array:
                var (left, right) = (one.Items, two.Items);
                if (left.Length != right.Length) return false;
                for (var i = 0; i < left.Length; i++)
                {
                    if (!AreEqual(left[i], right[i])) return false;
                }

                return true;
            case TypedKind.Object:
                return TypedObject.AreEqual(one.Object, two.Object);
            default:
                return true;
        }
    }

    private static bool AreEqual(TypedValue[] items, byte[] bytes)
    {
        if (items.Length != bytes.Length) return false;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Kind != TypedKind.Integer || items[i].Integer != bytes[i]) return false;
        }

        return true;
    }

    /// <summary>A value of a schema document, as <c>const</c> and <c>enum</c> compare with it.</summary>
    internal static TypedValue From(SchemaValue value, SymbolTable symbols)
    {
        switch (value.Kind)
        {
            case SchemaKind.Boolean:
                return Of(value.Boolean);
            case SchemaKind.Integer:
                var integer = value.Integer;
                if (integer >= long.MinValue && integer <= long.MaxValue) return Of((long)integer);
                if (integer > 0 && integer <= ulong.MaxValue) return Of((ulong)integer, 32);
                return Of((double)integer);
            case SchemaKind.Real:
                return Of(value.Real);
            case SchemaKind.String:
                return Of(value.String);
            case SchemaKind.Array:
                var items = new TypedValue[value.Items.Count];
                for (var i = 0; i < items.Length; i++) items[i] = From(value.Items[i], symbols);
                return Of(items);
            case SchemaKind.Object:
                var node = new TypedObject(symbols[string.Empty]);
                for (var i = 0; i < value.Members.Count; i++)
                {
                    node.Set(symbols[value.Members[i].Key], From(value.Members[i].Value, symbols));
                }

                return Of(node);
            default:
                return Null;
        }
    }
}

/// <summary>The types of JSON Schema.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
