using Dtc.Bindings.Decoding;
using Dtc.Bindings.Findings;
using Dtc.Bindings.SideBySide;
using Dtc.Bindings.TreeRules;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>An input on its way: the tree to check, and where it was written.</summary>
/// <param name="Path">What the command line calls it.</param>
/// <param name="Tree">What is checked; null when it could not be read.</param>
/// <param name="Places">The source; null when it is not known.</param>
internal sealed record CheckedInput(string Path, BindingTree? Tree, SourcePlaces? Places)
{
    /// <summary>What reading and compiling found; null when nothing was compiled.</summary>
    public DiagnosticBag? Diagnostics { get; init; }

    /// <summary>Resolves the spans of <see cref="Diagnostics"/>.</summary>
    public ISourceMap? Map { get; init; }

    /// <summary>What rules across nodes found, as it is told.</summary>
    public IReadOnlyList<ExplainedFinding> RuleFindings { get; init; } = [];

    /// <summary>The same for the comparison with other inputs; null when no rules were asked.</summary>
    public TreeRuleReport? RuleReport { get; init; }

    /// <summary>What each binding that was named says of the whole tree.</summary>
    public IReadOnlyList<BindingVerdict> Verdicts { get; init; } = [];

    /// <summary>Nodes that several of those bindings describe.</summary>
    public IReadOnlyList<NodeComparison> Comparisons { get; init; } = [];

    /// <summary>The files that were read for it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A remark about the source that goes with the findings; null when there is none.</summary>
    public Diagnostic? Remark { get; init; }
}
