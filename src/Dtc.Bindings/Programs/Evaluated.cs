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

    /// <summary>Those of a schema.</summary>
    public static EvaluatedNames Of(SchemaBody body)
    {
        var names = new List<Symbol>();
        var all = false;
        foreach (var keyword in (ReadOnlySpan<string>)["additionalProperties", "unevaluatedProperties"])
        {
            if (body.Origin.Source[keyword] is not { } value) continue;
            all |= value.IsTrue;
            if (!value.IsObject) continue;
            for (var i = 0; i < value.Members.Count; i++) names.Add(body.Origin.Document.Context.Symbols[value.Members[i].Key]);
        }

        return new EvaluatedNames
        {
            Ref = body.Find<RefKeyword>(),
            Properties = body.Find<PropertiesKeyword>(),
            Patterns = body.Find<PatternPropertiesKeyword>()?.Patterns,
            KeywordNames = [.. names],
            All = all,
            DependentSchemas = body.Find<DependentSchemasKeyword>()?.Entries ?? [],
            Branches = body.Branches(),
            If = body.Find<IfKeyword>()?.Condition,
        };
    }
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

    /// <summary>Those of a schema.</summary>
    public static EvaluatedItems Of(SchemaBody body)
    {
        var each = new List<Schema>();
        foreach (var keyword in body.Keywords)
        {
            if (keyword is ContainsKeyword contains) each.Add(contains.Schema);
            else if (keyword is UnevaluatedItemsKeyword unevaluated) each.Add(unevaluated.Schema);
        }

        var items = body.Origin.Source["items"];
        return new EvaluatedItems
        {
            Ref = body.Find<RefKeyword>(),
            All = items is { IsObject: true } || (items is not null && body.Origin.Source["additionalItems"] is not null),
            Listed = items is { IsArray: true } ? items.Items.Count : 0,
            Each = [.. each],
            Branches = body.Branches(),
            If = body.Find<IfKeyword>()?.Condition,
        };
    }
}

/// <summary>An <c>if</c>.</summary>
internal sealed record Condition(Schema If, Schema? Then, Schema? Else);
