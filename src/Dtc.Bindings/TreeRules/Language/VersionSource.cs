using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>Where a tree says which version of the hypervisor it is for, and the versions that are known.</summary>
internal sealed class VersionSource(NodeSelector nodes, string property, Regex pattern, Version[] known)
{
    /// <summary>The versions that rules were written for, oldest first.</summary>
    public IReadOnlyList<Version> Known => known;

    public static VersionSource Read(SchemaValue value, RuleNames names) => new(
        NodeSelector.ReadTest(value["nodes"]!, names),
        value["property"]!.String,
        RuleText.Pattern(value["pattern"]!),
        [.. value["known"]!.Items.Select(RuleText.ReadVersion)]);

    /// <summary>The version; null when the tree does not say.</summary>
    public Version? Find(RuleRun run)
    {
        foreach (var text in run.FindAll(nodes).SelectMany(node => node[property]?.Strings ?? []))
        {
            if (pattern.IsMatch(text) && RuleText.TryVersion(pattern.Match(text).Groups[1].Value) is { } version) return version;
        }

        return null;
    }
}
