using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Types;

/// <summary>
/// The types of all properties. Bytes of a blob get their meaning from a property's name alone, wherever it stands: a type
/// that one binding gives counts for every other.
/// </summary>
public sealed class PropertyTypes
{
    internal PropertyTypes(
        SortedDictionary<string, IReadOnlyList<PropertyType>> named, SortedDictionary<string, IReadOnlyList<PropertyType>> patterns)
    {
        Named = named;
        Patterns = patterns;
    }

    /// <summary>Types by exact name, names by code point.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PropertyType>> Named { get; }

    /// <summary>Types by the regular expression that finds the name, by code point; only asked when no exact name is known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PropertyType>> Patterns { get; }

    /// <summary>Reads the table out of a processed schema (its entries generated-types and generated-pattern-types).</summary>
    internal static PropertyTypes FromProcessed(SchemaValue? named, SchemaValue? patterns) => new(Read(named), Read(patterns));

    /// <summary>The <c>properties</c> of the entry in a processed schema.</summary>
    internal static SchemaValue ToProcessed(IReadOnlyDictionary<string, IReadOnlyList<PropertyType>> types)
    {
        var members = new SchemaMembers();
        foreach (var (name, list) in types)
        {
            members.Set(name, SchemaValue.Of(list.Select(ToProcessed).ToList()));
        }

        return SchemaValue.Of(members);
    }

    private static SchemaValue ToProcessed(PropertyType type)
    {
        var members = new SchemaMembers();
        if (type.Size is { } size) members.Set("dim", SchemaValue.Of([ToProcessed(size.Rows), ToProcessed(size.Columns)]));
        members.Set("type", type.Name is { } name ? SchemaValue.Of(name) : SchemaValue.Null());
        return SchemaValue.Of(members);
    }

    private static SchemaValue ToProcessed(CountRange range) =>
        SchemaValue.Of([SchemaValue.Of((Int128)range.Minimum), SchemaValue.Of((Int128)range.Maximum)]);

    private static SortedDictionary<string, IReadOnlyList<PropertyType>> Read(SchemaValue? entry)
    {
        var types = new SortedDictionary<string, IReadOnlyList<PropertyType>>(CodePointOrder.Instance);
        if (entry?["properties"] is not { IsObject: true } properties) return types;
        for (var i = 0; i < properties.Members.Count; i++)
        {
            var (name, list, _) = properties.Members[i];
            if (list.IsArray) types[name] = list.Items.ConvertAll(ReadType);
        }

        return types;
    }

    private static PropertyType ReadType(SchemaValue entry) => new(
        entry["type"] is { IsString: true } name ? name.String : null,
        entry["dim"] is { IsArray: true, Items: [var rows, var columns] } ? new MatrixSize(ReadRange(rows), ReadRange(columns)) : null);

    private static CountRange ReadRange(SchemaValue range) => range is { IsArray: true, Items: [var minimum, var maximum] }
        ? new CountRange(ReadCount(minimum), ReadCount(maximum))
        : default;

    private static long ReadCount(SchemaValue value) => value.Kind == SchemaKind.Integer ? (long)Int128.Clamp(value.Integer, 0, long.MaxValue) : 0;
}
