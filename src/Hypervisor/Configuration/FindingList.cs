using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Configuration;

/// <summary>Collects findings. What a hostile file has too many of is counted and not kept.</summary>
public sealed class FindingList
{
    /// <summary>Findings kept.</summary>
    public const int Capacity = 200;

    private readonly List<GuestFinding> _items = [];

    /// <summary>The findings, by their place in the file.</summary>
    public IReadOnlyList<GuestFinding> Items =>
        [.. _items.OrderBy(f => f.Position.Line == 0 ? int.MaxValue : f.Position.Line).ThenBy(f => f.Position.Column)];

    /// <summary>Findings that were counted only.</summary>
    public int Dropped { get; private set; }

    /// <summary>True when one of them is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>True when one of them leaves no plan to carry out.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>True when further findings are only counted.</summary>
    public bool IsFull => _items.Count >= Capacity;

    /// <summary>Adds an error.</summary>
    public void Error(Rule rule, SchemaPosition position, string path, string message, string? help = null) =>
        Add(new GuestFinding(rule, position, path, message) { Help = help });

    /// <summary>Adds a warning.</summary>
    public void Warn(Rule rule, SchemaPosition position, string path, string message, string? help = null) =>
        Add(new GuestFinding(rule, position, path, message) { Help = help, IsError = false });

    /// <summary>Adds a finding; the same one is kept once.</summary>
    public void Add(GuestFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        HasErrors |= finding.IsError;
        IsFatal |= finding.IsError && !finding.CanBeForced;
        if (_items.Count >= Capacity) Dropped++;
        else if (!_items.Contains(finding)) _items.Add(finding);
    }
}
