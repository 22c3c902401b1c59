using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Hypervisor.Hcall;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall header</c>: headers for issuing calls.</summary>
internal static class HcallHeaderCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp hcall header").Parse(args, arguments);
        if (operands.Count > 0) throw new UsageException($"unexpected '{operands[0]}'; an ABI is named by --abi");
        if (arguments.Abis.Count == 0) throw new UsageException("for which ABI? dtc-sharp hcall header --abi NAME; 'dtc-sharp hcall list' shows the names");
        InputGuard.Reject(arguments.Out, arguments.Files);
        if (HcallAbis.Load(arguments, host) is not { } library) return ExitCode.InputErrors;
        var abis = HcallAbis.Chosen(library, arguments);
        if (HeaderWriter.Clash(abis) is { } clash)
        {
            host.Complain($"no header: {clash}; give each ABI a header of its own");
            return ExitCode.InputErrors;
        }

        var text = Encoding.UTF8.GetBytes(arguments.Assembler ? HeaderWriter.Assembler(abis) : HeaderWriter.Header(abis));
        if (arguments.Out is null or "-") host.Out.Write(text);
        else if (OutputFile.TryWrite(arguments.Out, text) is { } reason)
        {
            host.Complain($"'{arguments.Out}' cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => HcallArguments.WithAbis(
        new OptionSpec<Arguments>("Output", 'o', "out", "FILE", "write to FILE instead of standard output", static (a, v) => a.Out = OptionValue.NotEmpty("--out", v)),
        new OptionSpec<Arguments>("Output", '\0', "format", "FORM", "c (default): for C, C++ and preprocessed assembler; asm: for GNU as alone",
            static (a, v) => a.Assembler = OptionValue.Choice("--format", v, ("c", false), ("asm", true))));

    /// <summary>What <c>dtc-sharp hcall --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Make a header for issuing calls: constants, inline functions, macros for GNU as.

            Usage: dtc-sharp hcall header --abi NAME [--abi NAME...] [-o FILE] [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : HcallArguments
    {
        /// <summary><c>-o</c>.</summary>
        public string? Out { get; set; }

        /// <summary><c>--format asm</c>.</summary>
        public bool Assembler { get; set; }
    }
}
