using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>A rule that a tree breaks.</summary>
/// <param name="Rule">The rule of the file.</param>
/// <param name="Kind">The rule of the table, by the kind of assertion.</param>
/// <param name="Place">Where.</param>
/// <param name="Message">What does not hold, without a full stop.</param>
/// <param name="Related">Other places that take part.</param>
public sealed record TreeRuleFinding(
    TreeRule Rule, Rule Kind, FindingPlace Place, string Message, IReadOnlyList<(FindingPlace Place, string Text)> Related)
{
    /// <summary>How bad it is: as bad as the rule says, or less where the version of the hypervisor is not known.</summary>
    public Severity Severity { get; init; } = Rule.Severity;
}

/// <summary>A value that must not occur in another tree.</summary>
/// <param name="Rule">The rule that says so.</param>
/// <param name="Text">The value.</param>
/// <param name="Place">Where it stands.</param>
public sealed record SharedValue(TreeRule Rule, string Text, FindingPlace Place);

/// <summary>What rules find in one tree.</summary>
public sealed class TreeRuleReport
{
    /// <summary>Rules that are broken, file by file, in the order of rules and nodes.</summary>
    public List<TreeRuleFinding> Findings { get; } = [];

    /// <summary>Values that other trees are held against.</summary>
    public List<SharedValue> Shared { get; } = [];

    /// <summary>Hypervisors that were recognised.</summary>
    public List<RecognisedNode> Recognised { get; } = [];

    /// <summary>How many nodes each rule was asked about, by its id.</summary>
    public Dictionary<string, int> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths of the nodes that each binding is about, by its name.</summary>
    public Dictionary<string, IReadOnlyList<string>> Concerned { get; } = new(StringComparer.Ordinal);

    /// <summary>Exemptions by the path of the node they are about.</summary>
    public ILookup<string, Exemption> Exempt { get; internal set; } = Array.Empty<Exemption>().ToLookup(_ => string.Empty);

    /// <summary>Version of the hypervisor by binding, where it is known.</summary>
    public Dictionary<string, Version> Versions { get; } = new(StringComparer.Ordinal);

    /// <summary>The exemption that takes a schema's finding back; null when there is none.</summary>
    public Exemption? ExemptionOf(BindingFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.NodePath is not { } path) return null;
        foreach (var exemption in Exempt[path])
        {
            if (exemption.Takes(finding.SchemaId, finding.Message)) return exemption;
        }

        return null;
    }
}
