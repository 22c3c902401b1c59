using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>What is found about a node and its ABI.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="NodePath">Full path of the node.</param>
/// <param name="Property">The property; null when the node as a whole is meant.</param>
/// <param name="Span">Where it was written; <see cref="SourceSpan.None"/> in a blob.</param>
/// <param name="Message">What is found, one sentence without a final full stop.</param>
/// <param name="Consequence">What happens to those who use the tree, and who says so; null for notes.</param>
/// <param name="Help">A way out; null for none.</param>
public sealed record HcallFinding(
    Rule Rule, string NodePath, string? Property, SourceSpan Span, string Message, string? Consequence, string? Help = null);
