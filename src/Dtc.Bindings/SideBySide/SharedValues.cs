using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Dtc.Bindings.SideBySide;

/// <summary>
/// Values that must not occur in two trees, kept while trees come one by one: the later of two is at fault, so that its
/// verdict can be given at once. Serves one thread.
/// </summary>
public sealed class SharedValues
{
    private readonly Dictionary<(string Rule, string Text), string> _owners = [];

    /// <summary>Takes a tree in.</summary>
    /// <param name="report">What rules say of it.</param>
    /// <param name="name">What it is called.</param>
    /// <returns>What it shares with trees that came before it.</returns>
    public IReadOnlyList<TreeRuleFinding> Add(TreeRuleReport report, string name)
    {
        ArgumentNullException.ThrowIfNull(report);
        var found = new List<TreeRuleFinding>();
        foreach (var value in report.Shared)
        {
            if (_owners.GetValueOrDefault((value.Rule.Id, value.Text)) is not { } owner) continue;
            found.Add(new TreeRuleFinding(value.Rule, Rules.NotUnique, value.Place, $"'{value.Place.Property ?? "name"}' {value.Text} is that of '{owner}' too", []));
        }

        // Afterwards, for what occurs twice in this tree is the business of the rule within it.
        foreach (var value in report.Shared) _owners.TryAdd((value.Rule.Id, value.Text), name);
        return found;
    }
}
