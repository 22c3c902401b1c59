using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Dtc.Bindings.SideBySide;

/// <summary>What a binding says of a tree as a whole. Findings that say the same of the same place count once.</summary>
/// <param name="Binding">Its name.</param>
/// <param name="NodePaths">The nodes that are its business.</param>
/// <param name="Errors">What its schemas and rules find at error level.</param>
/// <param name="Warnings">What they find at warning level.</param>
public sealed record BindingVerdict(string Binding, IReadOnlySet<string> NodePaths, int Errors, int Warnings)
{
    /// <summary>How many nodes are its business.</summary>
    public int Nodes => NodePaths.Count;

    /// <summary>Whether there is anything in the tree that the binding is about.</summary>
    public bool Applies => Nodes > 0;

    /// <summary>Whether it applies and finds no error.</summary>
    public bool Satisfied => Applies && Errors == 0;

    /// <summary>In a few words.</summary>
    public string Text => !Applies ? "no node of this tree is its business"
        : Errors > 0 ? $"broken: {Count(Errors, "error")}{(Warnings > 0 ? $", {Count(Warnings, "warning")}" : string.Empty)}"
        : Warnings > 0 ? $"satisfied, with {Count(Warnings, "warning")}" : "satisfied";

    /// <summary>The verdict with what the tree shares with another one that it must not.</summary>
    /// <param name="shared">What was found; rules of other bindings are passed over.</param>
    /// <param name="onlyErrors">Warnings do not count.</param>
    public BindingVerdict With(IReadOnlyList<TreeRuleFinding> shared, bool onlyErrors)
    {
        var own = shared.Where(IsOwn).ToList();
        return own.Count == 0 ? this : this with
        {
            NodePaths = new HashSet<string>([.. NodePaths, .. own.Select(finding => finding.Place.NodePath ?? "/")], StringComparer.Ordinal),
            Errors = Errors + own.Count(finding => finding.Severity == Severity.Error),
            Warnings = Warnings + (onlyErrors ? 0 : own.Count(finding => finding.Severity == Severity.Warning)),
        };
    }

    private bool IsOwn(TreeRuleFinding finding) => finding.Rule.Id.StartsWith(Binding + "/", StringComparison.Ordinal);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
