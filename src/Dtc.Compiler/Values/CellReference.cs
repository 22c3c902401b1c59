using Dtc.Tree;

namespace Dtc.Compiler.Values;

/// <summary>A cell of a value that holds the phandle of a node.</summary>
/// <param name="Offset">Byte offset into the value.</param>
/// <param name="Target">The node; null when the reference is open, as overlays have them.</param>
/// <param name="Label">What an open reference names: a label, or a path in braces.</param>
public readonly record struct CellReference(int Offset, Node? Target, Name? Label)
{
    /// <summary>What is meant, comparable between trees: <c>&amp;{/path}</c>, or <c>&amp;label</c> of an open reference.</summary>
    public string Name => Target is { } node ? $"&{{{node.Path}}}" : $"&{Label}";
}
