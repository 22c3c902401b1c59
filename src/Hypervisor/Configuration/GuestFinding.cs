using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Configuration;

/// <summary>Something that is wrong with a configuration, or with the plan that follows from it.</summary>
/// <param name="Rule">The rule; GST00xx is about the file, GST01xx about the plan.</param>
/// <param name="Position">Line and column in the configuration; line 0 for the whole.</param>
/// <param name="Path">Keys from the top with slashes, such as <c>domains/0/memory</c>; empty for the whole.</param>
/// <param name="Message">One sentence without a final full stop.</param>
public sealed record GuestFinding(Rule Rule, SchemaPosition Position, string Path, string Message)
{
    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Help { get; init; }

    /// <summary>False for what does not keep a plan from being carried out.</summary>
    public bool IsError { get; init; } = true;

    /// <summary>The file it is about, when that is not the configuration (a lock).</summary>
    public string? File { get; init; }

    /// <summary>True when <c>--force</c> may go on in spite of it: there is a plan, it is only believed to fail.</summary>
    public bool CanBeForced => Rule.Id.StartsWith("GST01", StringComparison.Ordinal);
}
