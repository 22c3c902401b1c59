using System.Runtime.InteropServices;
using System.Text;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>
/// Shows a source line with the span underlined. The gutter with the line number also keeps a hostile line
/// from posing as a diagnostic of its own.
/// </summary>
internal static class SourceExcerpt
{
    private const int MaxWidth = 160;
    private const int LeadWidth = 60;
    private const int Reach = 256; // characters looked at on either side of a span in a long line
    private const string Cut = "...";

    /// <summary>Appends two lines; nothing when the source text is not known.</summary>
    public static void Append(StringBuilder text, SourceLocation at, string caretColor, string reset)
    {
        if (at.LineText is not { } line) return;
        var start = ExcerptCells.IndexOfByte(line, at.Column - 1);
        var end = at.EndLine > at.Line
            ? line.AsSpan().TrimEnd().Length
            : ExcerptCells.IndexOfByte(line, at.EndColumn - 1);
        end = Math.Max(start, end);

        var from = 0;
        var to = line.Length;
        if (line.Length > MaxWidth)
        {
            from = Boundary(line, Math.Max(0, start - Reach));
            to = Boundary(line, Math.Min(line.Length, start + Reach));
        }

        var cells = ExcerptCells.Make(line, from, to);
        var (first, past) = Window(CollectionsMarshal.AsSpan(cells), start);
        var cutLeft = first > 0 || from > 0;
        var cutRight = past < cells.Count || to < line.Length;

        var gutter = Math.Max(5, at.Line.ToString().Length);
        text.Append(at.Line.ToString().PadLeft(gutter)).Append(" | ").Append(cutLeft ? Cut : "");
        for (var i = first; i < past; i++) text.Append(cells[i].Text);
        text.Append(cutRight ? Cut : "").Append('\n');

        text.Append(' ', gutter).Append(" | ").Append(' ', cutLeft ? Cut.Length : 0);
        var underline = 0;
        for (var i = first; i < past; i++)
        {
            if (cells[i].Start < start) text.Append(' ', cells[i].Width);
            else if (cells[i].Start < end) underline += cells[i].Width;
        }

        text.Append(caretColor).Append('^').Append('~', Math.Max(0, underline - 1)).Append(reset).Append('\n');
    }

    /// <summary>The cells that are shown of a line that is too wide: the span, and text on both sides.</summary>
    private static (int First, int Past) Window(ReadOnlySpan<ExcerptCell> cells, int start)
    {
        var total = 0;
        var target = cells.Length;
        for (var i = 0; i < cells.Length; i++)
        {
            total += cells[i].Width;
            if (cells[i].Start >= start && target == cells.Length) target = i;
        }

        if (total <= MaxWidth) return (0, cells.Length);
        var first = target;
        var width = 0;
        while (first > 0 && width + cells[first - 1].Width <= LeadWidth) width += cells[--first].Width;
        var past = target;
        while (past < cells.Length && width + cells[past].Width <= MaxWidth) width += cells[past++].Width;
        while (first > 0 && width + cells[first - 1].Width <= MaxWidth) width += cells[--first].Width;
        return (first, past);
    }

    private static int Boundary(string line, int at) =>
        at < line.Length && at > 0 && char.IsLowSurrogate(line[at]) ? at - 1 : at;
}
