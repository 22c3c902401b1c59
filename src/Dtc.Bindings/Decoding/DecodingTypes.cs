using Dtc.Bindings.Documents;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Decoding;

/// <summary>
/// The global table of property types: by name, else by all patterns that match, as the processed schema has them
/// under <c>generated-types</c> and <c>generated-pattern-types</c>.
/// </summary>
internal sealed class DecodingTypes
{
    private readonly Func<string, SchemaValue?> _find;
    private readonly List<(NamePattern Pattern, DecodingType Type)> _patterns = [];

    /// <summary>Reads the table.</summary>
    /// <param name="find">Finds the list of types of a property by its name; asked once for each name.</param>
    /// <param name="patterns">The entry for patterns; may be missing.</param>
    public DecodingTypes(Func<string, SchemaValue?> find, SchemaValue? patterns)
    {
        _find = find;

        // Only the first type of a pattern counts.
        foreach (var (pattern, list) in Entries(patterns))
        {
            if (list.Items.Count == 0) continue;
            var type = new DecodingType(Parse(list.Items[0]["type"]), ParseDimensions(list.Items[0]["dim"]));
            if (list.Items[0]["type"] is { Kind: SchemaKind.String }) _patterns.Add((new NamePattern(pattern), type));
        }
    }

    /// <summary>The types of a name; patterns count only when the name itself has none, for dimensions always.</summary>
    public DecodingType Find(string name)
    {
        var types = TypeSet.None;
        Dimensions? dimensions = null;
        foreach (var entry in _find(name)?.Items ?? [])
        {
            types |= Parse(entry["type"]);
            dimensions ??= ParseDimensions(entry["dim"]);
        }

        var typed = types != TypeSet.None;
        foreach (var (pattern, type) in _patterns)
        {
            if ((typed && (dimensions is not null || type.Dimensions is null)) || !pattern.IsMatch(name)) continue;
            if (!typed) types |= type.Types;
            dimensions ??= type.Dimensions;
        }

        return new DecodingType(types, dimensions);
    }

    private static IEnumerable<(string Name, SchemaValue List)> Entries(SchemaValue? table)
    {
        if (table?["properties"] is not { Kind: SchemaKind.Object } properties) yield break;
        for (var i = 0; i < properties.Members.Count; i++)
        {
            var member = properties.Members[i];
            if (member.Value.Kind == SchemaKind.Array) yield return (member.Key, member.Value);
        }
    }

    private static Dimensions? ParseDimensions(SchemaValue? value)
    {
        if (value is not { Kind: SchemaKind.Array, Items: [{ Kind: SchemaKind.Array } outer, { Kind: SchemaKind.Array } inner] })
        {
            return null;
        }

        return outer.Items.Count == 2 && inner.Items.Count == 2
            ? new Dimensions(Bound(outer, 0), Bound(outer, 1), Bound(inner, 0), Bound(inner, 1))
            : null;
    }

    private static int Bound(SchemaValue pair, int index) =>
        pair.Items[index] is { Kind: SchemaKind.Integer } bound ? (int)Int128.Clamp(bound.Integer, 0, int.MaxValue) : 0;

    private static TypeSet Parse(SchemaValue? type) => type is not { Kind: SchemaKind.String }
        ? TypeSet.None
        : type.String switch
        {
            "int8" => TypeSet.Int8,
            "uint8" => TypeSet.UInt8,
            "int16" => TypeSet.Int16,
            "uint16" => TypeSet.UInt16,
            "int32" => TypeSet.Int32,
            "uint32" => TypeSet.UInt32,
            "int64" => TypeSet.Int64,
            "uint64" => TypeSet.UInt64,
            "int8-array" => TypeSet.Int8Array,
            "uint8-array" => TypeSet.UInt8Array,
            "int16-array" => TypeSet.Int16Array,
            "uint16-array" => TypeSet.UInt16Array,
            "int32-array" => TypeSet.Int32Array,
            "uint32-array" => TypeSet.UInt32Array,
            "int64-array" => TypeSet.Int64Array,
            "uint64-array" => TypeSet.UInt64Array,
            "int8-matrix" => TypeSet.Int8Matrix,
            "uint8-matrix" => TypeSet.UInt8Matrix,
            "int16-matrix" => TypeSet.Int16Matrix,
            "uint16-matrix" => TypeSet.UInt16Matrix,
            "int32-matrix" => TypeSet.Int32Matrix,
            "uint32-matrix" => TypeSet.UInt32Matrix,
            "int64-matrix" => TypeSet.Int64Matrix,
            "uint64-matrix" => TypeSet.UInt64Matrix,
            "phandle" => TypeSet.Phandle,
            "phandle-array" => TypeSet.PhandleArray,
            "address" => TypeSet.Address,
            "string" => TypeSet.String,
            "string-array" => TypeSet.StringArray,
            "flag" => TypeSet.Flag,
            _ => TypeSet.None,
        };
}
