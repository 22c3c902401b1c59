using System.Text.RegularExpressions;

namespace Cli.Tests.Validation;

/// <summary>One fault put into a source.</summary>
/// <param name="Kind">What sort of fault it is.</param>
/// <param name="Text">The source with the fault.</param>
/// <param name="Line">1-based line at which it has to be reported.</param>
/// <param name="Property">The property at fault; null when it is a node.</param>
internal sealed record SeededFault(string Kind, string Text, int Line, string? Property);

/// <summary>Puts faults into sources, line by line: what is changed is one property or node on a line of its own.</summary>
internal static partial class FaultSeeder
{
    /// <summary>All faults that a source can be given; whether a binding minds is another matter.</summary>
    public static IEnumerable<SeededFault> Faults(string source)
    {
        var lines = source.Split('\n');
        var open = new Stack<(int Line, bool IsNamed)>();
        var comment = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (comment || line.Contains("/*", StringComparison.Ordinal))
            {
                comment = !line.Contains("*/", StringComparison.Ordinal);
                continue;
            }

            if (line.Contains('#') && line.TrimStart().StartsWith("#if", StringComparison.Ordinal)) yield break;
            if (PropertyLine().Match(line) is { Success: true } property && open.Count > 0)
            {
                foreach (var fault in OfProperty(lines, i, property, open.Peek())) yield return fault;
            }

            if (NodeLine().Match(line) is { Success: true } node)
            {
                open.Push((i, node.Groups["name"].Success));
                yield return new SeededFault("unknown property", Replace(lines, i, line + "\n\tqq-bogus = <1>;"), i + 2, "qq-bogus");
            }
            else if (line.Contains('{', StringComparison.Ordinal))
            {
                yield break; // written in a way that is not understood here
            }

            if (line.TrimStart().StartsWith('}') && open.Count > 0)
            {
                open.Pop();
                if (open.Count > 0) yield return new SeededFault("unknown node", Replace(lines, i, line + "\n\tQQ_bogus { };"), i + 2, null);
            }
        }
    }

    private static IEnumerable<SeededFault> OfProperty(string[] lines, int at, Match match, (int Line, bool IsNamed) node)
    {
        var (head, name, value) = (match.Groups["head"].Value, match.Groups["name"].Value, match.Groups["value"].Value);
        SeededFault With(string kind, string statement, string? property = null) =>
            new(kind, Replace(lines, at, head + statement), at + 1, property ?? name);

        yield return With("misspelt property", $"{name}q = {value};", name + "q");
        if (node.IsNamed && IsOftenRequired(name)) yield return new SeededFault("missing property", Replace(lines, at, ""), node.Line + 1, null);
        if (value.StartsWith('"'))
        {
            yield return With("wrong string", $"{name} = \"qq{value[1..]};");
            yield return With("cells for a string", $"{name} = <1 2>;");
            yield return With("one string more", $"{name} = {value}, \"qq-more\";");
        }
        else if (value.StartsWith('<'))
        {
            yield return With("string for cells", $"{name} = \"qqqqqq\";");
            yield return With("one cell more", $"{name} = {value[..^1]} 0x7fffffff>;");
            yield return With("bytes for cells", $"{name} = [01 02 03];");
            if (NumberCell().IsMatch(value)) yield return With("bad number", $"{name} = <0xfffffff1>;");
        }
    }

    private static bool IsOftenRequired(string name) =>
        name is "reg" or "clocks" or "interrupts" or "#clock-cells" or "#gpio-cells" or "#interrupt-cells" or "#size-cells" or "regulator-name";

    private static string Replace(string[] lines, int at, string line)
    {
        var copy = (string[])lines.Clone();
        copy[at] = line;
        return string.Join('\n', copy);
    }

    [GeneratedRegex(@"^(?<head>\s*)(?<name>[a-z#][a-zA-Z0-9,#._+-]*)\s*=\s*(?<value>[^;]*[>""])\s*;\s*$")]
    private static partial Regex PropertyLine();

    [GeneratedRegex(@"^\s*(?:\w+:\s*)*(?:(?<name>[a-zA-Z][a-zA-Z0-9,._+-]*(?:@[0-9a-f,]+)?)|/|&\w+)\s*\{\s*$")]
    private static partial Regex NodeLine();

    [GeneratedRegex(@"^<(0x)?[0-9a-f]+>$")]
    private static partial Regex NumberCell();
}
