using System.Text;
using Dtc.Tree;

namespace Dtc.Parser;

public sealed partial class SourceMap
{
    /// <inheritdoc/>
    public SourceLocation? Resolve(SourceSpan span)
    {
        if (span.IsNone || Locate(span.Start) is not { } start) return null;
        var (file, line, physical) = Presume(start.Frame, start.Offset);
        var column = start.Offset - physical.LineStart + 1;
        var endOffset = EndOffset(span, start);
        var (_, endLine, endPhysical) = Presume(start.Frame, endOffset);
        // Backwards, or across a line marker, between whose lines there is no distance.
        if (endPhysical.Line < physical.Line || endLine - line != endPhysical.Line - physical.Line) (endLine, endPhysical, endOffset) = (line, physical, start.Offset);
        return new SourceLocation(
            file, line, column, endLine, endOffset - endPhysical.LineStart + 1,
            start.Frame.File.GetLineText(physical.Line), Chain(start));
    }

    /// <inheritdoc/>
    public SourceExtent? Extent(SourceSpan span)
    {
        if (span.IsNone || Locate(span.Start) is not { } start) return null;
        var (file, line, physical) = Presume(start.Frame, start.Offset);
        var column = start.Offset - physical.LineStart + 1;
        if (span.Length == 0 || Locate(span.End - 1) is not { } last) return new SourceExtent(file, line, column, line, column);
        var (endFile, endLine, endPhysical) = Presume(last.Frame, last.Offset);
        return new SourceExtent(endFile, line, column, endLine, last.Offset + Math.Max(last.Length, 1) - endPhysical.LineStart + 1);
    }

    /// <summary>Offset one past the end of a span in the file its start was written in.</summary>
    private int EndOffset(SourceSpan span, in Spot start)
    {
        if (span.Length == 0) return start.Offset;
        var own = start.Offset + Math.Max(start.Length, 1);
        if (Locate(span.End - 1) is not { } last || last.Frame != start.Frame) return own;
        var end = last.Offset + Math.Max(last.Length, 1);
        return Math.Min(end < start.Offset ? own : end, start.Frame.File.Length);
    }

    private Spot? Locate(int position)
    {
        if (position < 0 || _frames.Count == 0) return null;
        if (position >= VirtualBase) return LocateVirtual(position);
        if (position > TextLength && _appended.Count > 0) return LocateAppended(position);
        if (_segments.Count == 0) return new Spot(_frames[0], 0, 0, 0, -1, null);
        int low = 0, high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Start <= position) low = middle;
            else high = middle - 1;
        }

        var segment = _segments[low];
        if (segment.Frame < 0) return LocateBody(~segment.Frame);
        var frame = _frames[segment.Frame];
        var place = segment.Place + Math.Max(0, position - segment.Start);
        return new Spot(frame, segment.Frame, frame.ToOriginal(place), 1, -1, null);
    }

    private Spot LocateBody(int expansion)
    {
        var outer = expansion;
        while (_expansions[outer].Parent >= 0) outer = _expansions[outer].Parent;
        var entry = _expansions[outer];
        var frame = _frames[entry.Frame];
        return new Spot(frame, entry.Frame, frame.ToOriginal(entry.Place), entry.Macro.Name.Length, expansion, null);
    }

    private Spot? LocateVirtual(int position)
    {
        int low = 0, high = _virtual.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_virtual[middle].Start <= position) low = middle;
            else high = middle - 1;
        }

        if (low > high) return null;
        var place = _virtual[low];
        if (place.Expansion >= 0) return LocateBody(place.Expansion);
        var offset = Math.Min(place.Original + (position - place.Start), _frames[place.Frame].File.Length);
        return new Spot(_frames[place.Frame], place.Frame, offset, 1, -1, null);
    }

    private Spot LocateAppended(int position)
    {
        int low = 0, high = _appended.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_appended[middle].Start <= position) low = middle;
            else high = middle - 1;
        }

        var text = _appended[low];
        return new Spot(text.Frame, -1, Math.Min(position - text.Start, text.Frame.File.Length), 1, -1, text);
    }

    /// <summary>The file and line that line markers claim, and the true line.</summary>
    private static (string File, int Line, (int Line, int LineStart) Physical) Presume(Frame frame, int offset)
    {
        var (line, column) = frame.File.GetLineColumn(offset);
        var physical = (line, offset - column + 1);
        string? file = null;
        var presumed = line;
        if (frame.Markers is { } markers)
        {
            int low = 0, high = markers.Count; // the markers before low are in force
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (markers[middle].Physical < line) low = middle + 1;
                else high = middle;
            }

            if (low > 0)
            {
                var marker = markers[low - 1];
                presumed = marker.Line + (line - marker.Physical - 1);
                file = marker.File;
            }
        }

        return (file ?? frame.File.Path, presumed, physical);
    }

    private List<SourceLink> Chain(in Spot spot)
    {
        var links = new List<SourceLink>();
        for (var e = spot.Expansion; e >= 0; e = _expansions[e].Parent)
        {
            var macro = _expansions[e].Macro;
            if (macro.File is not { } scan) continue;
            var (line, column) = scan.File.GetLineColumn(scan.ToOriginal(macro.Place));
            links.Add(new SourceLink(
                SourceLinkKind.MacroDefinition, Encoding.UTF8.GetString(macro.Name), scan.File.Path, line, column));
        }

        AddIncludes(links, spot);
        return links;
    }

    private void AddIncludes(List<SourceLink> links, Spot spot)
    {
        while (spot.Appended is { } appended)
        {
            if (Locate(appended.IncludePosition) is not { } from || from.Appended == appended) return;
            links.Add(Link(from.Frame, from.Offset));
            spot = from;
        }

        for (var frame = spot.Frame; frame.Parent >= 0; frame = _frames[frame.Parent])
        {
            var parent = _frames[frame.Parent];
            links.Add(Link(parent, parent.ToOriginal(frame.IncludePlace)));
        }
    }

    private static SourceLink Link(Frame frame, int offset)
    {
        var (file, line, physical) = Presume(frame, offset);
        return new SourceLink(SourceLinkKind.IncludedFrom, "", file, line, offset - physical.LineStart + 1);
    }
}
