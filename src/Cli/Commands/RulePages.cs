using System.Text;
using Cli.Options;
using Cli.Rendering;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary>Makes the pages of docs/rules from the table of rules.</summary>
internal static class RulePages
{
    private const int Width = 100;

    /// <summary>File names and texts of all pages, the index among them.</summary>
    public static SortedDictionary<string, string> All(IReadOnlyList<Rule> rules)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["README.md"] = Index(rules) };
        foreach (var rule in rules) pages.Add($"{rule.Id}.md", Page(rule));
        return pages;
    }

    private static string Page(Rule rule)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(rule.Id).Append(": ").Append(rule.Name).Append("\n\n");
        text.Append('*').Append(SeverityName.Of(rule.Severity)).Append("*: ").Append(Escape(rule.Title)).Append("\n\n");
        TextWrap.Append(text, Escape(rule.Explanation), 0, Width);
        return text.Append('\n').ToString();
    }

    private static string Index(IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder(
            """
            # Rules

            Every diagnostic carries the id of its rule. `dtc-sharp rules ID` prints what these pages say. They are
            made from the table in `src/Dtc.Tree/Diagnostics` by `dtc-sharp rules --write-docs docs/rules`.

            | id | name | severity | what is wrong |
            |---|---|---|---|

            """);
        foreach (var rule in rules)
        {
            text.Append("| [").Append(rule.Id).Append("](").Append(rule.Id).Append(".md) | ").Append(rule.Name)
                .Append(" | ").Append(SeverityName.Of(rule.Severity)).Append(" | ")
                .Append(Escape(rule.Title).Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>Names such as #address-cells and &lt;label&gt; are no markup; what stands in `code` stays.</summary>
    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        var code = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`') code = !code;
            else if (!code && (text[i] is '<' or '*' or '_' or '[' or '\\' || (text[i] == '#' && i == 0)))
                result.Append('\\');
            result.Append(text[i]);
        }

        return result.ToString();
    }
}
