namespace Dtc.Bindings.Comparison;

/// <summary>How a newer binding asks for something that an older one did not.</summary>
public enum AbiChange
{
    /// <summary>Properties became required.</summary>
    Required,

    /// <summary>A property is not described any more.</summary>
    Removed,

    /// <summary>A property became deprecated.</summary>
    Deprecated,

    /// <summary>A property needs more entries.</summary>
    MoreEntries,
}

/// <summary>One difference between two sets of bindings that a device tree written for the older one may notice.</summary>
/// <param name="Change">What it is.</param>
/// <param name="SchemaId">The binding, in both sets.</param>
/// <param name="Path">Keywords and names from the binding down to the schema in question; empty for the binding itself.</param>
/// <param name="Names">For <see cref="AbiChange.Required"/>: the properties, by code point.</param>
/// <param name="Before">For <see cref="AbiChange.MoreEntries"/>: the least number before.</param>
/// <param name="Now">For <see cref="AbiChange.MoreEntries"/>: the least number now.</param>
public sealed record AbiDifference(
    AbiChange Change, string SchemaId, IReadOnlyList<string> Path, IReadOnlyList<string> Names, long Before = 0, long Now = 0)
{
    /// <summary>The schema in question as a path: <c>/properties/clocks</c>; <c>/</c> for the binding itself.</summary>
    public string Place => "/" + string.Join('/', Path);

    /// <summary>What is different, in dt-cmp-schema's words.</summary>
    public string Message => Change switch
    {
        AbiChange.Required => $"new required properties added: {string.Join(", ", Names)}",
        AbiChange.Removed => "existing property removed",
        AbiChange.Deprecated => "existing property deprecated",
        _ => $"required entries increased from {Before} to {Now}",
    };
}
