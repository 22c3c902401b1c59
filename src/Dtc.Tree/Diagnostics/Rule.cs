namespace Dtc.Tree;

/// <summary>One kind of diagnostic. Ids are stable and never reused.</summary>
/// <param name="Id">Stable id, <c>DTS0101</c>.</param>
/// <param name="Name">Kebab-case name; dtc's own check name (with underscores) where dtc has one.</param>
/// <param name="Severity">Default severity.</param>
/// <param name="Title">One line that says what is wrong.</param>
/// <param name="Explanation">A paragraph: what it means and the way out.</param>
public sealed record Rule(string Id, string Name, Severity Severity, string Title, string Explanation);
