namespace Dtc.Bindings.Evaluation;

/// <summary>What is checked and told.</summary>
public sealed record ValidationOptions
{
    /// <summary>Everything but undocumented compatibles.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Tell which compatibles no schema documents.</summary>
    public bool ShowUnmatched { get; init; }

    /// <summary>Tell what nodes have that their binding marks as deprecated; dt-validate does not.</summary>
    public bool ShowDeprecated { get; init; }

    /// <summary>Check a node only with the schema of its most specific known compatible.</summary>
    public bool CompatibleOnly { get; init; }

    /// <summary>Use only schemas whose <c>$id</c> holds one of these; all when empty.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}
