using Dtc.Bindings.Documents;

namespace Dtc.Bindings.TreeRules;

/// <summary>A hypervisor that is recognised by a node, and what is known of the binding of that node.</summary>
public sealed class KnownHypervisor
{
    /// <summary>Short name, such as <c>gunyah</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The built-in binding that judges the node; null when there is none.</summary>
    public string? Binding { get; init; }

    /// <summary>What is known of the binding.</summary>
    public required string Known { get; init; }

    /// <summary>Where that is from.</summary>
    public required string Source { get; init; }

    internal NodeSelector For { get; private init; } = null!;

    internal static KnownHypervisor Read(SchemaValue value, RuleNames names) => new()
    {
        Id = value["id"]!.String,
        Name = value["name"]!.String,
        Binding = value["binding"]?.String,
        Known = value["known"]!.String,
        Source = value["source"]!.String,
        For = NodeSelector.ReadTest(value["for"]!, names),
    };
}

/// <summary>A hypervisor's node in a tree.</summary>
/// <param name="Hypervisor">Whose it is.</param>
/// <param name="NodePath">The node.</param>
public sealed record RecognisedNode(KnownHypervisor Hypervisor, string NodePath);
