using System.Buffers;
using System.Text;
using Cli.Rendering;
using Dtc.Bindings.SideBySide;

namespace Cli.Validation;

/// <summary>Verdicts of bindings as lines, and nodes they share as a table.</summary>
internal static class ComparisonText
{
    private const int WidestName = 22;
    private const int Column = 34;

    /// <summary>Appends them; nothing when no binding was named.</summary>
    public static void Append(IBufferWriter<byte> output, CheckedInput input, Palette palette)
    {
        if (input.Verdicts.Count == 0) return;
        var text = new StringBuilder();
        var widest = input.Verdicts.Max(verdict => verdict.Binding.Length);
        foreach (var verdict in input.Verdicts)
        {
            text.Append(palette.Bold).Append(Printable.Escape(input.Path == "-" ? "<stdin>" : input.Path)).Append(": ").Append(palette.Reset)
                .Append(verdict.Binding.PadRight(widest)).Append("  ").Append(verdict.Text).Append('\n');
        }

        foreach (var comparison in input.Comparisons) Append(text, comparison, palette);
        _ = Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private static void Append(StringBuilder text, NodeComparison comparison, Palette palette)
    {
        text.Append('\n').Append(palette.Bold).Append(Printable.Escape(comparison.NodePath)).Append(palette.Reset)
            .Append(comparison.Exists ? ", property by property\n" : " is not in the tree; there is nothing to compare\n");
        if (!comparison.Exists) return;
        AppendRow(text, ["property", "the node has", .. comparison.Bindings, "for all of them"]);
        AppendRow(text, ["--------", "------------", .. comparison.Bindings.Select(name => new string('-', name.Length)), "---------------"]);
        foreach (var row in comparison.Properties)
        {
            AppendRow(text,
            [
                row.Property == "$nodename" ? "(name)" : row.Property,
                row.Has is null ? "-" : row.Has.Length == 0 ? "(empty)" : row.Has,
                .. row.Stands.Select(Text),
                row.NeedsAnother ? "another value"
                    : row.Both is null ? (row.Has is not null && row.Stands.Any(stand => stand.Satisfied == false) ? "leave it out" : "-") : row.Both == row.Has ? "as it is" : row.Both,
            ]);
        }

        text.Append(comparison.LeftOpen.Count == 0
            ? "With the values of the last column the node satisfies all of them in this tree.\n"
            : "With the values of the last column there would still be, in this tree:\n");
        foreach (var open in comparison.LeftOpen) text.Append("  ").Append(Printable.Escape(open)).Append('\n');
        text.Append('\n');
    }

    private static string Text(PropertyStand stand) => stand.Satisfied switch
    {
        true => $"ok: {stand.Asks}",
        false => $"NO: {stand.Asks ?? string.Join("; ", stand.Faults)}",
        null => stand.Asks is null ? "-" : $"not needed: {stand.Asks}",
    };

    // Cells are broken between words, so that a row may take several lines.
    private static void AppendRow(StringBuilder text, string[] cells)
    {
        var columns = cells.Select((cell, i) => Wrap(Printable.Escape(cell), i == 0 ? WidestName : Column)).ToArray();
        var height = columns.Max(column => column.Count);
        for (var line = 0; line < height; line++)
        {
            var row = new StringBuilder("  ");
            for (var i = 0; i < columns.Length; i++)
                row.Append((line < columns[i].Count ? columns[i][line] : string.Empty).PadRight((i == 0 ? WidestName : Column) + 2));
            text.Append(row.ToString().TrimEnd()).Append('\n');
        }
    }

    private static List<string> Wrap(string cell, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in cell.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}
