using System.Text;

namespace Cli.Options;

/// <summary>Lays out a table of options for a help text.</summary>
internal static class OptionHelp
{
    private const int TextColumn = 30;
    private const int Width = 100;

    /// <summary>Appends all options under the headings of their groups.</summary>
    public static void Append<T>(StringBuilder text, OptionSpec<T>[] specs)
    {
        string? group = null;
        foreach (var spec in specs)
        {
            if (spec.Group != group)
            {
                group = spec.Group;
                text.Append('\n').Append(group).Append(":\n");
            }

            var start = text.Length;
            text.Append("  ").Append(spec.Short != '\0' ? $"-{spec.Short}" : "  ");
            text.Append(spec.Short != '\0' ? ", " : "  ").Append("--").Append(spec.Long);
            if (spec.Argument is not null) text.Append(' ').Append(spec.Argument);
            var used = text.Length - start;
            if (used >= TextColumn - 1)
            {
                text.Append('\n');
                used = 0;
            }

            text.Append(' ', TextColumn - used);
            TextWrap.Append(text, spec.Help, TextColumn, Width);
            text.Append('\n');
        }
    }
}
