using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>What breaks rules, and what nearly does: changes of <see cref="Bases"/>.</summary>
internal static partial class RuleCases
{
    public static Dictionary<string, RuleCase> All { get; } = new(StringComparer.Ordinal);

    public static Dictionary<string, (string Yaml, Func<FakeInputs> Inputs)> Neighbours { get; } = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> NeighbourNames => [.. Neighbours.Keys];

    static RuleCases()
    {
        Configurations();
        Places();
        Devices();
        Hosts();
        Boots();
        Edits();
    }

    public static string Base(string name) => name switch
    {
        nameof(Bases.Dom0less) => Bases.Dom0less,
        nameof(Bases.Static) => Bases.Static,
        nameof(Bases.Machine) => Bases.Machine,
        _ => Bases.Vexpress,
    };

    private static string Change(string text, string[] edits)
    {
        for (var i = 0; i < edits.Length; i += 2)
        {
            Assert.True(text.Contains(edits[i], StringComparison.Ordinal), $"the base has no '{edits[i]}'");
            var at = text.IndexOf(edits[i], StringComparison.Ordinal);
            text = text[..at] + edits[i + 1] + text[(at + edits[i].Length)..];
        }

        return text;
    }

    private static void Breaks(string rule, string name, string text, string[] edits, string? says = null, string[]? tree = null) =>
        All.Add($"{rule} {name}", new RuleCase(rule, Change(text, edits), World(tree), says, 0));

    private static void Fine(string name, string text, string[] edits, string[]? tree = null) =>
        Neighbours.Add(name, (Change(text, edits), World(tree)));

    private static Func<FakeInputs> World(string[]? tree) => () => new FakeInputs { Tree = text => tree is null ? text : Change(text, tree) };
}
