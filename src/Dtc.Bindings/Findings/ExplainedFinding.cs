using Dtc.Bindings.Evaluation;
using Dtc.Tree;

namespace Dtc.Bindings.Findings;

/// <summary>A place in a binding.</summary>
/// <param name="Id"><c>$id</c> of the binding.</param>
/// <param name="File">Its file; empty when that is not known.</param>
/// <param name="Line">1-based line; 0 when that is not known.</param>
/// <param name="Column">1-based column.</param>
public sealed record BindingPlace(string Id, string File, int Line, int Column);

/// <summary>What one of several alternatives finds.</summary>
/// <param name="Number">Place of the alternative, from 1.</param>
/// <param name="Faults">What it finds.</param>
public sealed record FindingBranch(int Number, IReadOnlyList<ExplainedFinding> Faults);

/// <summary>Why a finding matters.</summary>
/// <param name="Rule">The rule of a companion file, such as <c>xen/grant-window-in-ram</c>; null for a schema.</param>
/// <param name="Consequence">What happens to those who do not mend it; for a schema, what its description says.</param>
/// <param name="Source">Where it is written: a document and section, a file, or how it was observed; null when that is part of the former.</param>
public sealed record FindingReason(string? Rule, string Consequence, string? Source);

/// <summary>
/// A finding as people need it: one place, one rule, what is there and what may be there. One finding of the evaluator
/// that names several properties becomes several of these.
/// </summary>
public sealed record ExplainedFinding
{
    private readonly Severity? _severity;
    private string? _suggestion;
    private IReadOnlyList<FindingBranch>? _branches;

    /// <summary>The rule that was broken.</summary>
    public required Rule Rule { get; init; }

    /// <summary>Where.</summary>
    public required FindingPlace Place { get; init; }

    /// <summary>One sentence without a final full stop.</summary>
    public required string Message { get; init; }

    /// <summary>What makes it one finding: others with the same key say the same of the same place.</summary>
    public (FindingPlace Place, Rule Rule, string Message) Key => (Place, Rule, Message);

    /// <summary>What is there, as source would write it; null when something is missing.</summary>
    public string? Found { get; init; }

    /// <summary>What may be there: values as source would write them, patterns, or a condition in words.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>The line of the binding that asks for it; null when no binding does.</summary>
    public BindingPlace? Binding { get; init; }

    /// <summary>The property or child whose description in the binding helps; null when there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>What the evaluator found; null for a rule across nodes.</summary>
    public BindingFinding? Upstream { get; init; }

    /// <summary>How bad it is: the rule's own, or that of the rule across nodes.</summary>
    public Severity Severity
    {
        get => _severity ?? Rule.Severity;
        init => _severity = value;
    }

    /// <summary>Why it matters; null where nobody wrote that down.</summary>
    public FindingReason? Reason { get; init; }

    /// <summary>Other places of the tree that take part.</summary>
    public IReadOnlyList<(FindingPlace Place, string Text)> Related { get; init; } = [];

    /// <summary>A likely way out; null when there is none. Worked out when it is asked for.</summary>
    public string? Suggestion => (_suggestion ??= Suggest?.Invoke() ?? string.Empty).Length > 0 ? _suggestion : null;

    /// <summary>All alternatives, when it is about some. Worked out when they are asked for.</summary>
    public IReadOnlyList<FindingBranch> Branches => _branches ??= Explain?.Invoke() ?? [];

    internal Func<string?>? Suggest { get; init; }

    internal Func<IReadOnlyList<FindingBranch>>? Explain { get; init; }
}
