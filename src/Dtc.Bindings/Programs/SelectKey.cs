using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Programs;

/// <summary>What a <c>select</c> cannot do without.</summary>
internal enum SelectKind : byte
{
    /// <summary>Nothing that is known here: it is asked about every node.</summary>
    Any,

    /// <summary>One of some compatibles, and a list of them at all.</summary>
    Compatible,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A node name.</summary>
    NodeName,
}

/// <summary>The same with the names in question.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Names">Compatibles, or one property; empty for the other kinds.</param>
internal sealed record SelectKey(SelectKind Kind, IReadOnlyList<string> Names)
{
    public static SelectKey None { get; } = new(SelectKind.Any, []);

    /// <summary>Finds it out for a select that is an object.</summary>
    public static SelectKey Of(SchemaValue select)
    {
        var required = select["required"] is { IsArray: true } list
            ? list.Items.Where(i => i.IsString).Select(i => i.String).ToList()
            : [];
        var properties = select["properties"];
        if (required.Contains("compatible") && Literals(properties?["compatible"]?["contains"]) is { } compatibles)
        {
            return new SelectKey(SelectKind.Compatible, compatibles);
        }

        if (required.Find(r => r is not ("compatible" or "$nodename")) is { } property) return new SelectKey(SelectKind.Property, [property]);
        return properties?["$nodename"] is null ? None : new SelectKey(SelectKind.NodeName, []);
    }

    /// <summary>The strings of a const or enum; null when it is neither, or not of strings alone.</summary>
    private static List<string>? Literals(SchemaValue? schema)
    {
        if (schema is not { IsObject: true }) return null;
        if (schema["const"] is { IsString: true } constant) return [constant.String];
        if (schema["enum"] is not { IsArray: true } list) return null;
        return list.Items.TrueForAll(i => i.IsString) ? [.. list.Items.Select(i => i.String)] : null;
    }
}
