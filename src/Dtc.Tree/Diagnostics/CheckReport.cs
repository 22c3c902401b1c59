namespace Dtc.Tree;

/// <summary>What dtc says about the same fault, for those who read its messages.</summary>
/// <param name="Check">dtc's name of the check.</param>
/// <param name="IsError">Whether it was raised to an error in this run.</param>
/// <param name="Node">The node in question; null for findings about the check itself.</param>
/// <param name="Property">The property in question; null for findings about the node.</param>
/// <param name="Text">dtc's words, without place and path; one character a byte (Latin-1).</param>
public sealed record CheckReport(string Check, bool IsError, Node? Node, Property? Property, string Text)
{
    /// <summary>dtc never gave the node a path: it was deleted before paths were made.</summary>
    public bool WithoutPath { get; init; }
}
