using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Dtc.Parser;

/// <summary>
/// Leads from positions of one compilation back to files, through includes and macros. Positions 0 to
/// <see cref="TextLength"/> are the expanded text; behind it lie the texts of <c>/include/</c>d files, and far above
/// them places that have no text, such as directives.
/// </summary>
public sealed partial class SourceMap : ISourceMap
{
    /// <summary>First position of places without text.</summary>
    internal const int VirtualBase = 0x6000_0000;

    /// <summary>From here on positions are those of directives, which have no place in the expanded text.</summary>
    public const int FirstDirectivePosition = VirtualBase;

    private readonly List<Frame> _frames = [];
    private readonly List<VirtualPlace> _virtual = [];
    private readonly List<Appended> _appended = [];
    private ChunkedList<Segment> _segments;
    private ChunkedList<Expansion> _expansions;
    private int _nextVirtual = VirtualBase;
    private int _nextAppended;
    private string? _firstMarked;

    internal SourceMap()
    {
    }

    /// <inheritdoc/>
    public string? MainFile => _firstMarked ?? (_frames.Count > 0 ? _frames[0].File.Path : null);

    /// <summary>Length of the expanded text.</summary>
    public int TextLength { get; private set; }

    internal int ExpansionCount => _expansions.Count;

    /// <summary>Adds a file that <c>/include/</c> brings in to the position space.</summary>
    /// <param name="file">The file, taken verbatim.</param>
    /// <param name="includePosition">Position of the <c>/include/</c> directive.</param>
    /// <returns>The position of its first byte.</returns>
    public int AppendIncluded(SourceFile file, int includePosition)
    {
        ArgumentNullException.ThrowIfNull(file);
        var start = _nextAppended;
        if (start > VirtualBase - file.Length - 2)
        {
            throw new InvalidOperationException("the included files are too large"); // 1.5 GB of them
        }

        _nextAppended = start + file.Length + 1;
        _appended.Add(new Appended(start, new Frame(null, file, -1, 0), includePosition));
        return start;
    }

    /// <summary>
    /// Physical directory of the file that the text at a position was written in (empty for the working directory):
    /// where <c>/include/</c> and <c>/incbin/</c> look first.
    /// </summary>
    public string DirectoryAt(int position) => Locate(position) is { } spot ? spot.Frame.File.Directory : "";

    /// <summary>
    /// A line marker within a text that is parsed as it is: what follows the line of <paramref name="position"/> is
    /// presumed to begin at line <paramref name="line"/> of <paramref name="file"/>.
    /// </summary>
    public void AddLineMarker(int position, string file, int line)
    {
        if (Locate(position) is not { } spot) return;
        _firstMarked ??= file;
        AddMarker(spot.Frame, spot.Offset, file, line);
    }

    /// <summary>
    /// The physical file and the byte offset in it for a position: where a macro argument was written, or where the
    /// outermost macro was invoked. Null for positions that no file wrote.
    /// </summary>
    public (SourceFile File, int Offset)? Physical(int position) =>
        Locate(position) is { } spot ? (spot.Frame.File, spot.Offset) : null;

    internal int AddFrame(FileScan? scan, SourceFile file, int parent, int includePlace)
    {
        _frames.Add(new Frame(scan, file, parent, includePlace));
        return _frames.Count - 1;
    }

    internal void AddMarker(int frame, int place, string? file, int line) =>
        AddMarker(_frames[frame], _frames[frame].ToOriginal(place), file, line);

    /// <summary>Output from <paramref name="start"/> on is a copy of what is at <paramref name="place"/>.</summary>
    internal void AddPlain(int start, int frame, int place)
    {
        if (_segments.Count > 0)
        {
            ref readonly var last = ref _segments[_segments.Count - 1];
            if (last.Frame == frame && last.Place - last.Start == place - start) return;
        }

        _segments.Add(new Segment(start, frame, place));
    }

    /// <summary>Output from <paramref name="start"/> on is body text of an expansion.</summary>
    internal void AddBody(int start, int expansion)
    {
        if (_segments.Count > 0 && _segments[_segments.Count - 1].Frame == ~expansion) return;
        _segments.Add(new Segment(start, ~expansion, 0));
    }

    internal int AddExpansion(Macro macro, in Token name)
    {
        if (_expansions.Count >= MacroExpander.ExpansionLimit)
        {
            throw new ExpansionAbortedException(
                Rules.ExpansionTooLarge, "too many macro expansions; macros are no longer expanded",
                "look for macros that multiply each other");
        }

        var (frame, place) = name.Origin >= 0 ? Outermost(name.Origin) : (name.Frame, name.Place);
        _expansions.Add(new Expansion(macro, name.Origin, frame, place));
        return _expansions.Count - 1;
    }

    internal int AddExpansion(Macro macro, int frame, int place)
    {
        _expansions.Add(new Expansion(macro, -1, frame, place));
        return _expansions.Count - 1;
    }

    /// <summary>A span for a token that has no text in the output.</summary>
    internal SourceSpan SpanOf(in Token token) =>
        token.Origin >= 0
            ? AddVirtual(0, 0, Math.Max(1, token.Length), token.Origin)
            : SpanOf(token.Frame, token.Place, Math.Max(token.Type == TokenType.End ? 0 : 1, token.Length));

    /// <summary>A span for clean text of a frame that is not in the output.</summary>
    internal SourceSpan SpanOf(int frame, int place, int length)
    {
        var original = _frames[frame].ToOriginal(place);
        var end = length == 0 ? original : Math.Max(original, _frames[frame].ToOriginal(place + length - 1) + 1);
        return AddVirtual(frame, original, end - original, -1);
    }

    internal SourceSpan SpanOfOriginal(int frame, int offset, int length) => AddVirtual(frame, offset, length, -1);

    /// <summary>Presumed line of a token: that of the outermost invocation for tokens of macro bodies.</summary>
    internal (string File, int Line) PresumedOf(in Token token)
    {
        var (frame, place) = token.Origin >= 0 ? Outermost(token.Origin) : (token.Frame, token.Place);
        var (file, line, _) = Presume(_frames[frame], _frames[frame].ToOriginal(place));
        return (file, line);
    }

    internal void Finish(int length, int frame)
    {
        TextLength = length;
        _nextAppended = length + 1;
        var last = _frames[frame];
        AddPlain(length, frame, last.Scan?.CleanLength ?? last.File.Length);
    }

    private SourceSpan AddVirtual(int frame, int original, int length, int expansion)
    {
        length = Math.Clamp(length, 0, 1 << 16);
        if (_nextVirtual > int.MaxValue - (1 << 18)) return new SourceSpan(VirtualBase, 0);
        var start = _nextVirtual;
        _nextVirtual += length + 1;
        _virtual.Add(new VirtualPlace(start, length, frame, original, expansion));
        return new SourceSpan(start, length);
    }

    private (int Frame, int Place) Outermost(int expansion)
    {
        ref readonly var entry = ref _expansions[expansion];
        return (entry.Frame, entry.Place);
    }

    private static void AddMarker(Frame frame, int after, string? file, int line)
    {
        var markers = frame.Markers ??= [];
        // A lexer that looks ahead twice must not find its marker twice.
        if (markers.Count > 0 && markers[^1].After >= after) return;
        if (markers.Count > 0) file ??= markers[^1].File; // a bare #line keeps the name given before
        markers.Add(new Marker(after, frame.File.GetLineColumn(after).Line, file, line));
    }
}
