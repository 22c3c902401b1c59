using System.Text;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp rules</c>: the table of all rules, one explained, or the pages made from it.</summary>
internal static class RulesCommand
{
    private const int Width = 80;

    /// <summary>What was asked for.</summary>
    internal sealed class Arguments
    {
        public string? DocsDirectory { get; set; }
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() =>
    [
        new("Options", '\0', "write-docs", "DIR", "write a page for each rule and an index into DIR",
            static (a, v) => a.DocsDirectory = OptionValue.NotEmpty("--write-docs", v)),
        new("Options", 'h', "help", null, "show this text", static (_, _) => { }),
    ];

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp rules").Parse(args, arguments);
        if (arguments.DocsDirectory is { } directory)
        {
            if (operands.Count > 0) throw new UsageException("--write-docs writes all rules; name none");
            return WriteDocs(directory, host);
        }

        if (operands.Count > 1) throw new UsageException("one rule at a time");
        host.Print(operands.Count == 0 ? List(Dtc.Tree.Rules.All) : Explain(Find(operands[0])));
        return ExitCode.Success;
    }

    /// <summary>One line for each rule.</summary>
    internal static string List(IReadOnlyList<Rule> rules)
    {
        var nameWidth = 0;
        foreach (var rule in rules) nameWidth = Math.Max(nameWidth, rule.Name.Length);
        var text = new StringBuilder();
        foreach (var rule in rules)
        {
            text.Append(rule.Id).Append("  ").Append(SeverityName.Of(rule.Severity).PadRight(7)).Append("  ")
                .Append(rule.Name.PadRight(nameWidth)).Append("  ").Append(rule.Title).Append('\n');
        }

        return text.ToString();
    }

    private static string Explain(Rule rule)
    {
        var text = new StringBuilder();
        text.Append(rule.Id).Append(": ").Append(rule.Name).Append(" (").Append(SeverityName.Of(rule.Severity))
            .Append(")\n").Append(rule.Title).Append("\n\n");
        TextWrap.Append(text, rule.Explanation, 0, Width);
        return text.Append('\n').ToString();
    }

    private static Rule Find(string name)
    {
        var names = new List<string>();
        foreach (var rule in Dtc.Tree.Rules.All)
        {
            if (rule.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) return rule;
            if (rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return rule;
            names.Add(rule.Name);
            names.Add(rule.Id);
        }

        var hint = NearestName.Find(name, names) is { } nearest
            ? $"did you mean '{nearest}'?"
            : "'dtc-sharp rules' lists all";
        throw new UsageException($"there is no rule '{name}'; {hint}");
    }

    private static int WriteDocs(string directory, Host host)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var pages = RulePages.All(Dtc.Tree.Rules.All);
            foreach (var stray in Directory.GetFiles(directory, "DTS????.md"))
            {
                if (!pages.ContainsKey(Path.GetFileName(stray))) File.Delete(stray);
            }

            foreach (var (name, text) in pages) File.WriteAllText(Path.Join(directory, name), text);
            return ExitCode.Success;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            host.Complain($"cannot write the pages into '{directory}': {IOReason.Of(e)}");
            return ExitCode.UsageOrIO;
        }
    }
}
