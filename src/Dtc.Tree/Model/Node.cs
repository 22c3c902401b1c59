using System.Text;

namespace Dtc.Tree;

/// <summary>
/// A node: properties and children in the order they came, labels, and where it was written. Deleted items
/// stay in the lists, as they do in dtc, because a later definition revives them in their old place.
/// </summary>
public sealed class Node
{
    // Beyond this many, look-ups by name go through an index.
    private const int IndexThreshold = 24;

    private Label? _labels;
    private Property? _lastProperty;
    private Node? _lastChild;
    private SpanList? _furtherSpans;
    private SpanList? _lastFurtherSpan;
    private Dictionary<Name, Node>? _childIndex;
    private Dictionary<Name, Property>? _propertyIndex;
    private bool _equalChildren;
    private bool _equalProperties;

    /// <summary>Makes a node without a parent.</summary>
    public Node(Name name, SourceSpan span)
    {
        Name = name;
        Span = span;
    }

    /// <summary>Name with unit address; empty for the root.</summary>
    public Name Name { get; }

    /// <summary>
    /// The first body, from <c>{</c> to <c>;</c>, or the <c>/delete-node/</c> that a first body had in its place;
    /// <see cref="SourceSpan.None"/> for generated nodes.
    /// </summary>
    public SourceSpan Span { get; set; }

    /// <summary>Further bodies that were merged in, oldest first.</summary>
    public SpanList? FurtherSpans => _furtherSpans;

    /// <summary>The body that was read last.</summary>
    public SourceSpan LastSpan => _lastFurtherSpan?.Span ?? Span;

    /// <summary>Where the first body's name stands.</summary>
    public SourceSpan NameSpan { get; set; } = SourceSpan.None;

    /// <summary>The parent; null for the root.</summary>
    public Node? Parent { get; private set; }

    /// <summary>First label; null without one. Deleted labels are in the list.</summary>
    public Label? Labels => _labels;

    /// <summary>First property, deleted ones included.</summary>
    public Property? FirstProperty { get; private set; }

    /// <summary>First child, deleted ones included.</summary>
    public Node? FirstChild { get; private set; }

    /// <summary>Next child of the same parent, deleted ones included.</summary>
    public Node? NextSibling { get; private set; }

    /// <summary>Number of children, deleted ones included.</summary>
    public int ChildCount { get; private set; }

    /// <summary>Number of properties, deleted ones included.</summary>
    public int PropertyCount { get; private set; }

    /// <summary>True once deleted.</summary>
    public bool Deleted { get; set; }

    /// <summary><c>/omit-if-no-ref/</c>: to be dropped unless something refers to it.</summary>
    public bool OmitIfUnreferenced { get; set; }

    /// <summary>True when a reference was resolved to this node.</summary>
    public bool Referenced { get; set; }

    /// <summary>The phandle; 0 for none.</summary>
    public uint Phandle { get; set; }

    /// <summary>Serial number of the source body that opened it last: tells a repetition from an extension.</summary>
    public int OpenedInBody { get; set; }

    /// <summary>The live properties.</summary>
    public PropertyEnumerable Properties => new(this);

    /// <summary>The live children.</summary>
    public ChildEnumerable Children => new(this);

    /// <summary>Records another body of the same node.</summary>
    public void AddSpan(SourceSpan span)
    {
        if (Span.IsNone && _furtherSpans is null) Span = span;
        else SpanList.Append(ref _furtherSpans, ref _lastFurtherSpan, span);
    }

    /// <summary>Adds a label in front.</summary>
    public void AddLabel(Name name, SourceSpan span) => Label.Add(ref _labels, name, span);

    /// <summary>Appends a property; equal names are not looked for.</summary>
    public void Append(Property property)
    {
        ArgumentNullException.ThrowIfNull(property);
        if (_lastProperty is null) FirstProperty = property;
        else _lastProperty.Next = property;
        _lastProperty = property;
        PropertyCount++;
        if (_propertyIndex?.TryAdd(property.Name, property) == false) _equalProperties = true;
    }

    /// <summary>Appends a child; equal names are not looked for.</summary>
    public void Append(Node child)
    {
        ArgumentNullException.ThrowIfNull(child);
        if (_lastChild is null) FirstChild = child;
        else _lastChild.NextSibling = child;
        _lastChild = child;
        child.Parent = this;
        child.NextSibling = null;
        ChildCount++;
        if (_childIndex?.TryAdd(child.Name, child) == false) _equalChildren = true;
    }

    /// <summary>Takes a property out of the list altogether.</summary>
    public void Remove(Property property)
    {
        ArgumentNullException.ThrowIfNull(property);
        Property? before = null;
        for (var p = FirstProperty; p is not null; before = p, p = p.Next)
        {
            if (p != property) continue;
            if (before is null) FirstProperty = p.Next;
            else before.Next = p.Next;
            if (_lastProperty == p) _lastProperty = before;
            PropertyCount--;
            _propertyIndex = null;
            return;
        }
    }

