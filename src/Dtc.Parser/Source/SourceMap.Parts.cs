using Dtc.Parser.Preprocessing;

namespace Dtc.Parser;

public sealed partial class SourceMap
{
    /// <summary>One opening of a file: the input, or one inclusion.</summary>
    internal sealed class Frame(FileScan? scan, SourceFile file, int parent, int includePlace)
    {
        /// <summary>The scan whose clean text the places count in; null when they count in the original text.</summary>
        public FileScan? Scan { get; } = scan;

        public SourceFile File { get; } = file;

        /// <summary>Index of the including frame; -1 for the input.</summary>
        public int Parent { get; } = parent;

        /// <summary>Place of the include directive in the parent.</summary>
        public int IncludePlace { get; } = includePlace;

        public List<Marker>? Markers { get; set; }

        public int ToOriginal(int place) => Scan?.ToOriginal(place) ?? Math.Min(place, File.Length);
    }

    /// <summary>
    /// From the line after original offset <paramref name="After"/> on (which is in line <paramref name="Physical"/>),
    /// a file calls itself otherwise.
    /// </summary>
    internal readonly record struct Marker(int After, int Physical, string? File, int Line);

    /// <summary>
    /// Output from <paramref name="Start"/> on: copied from <paramref name="Place"/> of a frame, or the body of
    /// expansion <c>~Frame</c> when that is negative.
    /// </summary>
    private readonly record struct Segment(int Start, int Frame, int Place);

    /// <summary>
    /// One replacement of a macro: which expansion's body named it (-1 when the text did), and where the outermost of
    /// them was written.
    /// </summary>
    private readonly record struct Expansion(Macro Macro, int Parent, int Frame, int Place);

    /// <summary>A place that has no text of its own in the position space, such as a directive.</summary>
    private readonly record struct VirtualPlace(int Start, int Length, int Frame, int Original, int Expansion);

    /// <summary>The text of a file that <c>/include/</c> brought in.</summary>
    private sealed record Appended(int Start, Frame Frame, int IncludePosition);

    /// <summary>Where a position leads: file, offset in it, and the length of what stands there.</summary>
    private readonly record struct Spot(Frame Frame, int FrameIndex, int Offset, int Length, int Expansion, Appended? Appended);
}
