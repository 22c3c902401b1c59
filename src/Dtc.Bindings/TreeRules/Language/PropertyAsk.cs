using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>What a binding asks of one property of its node, for a comparison with another binding.</summary>
public sealed class PropertyAsk
{
    /// <summary>The property; <c>$nodename</c> for the name of the node.</summary>
    public required string Property { get; init; }

    /// <summary>What is asked, in a few words.</summary>
    public required string Asks { get; init; }

    /// <summary>Whether the node cannot do without.</summary>
    public bool Required { get; init; }

    /// <summary>Strings that have to come first, in their order, for the sake of an example.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>Strings that may stand anywhere.</summary>
    public IReadOnlyList<string> Anywhere { get; init; } = [];

    /// <summary>A value in the words of source that satisfies it; null when strings say it, or none is wanted.</summary>
    public string? Example { get; init; }

    /// <summary>Where it is from.</summary>
    public required string Source { get; init; }

    internal static PropertyAsk Read(SchemaValue value) => new()
    {
        Property = value["property"]!.String,
        Asks = value["asks"]!.String,
        Required = value["required"]?.IsTrue == true,
        First = Strings(value["first"]),
        Anywhere = Strings(value["anywhere"]),
        Example = value["example"]?.String,
        Source = value["source"]!.String,
    };

    private static IReadOnlyList<string> Strings(SchemaValue? value) => value is null ? [] : [.. value.Items.Select(item => item.String)];
}
