using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Types;

/// <summary>
/// Collects what fixed-up bindings say about the types of properties, from every entry of <c>properties</c> and
/// <c>patternProperties</c> that is reached without a condition. After dt-schema, whose result depends on the order of the
/// bindings in small ways; ours is the order of the set.
/// </summary>
internal sealed partial class TypeCollector
{
    /// <summary>The name given to what is a node and no property; dropped at the end.</summary>
    public const string Node = "node";

    // A chain of local references may be a loop.
    private const int MaximumDepth = 200;

    private readonly Dictionary<string, TypeEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The properties in the order they were met first.</summary>
    public List<TypeEntry> Entries { get; } = [];

    /// <summary>Takes in a binding.</summary>
    public void Add(Binding binding) => AddSchema(binding, binding.Schema, 0);

    /// <summary>The entry of that name; null when it was never met.</summary>
    public TypeEntry? Find(string name) => _entries.GetValueOrDefault(name);

    private void AddSchema(Binding binding, SchemaValue schema, int depth)
    {
        if (!schema.IsObject || depth > MaximumDepth) return;
        if (schema["additionalProperties"] is { } additional) AddSchema(binding, additional, depth + 1);
        foreach (var keyword in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf"])
        {
            if (schema[keyword] is not { IsArray: true } list) continue;
            foreach (var item in list.Items) AddSchema(binding, item, depth + 1);
        }

        AddEntries(binding, schema["properties"], false, depth);
        AddEntries(binding, schema["patternProperties"], true, depth);
    }

    private void AddEntries(Binding binding, SchemaValue? entries, bool isPattern, int depth)
    {
        if (entries is not { IsObject: true }) return;
        for (var i = 0; i < entries.Members.Count; i++)
        {
            var (name, schema, position) = entries.Members[i];
            AddProperty(new Use(binding, name, isPattern, position), schema, depth + 1);
        }
    }

    private void AddProperty(Use use, SchemaValue schema, int depth)
    {
        if (use.Name.StartsWith('$') || depth > MaximumDepth) return;
        if (!schema.IsObject)
        {
            if (schema.IsTrue && Find(use.Name) is null) Entry(use.Name).Types.Add(new CollectedType(null, use));
            return;
        }

        var reference = schema["$ref"] is { IsString: true } text ? text.String : null;
        string? inherited = null;
        if (reference?.StartsWith("#/", StringComparison.Ordinal) == true)
        {
            if (Find(use.Name)?.Types.Exists(type => type.Comes(use.Binding)) == true) return;
            if (Local(use.Binding.Schema, reference) is { } target) AddProperty(use, target, depth + 1);
        }
        else if (reference?.Contains("/properties/", StringComparison.Ordinal) == true)
        {
            inherited = reference[(reference.LastIndexOf('/') + 1)..];
            if (inherited == use.Name) inherited = null;
        }

        foreach (var keyword in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf"])
        {
            if (schema[keyword] is not { IsArray: true } list) continue;
            foreach (var item in list.Items) AddProperty(use, item, depth + 1);
        }

        var entry = Entry(use.Name);
        var isNode = IsNode(schema);
        var name = isNode ? Node : TypeName(use.Name, schema, reference, inherited);
        var found = new CollectedType(name, use);
        if (name is null)
        {
            if (entry.Types.Count == 0) entry.Types.Add(found);
            return;
        }

        if (HasSize(name) && (schema["items"] ?? schema["minItems"] ?? schema["maxItems"]) is not null) found.Size = SizeOf(schema);
        entry.Merge(found);
        if (HasEntries(schema)) AddSchema(use.Binding, schema, depth + 1);
    }

    private TypeEntry Entry(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            entry = new TypeEntry(name);
            _entries.Add(name, entry);
            Entries.Add(entry);
        }

        return entry;
    }

    // Pointers as dt-schema takes them here: by plain names, without escapes, through mappings only.
    private static SchemaValue? Local(SchemaValue schema, string reference)
    {
        SchemaValue? at = schema;
        foreach (var step in reference.Split('/').Skip(1)) at = at?[step];
        return at;
    }

    private static bool IsNode(SchemaValue schema) => schema["type"] is { IsString: true, String: "object" } || HasEntries(schema);

    private static bool HasEntries(SchemaValue schema) =>
        (schema["properties"] ?? schema["patternProperties"] ?? schema["additionalProperties"]) is not null;

    private static string? TypeName(string property, SchemaValue schema, string? reference, string? inherited)
    {
        if (reference is not null && Known.Match(reference) is { Success: true } known) return known.Value;
        if (schema["type"] is { IsString: true, String: "boolean" }) return "flag";
        if (schema["items"] is { } items)
        {
            var first = items.IsArray ? items.Items.FirstOrDefault() : items;
            if (first is not null && Fixups.IsStringSchema(first)) return "string-array";
            if (property.EndsWith("-microvolt", StringComparison.Ordinal)) return "int32-matrix";
            return property.EndsWith("-hz", StringComparison.Ordinal) && !property.StartsWith("opp", StringComparison.Ordinal)
                ? "uint32-matrix"
                : null;
        }

        return reference?.EndsWith(".yaml", StringComparison.Ordinal) == true || reference?.EndsWith(".yaml#", StringComparison.Ordinal) == true
            ? Node
            : inherited;
    }

    /// <summary>True when the text holds the name of a type.</summary>
    public static bool HoldsTypeName(string text) => Known.IsMatch(text);

    /// <summary>True for the types that are decoded to rows.</summary>
    public static bool HasSize(string type) => type == "phandle-array" || type.EndsWith("-matrix", StringComparison.Ordinal);

    private static MatrixSize SizeOf(SchemaValue schema)
    {
        var items = schema["items"];
        var row = items is { IsArray: true } ? items.Items.FirstOrDefault() : items;
        return new MatrixSize(Range(schema), row is null ? new CountRange(0, 0) : Range(row));
    }

    private static CountRange Range(SchemaValue schema)
    {
        if (schema["items"] is { IsArray: true } items)
        {
            return new CountRange(Count(schema["minItems"], items.Items.Count), items.Items.Count);
        }

        return new CountRange(Count(schema["minItems"], 1), Count(schema["maxItems"], 0));
    }

    private static long Count(SchemaValue? value, long otherwise) => value?.Kind == SchemaKind.Integer
        ? (long)Int128.Clamp(value.Integer, 0, int.MaxValue)
        : otherwise;

    [GeneratedRegex("address|flag|u?int(8|16|32|64)(-(array|matrix))?|string(-array)?|phandle(-array)?")]
    private static partial Regex Known { get; }
}
