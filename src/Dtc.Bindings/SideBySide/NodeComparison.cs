using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Dtc.Bindings.SideBySide;

/// <summary>Where a property of a node stands with one binding.</summary>
/// <param name="Binding">Name of the binding.</param>
/// <param name="Asks">What it asks; null when it says nothing of the property.</param>
/// <param name="Required">Whether the node cannot do without.</param>
/// <param name="Satisfied">Whether the node gives it; null when nothing is asked.</param>
/// <param name="Faults">What is wrong.</param>
public sealed record PropertyStand(string Binding, string? Asks, bool Required, bool? Satisfied, IReadOnlyList<string> Faults);

/// <summary>One property of a node, binding by binding.</summary>
/// <param name="Property">The property; <c>$nodename</c> for the name of the node.</param>
/// <param name="Has">What the node has, in the words of source; null when it has none.</param>
/// <param name="Stands">Where it stands with each binding, in their order.</param>
/// <param name="Both">A value that all of them accept; null when none has to be there, or none can be named.</param>
public sealed record ComparedProperty(string Property, string? Has, IReadOnlyList<PropertyStand> Stands, string? Both)
{
    /// <summary>Another value is needed, which only who knows the other trees can name.</summary>
    public bool NeedsAnother { get; init; }
}

/// <summary>A node held against several bindings, property by property.</summary>
/// <param name="NodePath">The node.</param>
/// <param name="Exists">Whether the tree has it.</param>
/// <param name="Bindings">Names of the bindings.</param>
/// <param name="Properties">The properties.</param>
/// <param name="LeftOpen">
/// What the bindings would still find in the node with the values of <see cref="ComparedProperty.Both"/>, tried in this tree;
/// empty when they satisfy all of them.
/// </param>
public sealed record NodeComparison(
    string NodePath, bool Exists, IReadOnlyList<string> Bindings, IReadOnlyList<ComparedProperty> Properties, IReadOnlyList<string> LeftOpen)
{
    /// <summary>The comparison with what the tree shares with another one that it must not.</summary>
    public NodeComparison With(IReadOnlyList<TreeRuleFinding> shared)
    {
        var (properties, open) = (Properties, LeftOpen);
        foreach (var finding in shared)
        {
            if (finding.Place.NodePath != NodePath || finding.Severity != Severity.Error) continue;
            var name = finding.Place.Property ?? "$nodename";
            if (Bindings.FirstOrDefault(binding => finding.Rule.Id.StartsWith(binding + "/", StringComparison.Ordinal)) is not { } asking) continue;
            properties = [.. properties.Select(row => row.Property == name ? Broken(row, asking, finding.Message) : row)];
            open = [.. open, $"{asking}: {name}: {finding.Message}"];
        }

        return ReferenceEquals(open, LeftOpen) ? this : this with { Properties = properties, LeftOpen = open };
    }

    private static ComparedProperty Broken(ComparedProperty row, string binding, string message) => row with
    {
        Stands = [.. row.Stands.Select(stand => stand.Binding == binding ? stand with { Satisfied = false, Faults = [.. stand.Faults, message] } : stand)],
        Both = null,
        NeedsAnother = true,
    };
}
