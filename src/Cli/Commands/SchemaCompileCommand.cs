using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Dtc.Bindings.Documents;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema compile</c>: a set of bindings as one processed schema.</summary>
internal static class SchemaCompileCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp schema compile").Parse(args, arguments);
        if (paths.Count == 0) throw new UsageException("no bindings: dtc-sharp schema compile PATH... -o FILE");
        InputGuard.Reject(arguments.Output, [.. paths, .. BindingInputs.Core(arguments.Core, host) is { } core ? [core] : Array.Empty<string>()], isRead: BindingInputs.IsBinding);
        var set = SchemaSets.Load(arguments, paths, host, out var isComplete);
        var document = set.ToProcessed(DropIn.DtVersion.Text);
        var content = arguments.Yaml ? YamlWriter.Write(document) : JsonWriter.Write(document);
        if (arguments.Output is not { } output || output == "-")
        {
            host.Out.Write(content);
        }
        else if (OutputFile.TryWrite(output, content) is { } reason)
        {
            host.Complain($"cannot write '{output}': {reason}");
            return ExitCode.UsageOrIO;
        }

        return isComplete ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
        new("Output", 'o', "output", "FILE", "write to FILE; standard output when left out",
            static (a, v) => a.Output = OptionValue.NotEmpty("-o", v)),
        new("Output", '\0', "yaml", null, "write YAML instead of JSON", static (a, _) => a.Yaml = true));

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Compile bindings into one processed schema, the file that dt-mk-schema writes and dt-validate reads.

            Usage: dtc-sharp schema compile PATH... [-o FILE] [OPTIONS]

            PATH is a binding, a directory that is searched for them, or a processed schema. The core schemas are added.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 fine, 1 a binding was left out (the others are written), 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments
    {
        public string? Output { get; set; }

        public bool Yaml { get; set; }
    }
}
