namespace Dtc.Tree;

/// <content>Labels and references.</content>
public sealed partial class DeviceTree
{
    // Nodes looked at for labels that several nodes bear; beyond, any bearer will do: such a tree is refused anyway.
    private const int MaxSearched = 20_000_000;

    private readonly Dictionary<Name, Node> _labels = [];
    // Labels that suggestions may look at in all, lest a source of unknown labels takes for ever.
    private const int MaxCompared = 300_000;

    private HashSet<Name>? _shared;
    private long _compared;
    private int _searched;

    /// <summary>
    /// The labels that may have been meant by one that is not known, as a hint; null when there is none like it, or
    /// when too many were asked for.
    /// </summary>
    public string? SuggestLabel(string wanted)
    {
        if (_compared > MaxCompared) return null;
        _compared += _labels.Count;
        return Suggestions.DidYouMean(wanted, _labels.Keys.Select(label => label.ToString()));
    }

    /// <summary>Labels a node that is part of the tree.</summary>
    public void AddLabel(Node node, Name label, SourceSpan span)
    {
        ArgumentNullException.ThrowIfNull(node);
        node.AddLabel(label, span);
        if (_labels.TryAdd(label, node) || _labels[label] == node) return;
        if (Label.Find(_labels[label].Labels, label) is null) _labels[label] = node; // the old bearer was deleted
        else (_shared ??= []).Add(label);
    }

    /// <summary>The live node with that label; null when there is none.</summary>
    public Node? FindByLabel(Name label)
    {
        if (!_labels.TryGetValue(label, out var node)) return null;
        var labelled = Label.Find(node.Labels, label) is not null;
        if (labelled && _shared?.Contains(label) != true) return node;
        if (labelled && _searched > MaxSearched) return node;

        // The first in the order of the tree counts. The node that was registered lost its label; a second bearer may be left.
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

    private Node? Search(Node node, Name label)
    {
        _searched++;
        if (Label.Find(node.Labels, label) is not null) return node;
        foreach (var child in node.Children)
        {
            if (Search(child, label) is { } found) return found;
        }

        return null;
    }
}
