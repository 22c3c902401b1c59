using System.Buffers;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Authoring;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema check</c>: checks bindings as texts.</summary>
internal static class SchemaCheckCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp schema check").Parse(args, arguments);
        if (paths.Count == 0) throw new UsageException("no bindings: dtc-sharp schema check FILE|DIR...");
        SchemaSets.CheckPaths(paths);
        return DeepStack.Run(() => Check(arguments, paths, host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
        new OptionSpec<Arguments>("Output", '\0', "format", "FORM", "text (default), json: one object a line, dt-doc-validate",
            static (a, v) => a.Format = OptionValue.Choice(
                "--format", v, ("text", SchemaFormat.Text), ("json", SchemaFormat.Json), ("dt-doc-validate", SchemaFormat.Reference))));

    private static int Check(Arguments arguments, List<string> paths, Host host)
    {
        var palette = OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None;
        var notes = new BindingNotes(palette, arguments.Format == SchemaFormat.Json);
        var options = new SchemaCheckOptions { CoreDirectory = BindingInputs.Core(arguments.Core, host) };
        var rules = new RuleFileChecks(paths, notes, host);
        var summary = SchemaCheck.Check(rules.Others, options, finding =>
        {
            if (arguments.Quiet && finding.Rule.Severity != Severity.Error) return;
            var text = new ArrayBufferWriter<byte>();
            if (arguments.Format != SchemaFormat.Reference) notes.Append(text, Note(finding));
            else if (finding.IsKnownToReference) _ = Encoding.UTF8.GetBytes(DocValidateText.Format(finding, lineNumbers: true) + "\n", text);
            if (text.WrittenCount > 0) host.Out.Write(text.WrittenSpan);
        });
        if (arguments.Format == SchemaFormat.Text)
        {
            host.WriteError(Encoding.UTF8.GetBytes(
                $"{Count(summary.Files + rules.Files, "file")}: {Count(summary.Errors + rules.Errors, "error")}, {Count(summary.Warnings, "warning")}\n"));
        }

        return summary.Errors + rules.Errors == 0 ? ExitCode.Success : ExitCode.InputErrors;
    }

    private static BindingNote Note(SchemaFinding finding) => new(
        finding.Rule.Name,
        finding.Rule.Severity == Severity.Error,
        finding.File,
        finding.Position,
        string.Join('\n', [finding.Message, .. finding.Reasons]))
    {
        Rule = finding.Rule.Id,
        Path = string.Join(':', finding.Path),
        Schema = finding.MetaSchemaId,
        Help = (finding.Suggestion, finding.Hint) switch
        {
            (null, var hint) => hint,
            (var suggestion, null) => suggestion,
            var (suggestion, hint) => $"{suggestion} {hint}",
        },
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Check bindings themselves: YAML, the rules for bindings, $id, references, regular expressions.

            Usage: dtc-sharp schema check FILE|DIR... [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 no errors, 1 errors, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments
    {
        public SchemaFormat Format { get; set; }
    }
}
