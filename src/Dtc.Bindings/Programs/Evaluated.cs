using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>
/// The parts of a schema that make properties count as evaluated, after the reference implementation's routine for
/// this draft: whatever <c>properties</c> names counts even when it is invalid; and a schema (not a boolean) under
/// additionalProperties or unevaluatedProperties makes those count that are called like its keywords.
/// </summary>
internal sealed class EvaluatedNames
{
    public RefKeyword? Ref { get; init; }

    public PropertiesKeyword? Properties { get; init; }

    public PatternSet? Patterns { get; init; }

    /// <summary>Names of the keywords under additionalProperties and unevaluatedProperties.</summary>
    public required Symbol[] KeywordNames { get; init; }

    /// <summary>Whether one of those is true.</summary>
    public bool All { get; init; }

    public required (Symbol Name, Schema Schema)[] DependentSchemas { get; init; }

    /// <summary>Branches of allOf, oneOf and anyOf, which count when they are valid.</summary>
    public required Schema[] Branches { get; init; }

    public Condition? If { get; init; }
}

/// <summary>The same for items.</summary>
internal sealed class EvaluatedItems
{
    public RefKeyword? Ref { get; init; }

    public bool All { get; init; }

    /// <summary>Number of items that <c>items</c> lists.</summary>
    public int Listed { get; init; }

    /// <summary>Schemas whose valid items count: contains and unevaluatedItems.</summary>
    public required Schema[] Each { get; init; }

    public required Schema[] Branches { get; init; }

    public Condition? If { get; init; }
}

/// <summary>An <c>if</c>.</summary>
internal sealed record Condition(Schema If, Schema? Then, Schema? Else);
