namespace Dtc.Parser.Preprocessing;

/// <summary>
/// One piece of a file: a run of text lines (<see cref="Directive"/> is null) or a directive.
/// </summary>
/// <param name="Start">First byte in the clean text.</param>
/// <param name="End">One past the last byte: after the line end of a run's last line.</param>
/// <param name="Line">1-based line of the first byte.</param>
/// <param name="EndLine">Line after the item.</param>
/// <param name="FirstName">Index of a run's first name in <see cref="FileScan.NameOffsets"/>.</param>
/// <param name="LastName">One past its last.</param>
/// <param name="Directive">The directive.</param>
internal readonly record struct ScanItem(
    int Start, int End, int Line, int EndLine, int FirstName, int LastName, Directive? Directive);

/// <summary>
/// What can be known about a file without knowing any macro: its clean text, cut into runs of text and parsed
/// directives. Immutable; made once per process and shared by all compilations.
/// </summary>
internal sealed class FileScan
{
    public required MacroNameTable Names { get; init; }

    public required SourceFile File { get; init; }

    /// <summary>
    /// The text without comments and splices, blanks collapsed as <c>gcc -E</c> prints them. Every line ends in
    /// <c>\n</c>, and a NUL follows the last.
    /// </summary>
    public required byte[] Clean { get; init; }

    public required int CleanLength { get; init; }

    /// <summary>From each offset on (ascending), clean and original text run in parallel.</summary>
    public required int[] CleanOffsets { get; init; }

    /// <summary>The original offsets that belong to <see cref="CleanOffsets"/>.</summary>
    public required int[] OriginalOffsets { get; init; }

    public required ScanItem[] Items { get; init; }

    /// <summary>Offsets of the names in the text runs, ascending; numbers and strings have none.</summary>
    public required int[] NameOffsets { get; init; }

    public required int[] NameIds { get; init; }

    /// <summary>The macro that guards the whole file against a second inclusion; 0 when there is none.</summary>
    public required int GuardId { get; init; }

    /// <summary>Faults of the text itself (bad bytes, open comment), with original offsets.</summary>
    public required DirectiveFault[] Faults { get; init; }

    /// <summary>The offset in the original text of a byte of the clean text.</summary>
    public int ToOriginal(int clean)
    {
        var i = Array.BinarySearch(CleanOffsets, clean);
        if (i < 0) i = ~i - 1;
        if (i < 0) return Math.Min(clean, File.Length);
        return Math.Min(OriginalOffsets[i] + (clean - CleanOffsets[i]), File.Length);
    }
}
