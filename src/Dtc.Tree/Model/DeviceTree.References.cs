namespace Dtc.Tree;

/// <content>Labels and references.</content>
public sealed partial class DeviceTree
{
    private readonly Dictionary<Name, Node> _labels = [];

    /// <summary>Labels that are known, whether or not their node still lives: material for suggestions.</summary>
    public IEnumerable<Name> KnownLabels => _labels.Keys;

    /// <summary>Labels a node that is part of the tree.</summary>
    public void AddLabel(Node node, Name label, SourceSpan span)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.AddLabel(label, span);
        if (_labels.TryAdd(label, node)) return;
        if (Label.Find(_labels[label].Labels, label) is null) _labels[label] = node; // the old bearer was deleted
    }

    /// <summary>The live node with that label; null when there is none.</summary>
    public Node? FindByLabel(Name label)
    {
        if (!_labels.TryGetValue(label, out var node)) return null;
        if (Label.Find(node.Labels, label) is not null) return node;

        // The node that was registered lost its label; a second bearer may be left.
        if (Search(Root, label) is not { } other)
        {
            _labels.Remove(label);
            return null;
        }

        return _labels[label] = other;
    }

    /// <summary>
    /// The live node that the text of a reference names: <c>label</c>, <c>/path</c> or <c>label/path</c>; null
    /// when there is none.
    /// </summary>
    public Node? FindByReference(Name reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var text = reference.Utf8;
        var slash = text.IndexOf((byte)'/');
        if (slash < 0) return FindByLabel(reference);
        if (slash == 0) return text.Length == 1 ? Root : FindByPath(Root, text);
        if (Names.Find(text[..slash]) is not { } label || FindByLabel(label) is not { } start) return null;
        return FindByPath(start, text[(slash + 1)..]);
    }

    private static Node? Search(Node node, Name label)
    {
        if (Label.Find(node.Labels, label) is not null) return node;
        foreach (var child in node.Children)
        {
            if (Search(child, label) is { } found) return found;
        }

        return null;
    }
}
