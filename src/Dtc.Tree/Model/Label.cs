namespace Dtc.Tree;

/// <summary>A label of a node, a property or a memory reservation; the labels of one item form a list.</summary>
public sealed class Label
{
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
        for (var l = list; l is not null; l = l.Next)
        {
            if (l.Name != name) continue;
            if (l.Deleted) l.Span = span;
            l.Deleted = false;
            return;
        }

        list = new Label(name, span) { Next = list };
    }

    /// <summary>Marks all labels of a list as deleted.</summary>
    public static void DeleteAll(Label? list)
    {
        for (; list is not null; list = list.Next) list.Deleted = true;
    }

    /// <summary>The live label of that name in a list; null when there is none.</summary>
    public static Label? Find(Label? list, Name name)
    {
        for (; list is not null; list = list.Next)
        {
            if (!list.Deleted && list.Name == name) return list;
        }

        return null;
    }
}
