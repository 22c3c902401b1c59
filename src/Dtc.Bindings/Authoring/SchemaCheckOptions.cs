namespace Dtc.Bindings.Authoring;

/// <summary>What bindings are checked against.</summary>
public sealed record SchemaCheckOptions
{
    /// <summary>Directory of the core schemas that references may lead to; null for those that are shipped.</summary>
    public string? CoreDirectory { get; init; }
}

/// <summary>How a check went.</summary>
/// <param name="Files">Number of files looked at.</param>
/// <param name="Errors">Number of findings at error level.</param>
/// <param name="Warnings">Number of findings at warning level.</param>
/// <param name="ReferenceFails">Whether dt-doc-validate would end with a status other than 0.</param>
public readonly record struct SchemaCheckSummary(int Files, int Errors, int Warnings, bool ReferenceFails);
