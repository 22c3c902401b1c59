using System.Text;

namespace Cli.Rendering;

/// <summary>One character of a source line as it is shown.</summary>
/// <param name="Text">What is printed.</param>
/// <param name="Width">Columns it takes.</param>
/// <param name="Start">Offset in the line of the character it stands for.</param>
internal readonly record struct ExcerptCell(string Text, int Width, int Start);

/// <summary>Turns (a part of) a source line into cells: tabs expanded, dangerous characters escaped.</summary>
internal static class ExcerptCells
{
    private const int TabWidth = 8;

    /// <summary>The cells of the characters from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    public static List<ExcerptCell> Make(string line, int from, int to)
    {
        var cells = new List<ExcerptCell>(to - from);
        var column = 0;
        for (var at = from; at < to;)
        {
            _ = Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out var used);
            ExcerptCell cell;
            if (rune.Value == '\t')
            {
                var width = TabWidth - (column % TabWidth);
                cell = new ExcerptCell(new string(' ', width), width, at);
            }
            else if (Printable.TryEscape(rune, out var escaped)) cell = new ExcerptCell(escaped, escaped.Length, at);
            else cell = new ExcerptCell(rune.ToString(), CellWidth.Of(rune), at);
            cells.Add(cell);
            column += cell.Width;
            at += used;
        }

        return cells;
    }

    /// <summary>
    /// The offset in <paramref name="line"/> of a 0-based byte column. U+FFFD counts one byte: it nearly always
    /// stands for one byte that was not UTF-8 (Latin-1 comments), hardly ever for itself.
    /// </summary>
    public static int IndexOfByte(string line, int byteColumn)
    {
        var at = 0;
        for (var bytes = 0; at < line.Length && bytes < byteColumn;)
        {
            _ = Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out var used);
            bytes += rune.Value == 0xFFFD ? 1 : rune.Utf8SequenceLength;
            at += used;
        }

        return at;
    }
}
