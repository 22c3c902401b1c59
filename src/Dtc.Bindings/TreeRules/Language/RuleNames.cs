using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>What a file of rules gives names to: nodes, regions, and what the cells of interrupts mean.</summary>
internal sealed class RuleNames
{
    private readonly Dictionary<string, NodeSelector> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegionTerm> _regions = new(StringComparer.Ordinal);

    /// <summary>How controllers write their interrupts.</summary>
    public List<InterruptForm> Interrupts { get; } = [];

    /// <summary>The named things of a file. A name may use those above it.</summary>
    public static RuleNames Read(SchemaValue file)
    {
        var names = new RuleNames();
        foreach (var (key, value) in Members(file["nodes"])) names._nodes[key] = NodeSelector.Read(value, names);
        foreach (var (key, value) in Members(file["regions"])) names._regions[key] = RegionTerm.Read(value, names);
        foreach (var (key, value) in Members(file["interrupts"])) names.Interrupts.Add(InterruptForm.Read(key, value, names));
        return names;
    }

    public NodeSelector? FindNodes(string name) => _nodes.GetValueOrDefault(name);

    public RegionTerm? FindRegions(string name) => _regions.GetValueOrDefault(name);

    public string SuggestNodes(string name) => Suggestions.DidYouMean(name, _nodes.Keys) is { } near ? $"; {near}" : string.Empty;

    public string SuggestRegions(string name) =>
        Suggestions.DidYouMean(name, _regions.Keys.Concat(RegionTerm.Words)) is { } near ? $"; {near}" : string.Empty;

    internal static IEnumerable<(string Key, SchemaValue Value)> Members(SchemaValue? value)
    {
        if (value is not { IsObject: true }) yield break;
        for (var i = 0; i < value.Members.Count; i++) yield return (value.Members[i].Key, value.Members[i].Value);
    }
}
