using Dtc.Bindings.Evaluation;

namespace Dtc.Bindings.Findings;

/// <summary>Findings that follow from another one.</summary>
public static class Consequences
{
    /// <summary>
    /// Leaves of a node whose <c>compatible</c> is no list of strings that one finding: every schema that is chosen by a compatible
    /// takes such a node for its own, as dt-schema's do, and finds fault with all of it.
    /// </summary>
    /// <param name="findings">What schemas found in a tree.</param>
    public static void TakeOut(List<BindingFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var first = new Dictionary<string, BindingFinding>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            if (IsUnreadableCompatible(finding)) first.TryAdd(finding.NodePath!, finding);
        }

        if (first.Count > 0)
            findings.RemoveAll(finding => finding.Kind == FindingKind.Validation && finding.NodePath is { } path && first.TryGetValue(path, out var kept) && kept != finding);
    }

    private static bool IsUnreadableCompatible(BindingFinding finding) =>
        finding is { Kind: FindingKind.Validation, NodePath: not null, PropertyPath: [{ Name: "compatible" }], Error.Keyword: "type" };
}
