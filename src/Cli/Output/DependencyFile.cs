using System.Text;
using Cli.Options;
using Dtc.Compiler;

namespace Cli.Output;

/// <summary>Lists what an output was made from, for make and ninja.</summary>
internal static class DependencyFile
{
    /// <summary>The content for <paramref name="target"/>, made from <paramref name="input"/>.</summary>
    public static byte[] Make(DepfileFormat format, string target, string input, CompileResult result)
    {
        var text = new StringBuilder();
        if (format == DepfileFormat.Dtc) AppendDtc(text, target, input, result.IncludedFiles);
        else AppendMake(text, target, Inputs(input, result), phony: format == DepfileFormat.Make);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Every file once, the input first.</summary>
    private static List<string> Inputs(string input, CompileResult result)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        IReadOnlyList<string>[] lists = [[input], result.PreprocessorInputs, result.IncludedFiles];
        foreach (var list in lists)
        {
            foreach (var file in list)
            {
                // Standard input is no file that could be newer than the output.
                if (file is not ("-" or "<stdin>") && seen.Add(file)) files.Add(file);
            }
        }

        return files;
    }

    /// <summary>As dtc 1.7.2 and later: repeated files stay, spaces are escaped and nothing else.</summary>
    private static void AppendDtc(StringBuilder text, string target, string input, IReadOnlyList<string> included)
    {
        text.Append(EscapeSpaces(target)).Append(": ").Append(EscapeSpaces(input == "-" ? "<stdin>" : input));
        foreach (var file in included) text.Append(' ').Append(EscapeSpaces(file));
        text.Append('\n');
    }

    private static void AppendMake(StringBuilder text, string target, List<string> files, bool phony)
    {
        text.Append(EscapeMake(target)).Append(':');
        foreach (var file in files) text.Append(" \\\n  ").Append(EscapeMake(file));
        text.Append('\n');
        if (!phony) return;

        // A header that was deleted must not stop make: a rule without prerequisites says it is remade.
        for (var i = 1; i < files.Count; i++) text.Append('\n').Append(EscapeMake(files[i])).Append(":\n");
    }

    private static string EscapeSpaces(string path) => path.Replace(" ", "\\ ", StringComparison.Ordinal);

    /// <summary>As gcc: a blank or # gets a backslash, backslashes before a blank are doubled, $ is doubled.</summary>
    private static string EscapeMake(string path)
    {
        if (path.AsSpan().IndexOfAny(" \t#$") < 0) return path;
        var text = new StringBuilder(path.Length + 8);
        var backslashes = 0;
        foreach (var c in path)
        {
            if (c is ' ' or '\t') text.Append('\\', backslashes + 1);
            else if (c == '#') text.Append('\\');
            else if (c == '$') text.Append('$');
            backslashes = c == '\\' ? backslashes + 1 : 0;
            text.Append(c);
        }

        return text.ToString();
    }
}
