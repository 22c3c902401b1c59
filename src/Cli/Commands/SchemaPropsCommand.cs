using System.Text;
using System.Text.Json;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Types;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema props</c>: the types of all properties.</summary>
internal static class SchemaPropsCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp schema props").Parse(args, arguments);
        var set = SchemaSets.Load(arguments, paths, host, out _);
        switch (arguments.Format)
        {
            case SchemaFormat.Reference:
                host.Print(PropertyTypesText.Python(set.Types, arguments.OnlyAmbiguous, arguments.WithSizes, set.Version is not null) + "\n");
                break;
            case SchemaFormat.Json:
                WriteJson(arguments, set.Types, host);
                break;
            default:
                WriteText(arguments, set.Types, host);
                break;
        }

        return ExitCode.Success;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
        new("Output", 'd', "duplicates", null, "only properties with more than one type",
            static (a, _) => a.OnlyAmbiguous = true),
        new("Output", 'v', "sizes", null, "types with the sizes of matrices: rows and entries in a row",
            static (a, _) => a.WithSizes = true),
        new("Output", '\0', "format", "FORM", "text (default), json, dt-extract-props",
            static (a, v) => a.Format = OptionValue.Choice(
                "--format", v, ("text", SchemaFormat.Text), ("json", SchemaFormat.Json), ("dt-extract-props", SchemaFormat.Reference))));

    private static void WriteText(Arguments arguments, PropertyTypes types, Host host)
    {
        var output = new ToolOutput(host);
        Write(types.Named, "");
        Write(types.Patterns, "pattern ");
        output.Flush();

        void Write(IReadOnlyDictionary<string, IReadOnlyList<PropertyType>> table, string prefix)
        {
            foreach (var (name, list) in table)
            {
                if (arguments.OnlyAmbiguous && list.Count < 2) continue;
                var words = list.Select(type => (type.Name ?? "unknown") + (arguments.WithSizes ? Size(type) : ""));
                output.Line($"{prefix}{Printable.Escape(name)}: {string.Join(", ", words)}");
            }
        }
    }

    private static string Size(PropertyType type) =>
        type.Size is { } size ? $" [{Range(size.Rows)}][{Range(size.Columns)}]" : "";

    // A maximum of 0 is none.
    private static string Range(CountRange range) => range.Minimum == range.Maximum
        ? $"{range.Minimum}"
        : $"{range.Minimum}..{(range.Maximum == 0 ? "" : range.Maximum)}";

    private static void WriteJson(Arguments arguments, PropertyTypes types, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Out, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            WriteTable(json, "properties", types.Named, arguments.OnlyAmbiguous);
            WriteTable(json, "patternProperties", types.Patterns, arguments.OnlyAmbiguous);
            json.WriteEndObject();
        }

        host.Print("\n");
    }

    private static void WriteTable(
        Utf8JsonWriter json, string key, IReadOnlyDictionary<string, IReadOnlyList<PropertyType>> table, bool onlyAmbiguous)
    {
        json.WriteStartObject(key);
        foreach (var (name, list) in table)
        {
            if (onlyAmbiguous && list.Count < 2) continue;
            json.WriteStartArray(name);
            foreach (var type in list)
            {
                json.WriteStartObject();
                json.WriteString("type", type.Name);
                if (type.Size is { } size)
                {
                    WriteRange(json, "rows", size.Rows);
                    WriteRange(json, "entries", size.Columns);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, string key, CountRange range)
    {
        json.WriteStartArray(key);
        json.WriteNumberValue(range.Minimum);
        if (range.Maximum == 0) json.WriteNullValue();
        else json.WriteNumberValue(range.Maximum);
        json.WriteEndArray();
    }

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            List the types that bindings give to properties; they are what the bytes of a blob are read by.

            Usage: dtc-sharp schema props [PATH...] [OPTIONS]

            PATH is a binding, a directory that is searched for them, or a processed schema.

            """);
        OptionHelp.Append(text, Specs());
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments
    {
        public bool OnlyAmbiguous { get; set; }

        public bool WithSizes { get; set; }

        public SchemaFormat Format { get; set; }
    }
}
