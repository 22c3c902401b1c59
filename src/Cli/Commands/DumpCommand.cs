using System.Text;
using System.Text.Json;
using Cli.DropIn;
using Cli.Edits;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Fdt;

namespace Cli.Commands;

/// <summary><c>dtc-sharp dump</c>: a blob as it lies in memory, up to where it is damaged.</summary>
internal static class DumpCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp dump").Parse(args, arguments);
        if (operands.Count != 1) throw new UsageException("one blob: dtc-sharp dump FILE");
        if (BlobFile.Read(operands[0], host) is not { } blob) return ExitCode.UsageOrIO;
        if (!FdtHeader.TryRead(blob, out var header, out var error))
        {
            host.Complain($"{operands[0]}: {BlobFile.Describe(error)}");
            return ExitCode.InputErrors;
        }

        var listing = new BlobListing(blob, header);
        if (arguments.Json)
        {
            using var json = new Utf8JsonWriter(host.Out, TreeJson.Options);
            listing.Write(json, arguments.HeaderOnly);
        }
        else
        {
            var output = new ToolOutput(host);
            listing.Write(output, arguments.HeaderOnly);
            output.Flush();
        }

        if (arguments.Json) host.Print("\n");
        if (listing.Fault is not { } fault) return ExitCode.Success;
        host.Complain($"{operands[0]}: {fault}");
        return ExitCode.InputErrors;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() =>
    [
        new("Output", '\0', "header", null, "only the header and the reservations", static (a, _) => a.HeaderOnly = true),
        new("Output", '\0', "json", null, "write one JSON object", static (a, _) => a.Json = true),
        new("Output", 'h', "help", null, "show this text", static (_, _) => { }),
    ];

    /// <summary>What <c>dtc-sharp dump --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Show a blob as it lies in memory: header, reservations, every token with its offset.

            Usage: dtc-sharp dump FILE [OPTIONS]

            Offsets count from the start of the file, those of names from the start of the strings block. A damaged
            blob is shown up to the damage, which is then told.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 a sound blob, 1 a damaged one, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line of <c>dump</c>.</summary>
    internal sealed class Arguments
    {
        public bool HeaderOnly { get; set; }

        public bool Json { get; set; }
    }
}
