using System.Buffers;
using System.Text;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Examples;
using Dtc.Parser.Preprocessing;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema example</c>: the examples of bindings as source, or checked.</summary>
internal static class SchemaExampleCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var files = new OptionParser<Arguments>(Specs(), "dtc-sharp schema example").Parse(args, arguments);
        if (files.Count == 0) throw new UsageException("no binding: dtc-sharp schema example FILE");
        if (arguments.Validate) return DeepStack.Run(() => Check(arguments, files, host));
        if (files.Count > 1) throw new UsageException("one binding at a time, unless they are checked (--validate)");
        return Print(files[0], host);
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
    [
        new("Output", '\0', "validate", null, "compile the examples and validate them", static (a, _) => a.Validate = true),
        new("Output", 'm', "show-unmatched", null, "also tell compatible strings that no binding documents",
            static (a, _) => a.ShowUnmatched = true),
        new("Output", '\0', "format", "FORM", "findings as text (default), or json: one object a line",
            static (a, v) => a.Json = OptionValue.Choice("--format", v, ("text", false), ("json", true))),
        SchemaArguments.BindingsOption<Arguments>('b'),
        .. IncludeOptions.Specs<Arguments>(),
    ]);

    private static int Print(string file, Host host)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            host.Print(ExampleSource.Of(YamlReader.Read(bytes), bytes).Text);
            return ExitCode.Success;
        }
        catch (DocumentException fault)
        {
            new BindingNotes(ErrorPalette.Of(ColorChoice.Auto, host), asJson: false)
                .Write(host, [new BindingNote("syntax", true, file, fault.Position, fault.Message)]);
            return ExitCode.InputErrors;
        }
        catch (Exception fault) when (IOReason.IsIO(fault))
        {
            host.Complain($"cannot read '{file}': {IOReason.Of(fault)}");
            return ExitCode.UsageOrIO;
        }
    }

    private static int Check(Arguments arguments, List<string> files, Host host)
    {
        foreach (var file in files)
        {
            if (!File.Exists(file)) throw new UsageException($"'{file}': there is no such file");
        }

        // Without others, the bindings are judged by themselves and the core schemas.
        var paths = arguments.Bindings.Count > 0 ? arguments.Bindings : files;
        var program = SchemaSets.Open(arguments, paths, host);
        var check = new ExampleCheck(program, arguments, arguments.ShowUnmatched);
        var notes = new BindingNotes(arguments.Json ? Palette.None : ErrorPalette.Of(arguments.Color, host), arguments.Json);
        var errors = 0;
        foreach (var file in files)
        {
            var text = new ArrayBufferWriter<byte>();
            foreach (var note in check.Check(file))
            {
                notes.Append(text, note);
                if (note.IsError) errors++;
            }

            if (text.WrittenCount > 0) host.Out.Write(text.WrittenSpan);
        }

        return errors == 0 ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Print the examples of a binding as one device tree source, or compile and validate them.

            Usage: dtc-sharp schema example FILE
                   dtc-sharp schema example --validate FILE... --bindings PATH [OPTIONS]

            Without --validate the text is that of dt-extract-example. Findings go to standard output and stand at the
            lines of the binding. Without --bindings the examples are checked against the bindings they are in.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 fine, 1 errors, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments, IIncludeArguments
    {
        public bool Validate { get; set; }

        public bool ShowUnmatched { get; set; }

        public bool Json { get; set; }

        public List<string> IncludeDirectories { get; } = [];

        public List<MacroOption> Macros { get; } = [];

        public List<string> ForcedIncludes { get; } = [];

        public string? Kernel { get; set; }

        public bool NoKernel { get; set; }
    }
}
