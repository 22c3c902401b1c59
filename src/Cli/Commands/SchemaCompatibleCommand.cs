using System.Text;
using Cli.DropIn;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Bindings.Loading;

namespace Cli.Commands;

/// <summary><c>dtc-sharp schema compatible</c>: whether bindings document some compatible strings.</summary>
internal static class SchemaCompatibleCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var strings = new OptionParser<Arguments>(Specs(), "dtc-sharp schema compatible").Parse(args, arguments);
        if (strings.Count == 0) throw new UsageException("no strings: dtc-sharp schema compatible STRING... --bindings PATH");
        var set = SchemaSets.Load(arguments, arguments.Bindings, host, out _);
        var documented = new DocumentedCompatibles(set);
        var output = new ToolOutput(host);
        var all = true;
        foreach (var text in strings)
        {
            var known = documented.Contains(text);
            all &= known != arguments.Invert;
            if (known == arguments.Invert || arguments.Silent) continue;
            var binding = known ? set.ByCompatible.GetValueOrDefault(text) : null;
            output.Line(binding is null ? Printable.Escape(text) : $"{Printable.Escape(text)}\t{Printable.Escape(binding.Id)}");
        }

        output.Flush();
        return all ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => SchemaArguments.With<Arguments>(
        new("Output", 'v', "invert-match", null, "look for the strings that no binding documents",
            static (a, _) => a.Invert = true),
        new("Output", 's', "silent", null, "print nothing; the exit code tells", static (a, _) => a.Silent = true),
        SchemaArguments.BindingsOption<Arguments>('b'));

    /// <summary>What <c>dtc-sharp schema --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Tell which compatible strings are documented, and by which binding.

            Usage: dtc-sharp schema compatible STRING... --bindings PATH [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 all strings are documented (with -v: none is), 1 not all, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : SchemaArguments
    {
        public bool Invert { get; set; }

        public bool Silent { get; set; }
    }
}
