using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Examples;

/// <summary>Where the lines of one example stand, in the extracted source and in the binding.</summary>
/// <param name="FirstLine">1-based line of the source on which the example begins.</param>
/// <param name="Count">Its lines.</param>
/// <param name="Indent">Blanks put in front of each in the source.</param>
/// <param name="Start">Where the example begins in the binding.</param>
/// <param name="Line">1-based line of the binding with its first line; 0 when its text is not there as it is.</param>
/// <param name="BindingIndent">Blanks in front of each line in the binding.</param>
internal sealed record ExampleLines(int FirstLine, int Count, int Indent, SchemaPosition Start, int Line, int BindingIndent)
{
    /// <summary>Finds the lines of an example in the binding: those of a literal block are there one by one.</summary>
    public static ExampleLines Find(int firstLine, int indent, SchemaValue example, string[] yaml)
    {
        var lines = example.String.Split('\n');
        var found = new ExampleLines(firstLine, lines.Length, indent, example.Position, 0, 0);
        var longest = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > lines[longest].Length) longest = i;
        }

        // The block begins on the line after its mark.
        var at = example.Position.Line + longest;
        if (lines[longest].Length == 0 || at >= yaml.Length) return found;
        var written = yaml[at].TrimEnd('\r');
        return written.EndsWith(lines[longest], StringComparison.Ordinal)
            ? found with { Line = example.Position.Line + 1, BindingIndent = written.Length - lines[longest].Length }
            : found;
    }

    /// <summary>Where a place of the source stands in the binding.</summary>
    public SchemaPosition Locate(int line, int column)
    {
        var at = line - FirstLine;
        return at < 0 || at >= Count || Line == 0
            ? Start
            : new SchemaPosition(Line + at, Math.Max(1, column - Indent + BindingIndent));
    }
}
