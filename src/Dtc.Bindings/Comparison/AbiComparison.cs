using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.References;

namespace Dtc.Bindings.Comparison;

/// <summary>
/// Compares two sets of bindings as dt-cmp-schema does: what may break trees that were written for the older one. Only
/// bindings that are in both sets are compared, by their fixed-up form.
/// </summary>
public sealed class AbiComparison
{
    // References of bindings to each other may form a circle.
    private const int MaximumDepth = 100;

    private readonly BindingSet _new;
    private readonly bool _follow;
    private readonly List<AbiDifference> _found = [];

    private AbiComparison(BindingSet newer, bool follow)
    {
        _new = newer;
        _follow = follow;
    }

    /// <summary>Compares two sets.</summary>
    /// <param name="older">The set that trees were written for.</param>
    /// <param name="newer">The set they are to be used with.</param>
    /// <param name="followReferences">
    /// A property counts as described when a binding does that the new one refers to as a whole. dt-cmp-schema means to look
    /// there and, as of 2026, finds nothing; false gives its result.
    /// </param>
    /// <returns>All differences, bindings by id; within one: required, removed, deprecated, more entries.</returns>
    public static IReadOnlyList<AbiDifference> Compare(BindingSet older, BindingSet newer, bool followReferences)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        var comparison = new AbiComparison(newer, followReferences);
        foreach (var binding in newer.Bindings)
        {
            if (older.Find(binding.Id) is not { } before || binding.Id.Contains("generated", StringComparison.Ordinal)) continue;
            comparison.Compare(binding.Id, before.Schema, binding.Schema);
        }

        return comparison._found;
    }

    private void Compare(string id, SchemaValue older, SchemaValue newer)
    {
        var before = Properties(older);
        var now = Properties(newer);

        CompareRequired(id, [], older, newer);
        foreach (var (path, schema) in now) CompareRequired(id, path, At(older, path), schema);

        foreach (var (path, _) in before)
        {
            if (!Describes(newer, path[1], 0)) _found.Add(new AbiDifference(AbiChange.Removed, id, path, []));
        }

        foreach (var (path, schema) in before)
        {
            if (schema["deprecated"] is null && At(newer, path)?["deprecated"] is not null)
            {
                _found.Add(new AbiDifference(AbiChange.Deprecated, id, path, []));
            }
        }

        foreach (var (path, schema) in now)
        {
            if (schema["minItems"] is not { Kind: SchemaKind.Integer } least) continue;
            if (At(older, path)?["minItems"] is not { Kind: SchemaKind.Integer } known) continue;
            if (known.Integer == 0 || least.Integer <= known.Integer) continue;
            _found.Add(new AbiDifference(AbiChange.MoreEntries, id, path, [], Count(known), Count(least)));
        }
    }

    private void CompareRequired(string id, string[] path, SchemaValue? older, SchemaValue newer)
    {
        if (older is not { IsObject: true } || !newer.IsObject) return;
        var added = Required(newer);
        added.ExceptWith(Required(older));
        if (added.Count > 0) _found.Add(new AbiDifference(AbiChange.Required, id, path, [.. added]));
    }

    // What the schema asks for by itself and in its alternatives, whether all of them ask for it or not.
    private static SortedSet<string> Required(SchemaValue schema)
    {
        var names = new SortedSet<string>(CodePointOrder.Instance);
        Add(schema);
        foreach (var keyword in (ReadOnlySpan<string>)["allOf", "oneOf", "anyOf"])
        {
            if (schema[keyword] is not { IsArray: true } list) continue;
            foreach (var item in list.Items) Add(item);
        }

        return names;

        void Add(SchemaValue part)
        {
            if (part["required"] is not { IsArray: true } required) return;
            foreach (var name in required.Items)
            {
                if (name.IsString) names.Add(name.String);
            }
        }
    }

    // Every entry of properties and patternProperties, with all below it that is reached through those alone.
    private static List<(string[] Path, SchemaValue Schema)> Properties(SchemaValue schema)
    {
        var found = new List<(string[], SchemaValue)>();
        Collect(schema, []);
        return found;

        void Collect(SchemaValue part, string[] path)
        {
            foreach (var keyword in (ReadOnlySpan<string>)["properties", "patternProperties"])
            {
                if (part[keyword] is not { IsObject: true } entries) continue;
                for (var i = 0; i < entries.Members.Count; i++)
                {
                    var (name, entry, _) = entries.Members[i];
                    string[] below = [.. path, keyword, name];
                    found.Add((below, entry));
                    Collect(entry, below);
                }
            }
        }
    }

    // Whether a property of that name is at the top of a schema or of one it refers to. A property further down counts as
    // described with the one it is below, as in dt-cmp-schema.
    private bool Describes(SchemaValue schema, string name, int depth)
    {
        if (!schema.IsObject || depth > MaximumDepth) return false;
        if ((schema["properties"]?[name] ?? schema["patternProperties"]?[name]) is not null) return true;
        if (!_follow) return false;
        if (schema["allOf"] is { IsArray: true } parts)
        {
            foreach (var part in parts.Items)
            {
                if (Target(schema, part) is { } target && Describes(target, name, depth + 1)) return true;
            }
        }

        return Target(schema, schema) is { } whole && Describes(whole, name, depth + 1);
    }

    // Only references to whole bindings are followed.
    private SchemaValue? Target(SchemaValue schema, SchemaValue part)
    {
        if (part["$ref"] is not { IsString: true } reference || schema["$id"] is not { IsString: true } id) return null;
        var address = reference.String.TrimEnd('#');
        return address.Contains('#', StringComparison.Ordinal) || address.Length == 0
            ? null
            : _new.Find(SchemaReference.Absolute(id.String.TrimEnd('#'), address))?.Schema;
    }

    private static SchemaValue? At(SchemaValue? schema, string[] path)
    {
        foreach (var step in path) schema = schema?[step];
        return schema;
    }

    private static long Count(SchemaValue value) => (long)Int128.Clamp(value.Integer, long.MinValue, long.MaxValue);
}
