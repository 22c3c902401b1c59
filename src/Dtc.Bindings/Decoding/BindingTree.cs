using Dtc.Fdt;
using Dtc.Tree;

namespace Dtc.Bindings.Decoding;

/// <summary>
/// A tree as it is handed to the bindings: names and raw values in compact arrays, read from a blob or taken from a
/// <see cref="DeviceTree"/>. Nodes and properties stand in the order of the tree, the root first.
/// </summary>
public sealed class BindingTree
{
    /// <summary>Deeper nodes are left out; dt-validate's interpreter stops at about this depth too.</summary>
    public const int MaxDepth = 400;

    private readonly List<NodeRecord> _nodes = [];
    private readonly List<PropertyRecord> _properties = [];
    private ReadOnlyMemory<byte> _bytes;

    private BindingTree()
    {
    }

    internal int NodeCount => _nodes.Count;

    /// <summary>What is wrong with the structure of the tree, where it stopped being read; null when nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads a blob, whose memory is kept.</summary>
    /// <param name="blob">The blob.</param>
    /// <returns>The tree, as far as the blob can be read; see <see cref="Error"/>.</returns>
    public static BindingTree FromBlob(ReadOnlyMemory<byte> blob)
    {
        var tree = new BindingTree { _bytes = blob };
        if (!FdtReader.TryOpen(blob.Span, out var reader, out var error))
        {
            tree.Error = $"not a device tree blob: {error}";
            return tree;
        }

        var open = new Stack<(int Node, int LastChild)>();
        var cursor = reader.Cursor;
        while (cursor.Read())
        {
            if (cursor.Token == FdtToken.EndNode)
            {
                if (cursor.Depth < open.Count) open.Pop();
                continue;
            }

            // Too deep, or a second root: not part of the tree.
            if (cursor.Token == FdtToken.BeginNode)
            {
                if (cursor.Depth > MaxDepth) tree.Error = "nodes are nested too deeply";
                if (cursor.Depth != open.Count + 1 || cursor.Depth > MaxDepth) continue;
                if (open.Count == 0 && tree._nodes.Count > 0) break;
                tree.Enter(open, tree.Locate(cursor.Node.Name));
                continue;
            }

            // libfdt sees no property that comes after a child.
            if (cursor.Depth != open.Count || open.Peek().LastChild >= 0) continue;
            var property = cursor.Property;
            if (!property.TryGetName(out var name, out var nameError))
            {
                tree.Error = $"a property has no name: {nameError}";
                continue;
            }

            tree.Add(tree.Locate(name), tree.Locate(property.Value));
        }

        if (cursor.Error != FdtError.None) tree.Error ??= $"the structure block is broken: {cursor.Error}";
        return tree;
    }

    /// <summary>Takes over the nodes and properties of a tree; values are copied.</summary>
    /// <param name="source">The tree, references resolved.</param>
    public static BindingTree FromTree(DeviceTree source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tree = new BindingTree();
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(1 << 16);
        var open = new Stack<(int Node, int LastChild)>();
        tree.Copy(source.Root, bytes, open);
        tree._bytes = bytes.WrittenMemory;
        return tree;
    }

    internal ReadOnlySpan<byte> NodeName(int node) => Bytes(_nodes[node].Name);

    internal (int First, int Count) PropertiesOf(int node) => (_nodes[node].FirstProperty, _nodes[node].PropertyCount);

    internal int FirstChild(int node) => _nodes[node].FirstChild;

    internal int NextSibling(int node) => _nodes[node].NextSibling;

    internal ReadOnlySpan<byte> PropertyName(int property) => Bytes(_properties[property].Name);

    internal ReadOnlySpan<byte> PropertyValue(int property) => Bytes(_properties[property].Value);

    internal ReadOnlyMemory<byte> PropertyMemory(int property) =>
        _bytes.Slice(_properties[property].Value.Offset, _properties[property].Value.Length);

    private static Extent Append(System.Buffers.ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> value)
    {
        var extent = new Extent(bytes.WrittenCount, value.Length);
        value.CopyTo(bytes.GetSpan(Math.Max(1, value.Length)));
        bytes.Advance(value.Length);
        return extent;
    }

    private void Copy(Node node, System.Buffers.ArrayBufferWriter<byte> bytes, Stack<(int Node, int LastChild)> open)
    {
        if (open.Count >= MaxDepth)
        {
            Error = "nodes are nested too deeply";
            return;
        }

        Enter(open, Append(bytes, node.Name.Utf8));
        foreach (var property in node.Properties)
        {
            Add(Append(bytes, property.Name.Utf8), Append(bytes, property.Value));
        }

        foreach (var child in node.Children) Copy(child, bytes, open);
        open.Pop();
    }

    private void Enter(Stack<(int Node, int LastChild)> open, Extent name)
    {
        var index = _nodes.Count;
        _nodes.Add(new NodeRecord(name, _properties.Count, 0, -1, -1));
        if (open.TryPop(out var parent))
        {
            if (parent.LastChild < 0) _nodes[parent.Node] = _nodes[parent.Node] with { FirstChild = index };
            else _nodes[parent.LastChild] = _nodes[parent.LastChild] with { NextSibling = index };
            open.Push((parent.Node, index));
        }

        open.Push((index, -1));
    }

    private void Add(Extent name, Extent value)
    {
        _properties.Add(new PropertyRecord(name, value));
        _nodes[^1] = _nodes[^1] with { PropertyCount = _nodes[^1].PropertyCount + 1 };
    }

    private Extent Locate(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return default;
        _bytes.Span.Overlaps(part, out var offset);
        return new Extent(offset, part.Length);
    }

    private ReadOnlySpan<byte> Bytes(Extent extent) => _bytes.Span.Slice(extent.Offset, extent.Length);

    private readonly record struct Extent(int Offset, int Length);

    private readonly record struct NodeRecord(Extent Name, int FirstProperty, int PropertyCount, int FirstChild, int NextSibling);

    private readonly record struct PropertyRecord(Extent Name, Extent Value);
}
