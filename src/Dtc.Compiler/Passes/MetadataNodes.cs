using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>Generated nodes.</summary>
internal static class MetadataNodes
{
    /// <summary>The live child of that name, appended when there is none.</summary>
    public static Node GetOrAdd(Node parent, Name name)
    {
        if (parent.FindChild(name) is { } existing) return existing;
        var node = new Node(name, SourceSpan.None);
        parent.Append(node);
        return node;
    }
}
