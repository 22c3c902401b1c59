namespace Dtc.Tree;

/// <summary>
/// A stretch of source in the position space of one compilation: byte offsets into the expanded
/// (preprocessed) text, followed by the texts of files that <c>/include/</c> brought in. A span is
/// resolved to file, line and column only when somebody asks (<see cref="ISourceMap"/>).
/// </summary>
/// <param name="Start">Offset of the first byte; negative for things no source wrote.</param>
/// <param name="Length">Length in bytes; 0 marks a place between two bytes.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>The span of generated items, which no source text wrote.</summary>
    public static SourceSpan None => new(-1, 0);

    /// <summary>Offset one past the last byte.</summary>
    public int End => Start + Length;

    /// <summary>True when there is no source text behind the item.</summary>
    public bool IsNone => Start < 0;

    /// <summary>The span from <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);
}
