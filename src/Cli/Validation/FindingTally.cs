using Dtc.Bindings.Findings;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>
/// How many errors and warnings an input has, by one measure in all forms (docs/findings-json.md): findings that say the same
/// of the same place count once, notes do not count, and warnings do not where they are hidden.
/// </summary>
internal sealed class FindingTally(bool onlyErrors)
{
    private readonly HashSet<(FindingPlace, Rule, string)> _known = [];

    /// <summary>Errors.</summary>
    public int Errors { get; private set; }

    /// <summary>Warnings.</summary>
    public int Warnings { get; private set; }

    /// <summary>Both.</summary>
    public (int Errors, int Warnings) Counts => (Errors, Warnings);

    /// <summary>Whether a finding is shown at all.</summary>
    public bool Shows(Severity severity) => severity == Severity.Error || !onlyErrors;

    /// <summary>Counts a finding, unless the same was said already.</summary>
    public void Add(ExplainedFinding finding)
    {
        if (_known.Add(finding.Key)) Add(finding.Severity);
    }

    /// <summary>Counts what is not about a tree: it stands for itself.</summary>
    public void Add(Severity severity)
    {
        if (severity == Severity.Error) Errors++;
        else if (severity == Severity.Warning && !onlyErrors) Warnings++;
    }
}
