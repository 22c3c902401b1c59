using Dtc.Bindings.Evaluation;

namespace Dtc.Bindings.Findings;

/// <summary>
/// Why findings matter that no description of a hypervisor's binding speaks of: those of types, of core schemas, and of values
/// that cannot be read.
/// </summary>
internal static class CoreReasons
{
    private static readonly FindingReason Unreadable = new(
        null,
        "The value does not have the form that its readers take it in; they read other numbers out of it, or go on as if the property were missing.",
        "Devicetree Specification 2.2.4 and 2.3 (values of properties)");

    private static readonly FindingReason Unbound = new(
        null,
        "No driver is known for the node; the kernel leaves the device alone.",
        "Devicetree Specification 2.3.1 (compatible)");

    /// <summary>The reason of a finding that has none of its own.</summary>
    public static FindingReason Of(BindingFinding finding, string? property)
    {
        if (finding.SchemaId is { } id && ShippedDescriptions.OfBinding(id, property) is { } said) return new FindingReason(null, said.Words, said.File);
        return finding.Kind switch
        {
            FindingKind.Unmatched => Unbound,
            FindingKind.Validation => new FindingReason(
                null,
                "Trees of all machines follow this schema, and programs that read them count on it; they do not find what is here, or take it for something else.",
                $"Devicetree Specification, as dt-schema has it in {finding.SchemaId}"),
            _ => Unreadable,
        };
    }
}
