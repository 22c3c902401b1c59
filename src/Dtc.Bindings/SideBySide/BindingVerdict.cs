namespace Dtc.Bindings.SideBySide;

/// <summary>What a binding says of a tree as a whole.</summary>
/// <param name="Binding">Its name.</param>
/// <param name="Nodes">How many nodes are its business.</param>
/// <param name="Errors">What it finds at error level.</param>
/// <param name="Warnings">What it finds at warning level.</param>
public sealed record BindingVerdict(string Binding, int Nodes, int Errors, int Warnings)
{
    /// <summary>Whether there is anything in the tree that the binding is about.</summary>
    public bool Applies => Nodes > 0;

    /// <summary>Whether it applies and finds no error.</summary>
    public bool Satisfied => Applies && Errors == 0;

    /// <summary>In a few words.</summary>
    public string Text => !Applies ? "no node of this tree is its business"
        : Errors > 0 ? $"broken: {Count(Errors, "error")}{(Warnings > 0 ? $", {Count(Warnings, "warning")}" : string.Empty)}"
        : Warnings > 0 ? $"satisfied, with {Count(Warnings, "warning")}" : "satisfied";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

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
/// <param name="Both">A value that all of them accept; null when none has to be there.</param>
public sealed record ComparedProperty(string Property, string? Has, IReadOnlyList<PropertyStand> Stands, string? Both);

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
    string NodePath, bool Exists, IReadOnlyList<string> Bindings, IReadOnlyList<ComparedProperty> Properties, IReadOnlyList<string> LeftOpen);
