using System.Buffers.Binary;
using System.Text;
using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>A node with its properties by text, and the places where they were written.</summary>
internal readonly struct TreeNode(DeviceTree tree, Node node)
{
    /// <summary>The node.</summary>
    public Node Node => node;

    /// <summary>Where its name stands.</summary>
    public SourceSpan Span => !node.NameSpan.IsNone ? node.NameSpan : node.Span.IsNone ? SourceSpan.None : new SourceSpan(node.Span.Start, 1);

    /// <summary>Strings of the property compatible; none when it is no list of strings.</summary>
    public IReadOnlyList<string> Compatibles => Find("compatible") is { } property ? Strings(property) : [];

    /// <summary>False when the property status says that the node is not to be used.</summary>
    public bool IsAvailable => Find("status") is not { } status || Strings(status) is ["okay" or "ok", ..];

    /// <summary>All nodes of a tree in their order.</summary>
    public static IEnumerable<TreeNode> All(DeviceTree tree)
    {
        var waiting = new Stack<Node>();
        waiting.Push(tree.Root);
        while (waiting.TryPop(out var next))
        {
            if (next.Deleted) continue;
            yield return new TreeNode(tree, next);
            var children = new List<Node>();
            foreach (var child in next.Children) children.Add(child);
            for (var i = children.Count - 1; i >= 0; i--) waiting.Push(children[i]);
        }
    }

    /// <summary>A property; null when there is none of that name.</summary>
    public Property? Find(string name) => tree.Names.Find(Encoding.UTF8.GetBytes(name)) is { } known ? node.Find(known) : null;

    /// <summary>The strings of a value; none when it is no list of strings.</summary>
    public static IReadOnlyList<string> Strings(Property property)
    {
        var value = property.Value;
        if (value.IsEmpty || value[^1] != 0) return [];
        return Encoding.UTF8.GetString(value[..^1]).Split('\0');
    }

    /// <summary>A value as cells; what is left over at its end is left out.</summary>
    public static uint[] Cells(Property property)
    {
        var cells = new uint[property.Length / 4];
        for (var i = 0; i < cells.Length; i++) cells[i] = BinaryPrimitives.ReadUInt32BigEndian(property.Value[(i * 4)..]);
        return cells;
    }

    /// <summary>Where a cell was written; the property when that is not known.</summary>
    public static SourceSpan CellSpan(Property property, int index)
    {
        foreach (var marker in property.Markers)
        {
            if (marker.Kind == MarkerKind.Element && marker.Offset == index * 4 && !marker.Span.IsNone) return marker.Span;
        }

        return property.Span;
    }
}
