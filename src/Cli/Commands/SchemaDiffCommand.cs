using System.Text;
using System.Text.Json;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Comparison;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema diff</c>: what a newer set of bindings asks of trees that an older one did not.</summary>
internal static class SchemaDiffCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp schema diff").Parse(args, arguments);
        if (paths is not [var older, var newer]) throw new UsageException("two sets of bindings: dtc-sharp schema diff OLD NEW");
        var before = SchemaSets.Load(arguments, [older], host, out _);
        var now = SchemaSets.Load(arguments, [newer], host, out _);
        var differences = AbiComparison.Compare(before, now, followReferences: arguments.Format != SchemaFormat.Reference);
        switch (arguments.Format)
        {
            case SchemaFormat.Json:
                WriteJson(differences, host);
                break;
            case SchemaFormat.Reference:
                WriteLines(differences, static d => $"{d.SchemaId}{d.Place}: {d.Message}", host);
                break;
            default:
                WriteText(differences, host);
                break;
        }

        return differences.Count == 0 ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
        new OptionSpec<Arguments>("Output", '\0', "format", "FORM", "text (default), json, dt-cmp-schema",
            static (a, v) => a.Format = OptionValue.Choice(
                "--format", v, ("text", SchemaFormat.Text), ("json", SchemaFormat.Json), ("dt-cmp-schema", SchemaFormat.Reference))));

    private static void WriteLines(IEnumerable<AbiDifference> differences, Func<AbiDifference, string> line, Host host)
    {
        var output = new ToolOutput(host);
        foreach (var difference in differences) output.Line(Printable.Escape(line(difference)));
        output.Flush();
    }

    private static void WriteText(IReadOnlyList<AbiDifference> differences, Host host)
    {
        var output = new ToolOutput(host);
        string? id = null;
        foreach (var difference in differences)
        {
            if (difference.SchemaId != id) output.Line(Printable.Escape(id = difference.SchemaId));
            output.Line(Printable.Escape($"  {difference.Place}: {difference.Message}"));
        }

        output.Flush();
    }

    private static void WriteJson(IEnumerable<AbiDifference> differences, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Out, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var difference in differences)
            {
                json.WriteStartObject();
                json.WriteString("change", difference.Change switch
                {
                    AbiChange.Required => "required",
                    AbiChange.Removed => "removed",
                    AbiChange.Deprecated => "deprecated",
                    _ => "more-entries",
                });
                json.WriteString("schema", difference.SchemaId);
                json.WriteString("path", difference.Place);
                if (difference.Change == AbiChange.Required)
                {
                    json.WriteStartArray("properties");
                    foreach (var name in difference.Names) json.WriteStringValue(name);
                    json.WriteEndArray();
                }
                else if (difference.Change == AbiChange.MoreEntries)
                {
                    json.WriteNumber("before", difference.Before);
                    json.WriteNumber("now", difference.Now);
                }

                json.WriteString("message", difference.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        host.Print("\n");
    }

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Compare two sets of bindings: what may break device trees written for the older one.

            Usage: dtc-sharp schema diff OLD NEW [OPTIONS]

            OLD and NEW are bindings, directories of them, or processed schemas. Told are properties that became
            required, are not described any more, became deprecated, or need more entries.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 no differences, 1 differences, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments
    {
        public SchemaFormat Format { get; set; }
    }
}
