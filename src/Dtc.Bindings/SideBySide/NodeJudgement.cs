namespace Dtc.Bindings.SideBySide;

/// <summary>What a binding finds in one node.</summary>
/// <param name="Faults">What is wrong, by property; <c>$nodename</c> for the node itself.</param>
/// <param name="IsOwn">The node is the binding's business, so that these are all its faults.</param>
/// <param name="As">Title of the schema that the node follows in place of the binding's main one; null when it is that one.</param>
internal sealed record NodeJudgement(Dictionary<string, List<string>> Faults, bool IsOwn, string? As)
{
    /// <summary>Of a node that is not there.</summary>
    public static NodeJudgement None { get; } = new([], false, null);
}
