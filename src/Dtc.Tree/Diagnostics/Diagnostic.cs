namespace Dtc.Tree;

/// <summary>A second place that helps to understand a diagnostic.</summary>
/// <param name="Message">What is to be seen there.</param>
/// <param name="Span">Where.</param>
public sealed record RelatedSpan(string Message, SourceSpan Span);

/// <summary>One finding about the input.</summary>
public sealed class Diagnostic
{
    /// <summary>Makes a finding at <paramref name="span"/> with the rule's default severity.</summary>
    public Diagnostic(Rule rule, SourceSpan span, string message)
    {
        Rule = rule;
        Span = span;
        Message = message;
        Severity = rule.Severity;
    }

    /// <summary>The rule that was broken.</summary>
    public Rule Rule { get; }

    /// <summary>Severity in this run.</summary>
    public Severity Severity { get; init; }

    /// <summary>One sentence without a final full stop.</summary>
    public string Message { get; }

    /// <summary>The offending text; <see cref="SourceSpan.None"/> when there is none (an unreadable input).</summary>
    public SourceSpan Span { get; }

    /// <summary>The file a finding without a span is about.</summary>
    public string? File { get; init; }

    /// <summary>A likely way out ("did you mean 'uart0'?"); null when there is none.</summary>
    public string? Help { get; init; }

    /// <summary>The finding as one of dtc's checks; null when it is none.</summary>
    public CheckReport? Check { get; init; }

    /// <summary>
    /// What dtc prints about the same fault, one character a byte, without the place before it and the line end behind
    /// it; null when that is nothing, or follows from the rule.
    /// </summary>
    public string? DtcText { get; init; }

    /// <summary>Further places, such as the first definition of a duplicate.</summary>
    public IReadOnlyList<RelatedSpan> Related { get; init; } = [];
}
