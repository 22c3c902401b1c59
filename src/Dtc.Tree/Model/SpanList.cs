namespace Dtc.Tree;

/// <summary>Earlier or further spans of an item, newest last.</summary>
public sealed class SpanList
{
    private SpanList(SourceSpan span) => Span = span;

    /// <summary>This span.</summary>
    public SourceSpan Span { get; }

    /// <summary>The next newer one.</summary>
    public SpanList? Next { get; private set; }

    /// <summary>Appends <paramref name="span"/> to a list.</summary>
    public static void Append(ref SpanList? list, ref SpanList? last, SourceSpan span)
    {
        var item = new SpanList(span);
        if (last is null) list = item;
        else last.Next = item;
        last = item;
    }
}