    /// <summary>The first property of that name, deleted or not; null when there is none.</summary>
    public Property? FindWithDeleted(Name name)
    {
        if (PropertyCount > IndexThreshold)
        {
            if (_propertyIndex is null)
            {
                _propertyIndex = new Dictionary<Name, Property>(PropertyCount * 2);
                for (var p = FirstProperty; p is not null; p = p.Next) _equalProperties |= !_propertyIndex.TryAdd(p.Name, p);
            }

            return _propertyIndex.GetValueOrDefault(name);
        }

        for (var p = FirstProperty; p is not null; p = p.Next)
        {
            if (p.Name == name) return p;
        }

        return null;
    }

    /// <summary>The first live property of that name; null when there is none.</summary>
    public Property? Find(Name name)
    {
        var first = FindWithDeleted(name);
        if (first is null || !first.Deleted) return first;
        if (_propertyIndex is not null && !_equalProperties) return null;
        for (var p = first.Next; p is not null; p = p.Next)
        {
            if (!p.Deleted && p.Name == name) return p;
        }

        return null;
    }

    /// <summary>The first child of that name, deleted or not; null when there is none.</summary>
    public Node? FindChildWithDeleted(Name name)
    {
        if (ChildCount > IndexThreshold)
        {
            if (_childIndex is null)
            {
                _childIndex = new Dictionary<Name, Node>(ChildCount * 2);
                for (var c = FirstChild; c is not null; c = c.NextSibling) _equalChildren |= !_childIndex.TryAdd(c.Name, c);
            }

            return _childIndex.GetValueOrDefault(name);
        }

        for (var c = FirstChild; c is not null; c = c.NextSibling)
        {
            if (c.Name == name) return c;
        }

        return null;
    }

    /// <summary>The first live child of that name; null when there is none.</summary>
    public Node? FindChild(Name name)
    {
        var first = FindChildWithDeleted(name);
        if (first is null || !first.Deleted) return first;
        if (_childIndex is not null && !_equalChildren) return null;
        for (var c = first.NextSibling; c is not null; c = c.NextSibling)
        {
            if (!c.Deleted && c.Name == name) return c;
        }

        return null;
    }

    /// <summary>Marks the node, all below it and their labels as deleted.</summary>
    public void Delete()
    {
        Deleted = true;
        for (var c = FirstChild; c is not null; c = c.NextSibling)
        {
            if (!c.Deleted) c.Delete();
        }

        for (var p = FirstProperty; p is not null; p = p.Next)
        {
            if (!p.Deleted) p.Delete();
        }

        Label.DeleteAll(_labels);
    }

    /// <summary>Reorders properties and children (deleted ones included) by byte order of names, stably, all the way down.</summary>
    public void Sort()
    {
        var properties = new List<Property>();
        for (var p = FirstProperty; p is not null; p = p.Next) properties.Add(p);
        var children = new List<Node>();
        for (var c = FirstChild; c is not null; c = c.NextSibling) children.Add(c);

        FirstProperty = _lastProperty = null;
        FirstChild = _lastChild = null;
        PropertyCount = ChildCount = 0;
        _childIndex = null;
        _propertyIndex = null;
        foreach (var p in properties.OrderBy(p => p.Name, NameOrder.Instance))
        {
            p.Next = null;
            Append(p);
        }

        foreach (var c in children.OrderBy(c => c.Name, NameOrder.Instance)) Append(c);
        foreach (var c in children) c.Sort();
    }

    /// <summary>Appends the full path to <paramref name="path"/> (<c>/</c> for the root), without a terminator.</summary>
    public void WritePath(System.Buffers.IBufferWriter<byte> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsNamelessRoot)
        {
            path.GetSpan(1)[0] = (byte)'/';
            path.Advance(1);
            return;
        }

        var length = PathLength();
        WritePath(path.GetSpan(length), length);
        path.Advance(length);
    }

    /// <summary>The full path as text.</summary>
    public string Path
    {
        get
        {
            if (IsNamelessRoot) return "/";
            var length = PathLength();
            var path = new byte[length];
            WritePath(path, length);
            return Encoding.UTF8.GetString(path);
        }
    }

    // A damaged blob may name its root, which then begins all paths.
    private bool IsNamelessRoot => Parent is null && Name.Length == 0;

    private int PathLength()
    {
        var length = 0;
        for (var n = this; n is { IsNamelessRoot: false }; n = n.Parent) length += n.Name.Length + 1;
        return length;
    }

    private void WritePath(Span<byte> path, int end)
    {
        for (var n = this; n is { IsNamelessRoot: false }; n = n.Parent)
        {
            end -= n.Name.Length;
            n.Name.Utf8.CopyTo(path[end..]);
            path[--end] = (byte)'/';
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
