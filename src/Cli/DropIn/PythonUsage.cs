using System.Text;
using Cli.Options;

namespace Cli.DropIn;

/// <summary>The usage and help texts of dt-schema's tools, laid out as argparse lays them out.</summary>
internal static class PythonUsage
{
    private const int Margin = 2;
    private const int HelpColumn = 24;

    /// <summary>The usage lines, with a line end.</summary>
    public static string Usage(string program, PythonOption[] options, PythonOperand[] operands, int columns)
    {
        var width = Math.Max(columns - Margin, 11);
        var head = $"usage: {program} ";
        var optional = options.Select(option => option.Usage).ToList();
        var positional = operands.Select(operand => operand.Usage).ToList();
        var line = head + string.Join(' ', optional.Concat(positional));
        if (line.Length <= width) return line + "\n";

        var text = new StringBuilder(head);
        Append(text, optional, head.Length, width);
        if (positional.Count > 0)
        {
            if (optional.Count > 0) text.Append('\n').Append(' ', head.Length);
            Append(text, positional, head.Length, width);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The text of <c>--help</c>.</summary>
    public static string Help(
        string program, PythonOption[] options, PythonOperand[] operands, int columns, string? description, bool takesFiles)
    {
        var text = new StringBuilder(Usage(program, options, operands, columns));
        if (description is not null) text.Append('\n').Append(description).Append('\n');
        text.Append("\npositional arguments:\n");
        foreach (var operand in operands) Append(text, operand.Name, operand.Help, columns);
        text.Append("\noptions:\n");
        foreach (var option in options)
        {
            var name = option.Letter == '\0' ? $"--{option.Name}" : $"-{option.Letter}, --{option.Name}";
            Append(text, option.Argument is null ? name : $"{name} {option.Argument}", option.Help, columns);
        }

        if (takesFiles) text.Append("\n@FILE stands for the lines of FILE, each an argument.\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, List<string> parts, int indent, int width)
    {
        var column = indent - 1;
        var isFirst = true;
        foreach (var part in parts)
        {
            if (column + 1 + part.Length > width && !isFirst)
            {
                text.Append('\n').Append(' ', indent);
                column = indent - 1;
                isFirst = true;
            }

            if (!isFirst) text.Append(' ');
            text.Append(part);
            column += 1 + part.Length;
            isFirst = false;
        }
    }

    private static void Append(StringBuilder text, string name, string help, int columns)
    {
        text.Append("  ").Append(name);
        if (name.Length + 4 > HelpColumn) text.Append('\n').Append(' ', HelpColumn);
        else text.Append(' ', HelpColumn - 2 - name.Length);
        TextWrap.Append(text, help, HelpColumn, Math.Max(columns - Margin, HelpColumn + 11));
        text.Append('\n');
    }
}
