namespace Dtc.Tree;

/// <summary>Collects the diagnostics of one compilation. Not thread-safe: one bag belongs to one compilation.</summary>
public sealed class DiagnosticBag
{
    /// <summary>Diagnostics kept; a hostile input must not fill the memory with its faults.</summary>
    public const int Capacity = 1000;

    private readonly int _capacity;
    private readonly List<Diagnostic> _items = [];

    /// <summary>Makes a bag that keeps up to <paramref name="capacity"/> diagnostics.</summary>
    public DiagnosticBag(int capacity = Capacity) => _capacity = capacity;

    /// <summary>The diagnostics in the order they were found.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Number of errors found, including those beyond those kept.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Number of warnings found, including those beyond those kept.</summary>
    public int WarningCount { get; private set; }

    /// <summary>Number of diagnostics that were counted but not kept.</summary>
    public int Dropped { get; private set; }

    /// <summary>True when at least one error was found.</summary>
    public bool HasErrors => ErrorCount > 0;

    /// <summary>Adds a finding.</summary>
    public void Add(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        if (diagnostic.Severity == Severity.Error) ErrorCount++;
        else if (diagnostic.Severity == Severity.Warning) WarningCount++;
        if (_items.Count < _capacity) _items.Add(diagnostic);
        else Dropped++;
    }

    /// <summary>Adds a finding with the rule's default severity.</summary>
    public void Add(Rule rule, SourceSpan span, string message, string? help = null) =>
        Add(new Diagnostic(rule, span, message) { Help = help });

    /// <summary>
    /// Brings the findings into the order of the source. Those at <paramref name="first"/> and beyond come
    /// before all others, those without a place come last.
    /// </summary>
    public void SortByPosition(int first)
    {
        var sorted = _items.OrderBy(d => d.Span.IsNone ? long.MaxValue : d.Span.Start >= first ? d.Span.Start - (long)int.MaxValue : d.Span.Start).ToList();
        _items.Clear();
        _items.AddRange(sorted);
    }

    /// <summary>Takes findings out that turned out to be consequences of others.</summary>
    public void RemoveAll(Predicate<Diagnostic> consequence)
    {
        ArgumentNullException.ThrowIfNull(consequence);
        foreach (var item in _items)
        {
            if (!consequence(item)) continue;
            if (item.Severity == Severity.Error) ErrorCount--;
            else if (item.Severity == Severity.Warning) WarningCount--;
        }

        _items.RemoveAll(consequence);
    }
}
