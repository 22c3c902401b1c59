namespace Dtc.Tree;

/// <summary>A label of a node, a property or a memory reservation; the labels of one item form a list.</summary>
public sealed class Label
{
    // Beyond this many in one list, names are looked up through an index that the first label holds.
    private const int IndexThreshold = 24;

    private int _count = 1;
    private Dictionary<Name, Label>? _index;

    /// <summary>Makes a label.</summary>
    public Label(Name name, SourceSpan span)
    {
        Name = name;
        Span = span;
    }

    /// <summary>The label's name.</summary>
    public Name Name { get; }

    /// <summary>Where it was written first.</summary>
    public SourceSpan Span { get; internal set; }

    /// <summary>True once the item it labelled was deleted.</summary>
    public bool Deleted { get; internal set; }

    /// <summary>The next label of the same item, deleted ones included.</summary>
    public Label? Next { get; internal set; }

    /// <summary>
    /// Puts a label at the front of a list, where dtc puts it; a label that is there already is only revived.
    /// </summary>
    public static void Add(ref Label? list, Name name, SourceSpan span)
    {
        if (FindWithDeleted(list, name) is { } known)
        {
            if (known.Deleted) known.Span = span;
            known.Deleted = false;
            return;
        }

        var first = new Label(name, span) { Next = list };
        if (list is not null)
        {
            first._count = list._count + 1;
            first._index = list._index;
            first._index?.Add(name, first);
            list._index = null;
        }

        list = first;
    }

    /// <summary>Marks all labels of a list as deleted.</summary>
    public static void DeleteAll(Label? list)
    {
        for (; list is not null; list = list.Next) list.Deleted = true;
    }

    /// <summary>The live label of that name in a list; null when there is none.</summary>
    public static Label? Find(Label? list, Name name)
    {
        return FindWithDeleted(list, name) is { Deleted: false } label ? label : null;
    }

    // A name stands in a list once.
    private static Label? FindWithDeleted(Label? list, Name name)
    {
        if (list is null || list._count <= IndexThreshold)
        {
            for (; list is not null; list = list.Next)
            {
                if (list.Name == name) return list;
            }

            return null;
        }

        if (list._index is null)
        {
            list._index = new Dictionary<Name, Label>(list._count * 2);
            for (var l = list; l is not null; l = l.Next) list._index.Add(l.Name, l);
        }

        return list._index.GetValueOrDefault(name);
    }
}
