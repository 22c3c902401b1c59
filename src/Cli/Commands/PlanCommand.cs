using System.Buffers;
using System.Text;
using Cli.Guests;
using Cli.Hosting;
using Cli.Options;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Cli.Commands;

/// <summary><c>dtc-sharp plan</c>: who gets which device, memory and interrupt; or why it cannot be.</summary>
internal static class PlanCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host) => Run(args, host, PlanInputs.WithMedia());

    /// <summary>Runs the command with another outside world.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host, IPlanInputs inputs)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp plan").Parse(args, arguments);
        if (arguments.Schema)
        {
            host.Out.Write(GuestsReader.Schema());
            return ExitCode.Success;
        }

        if (paths.Count != 1) throw new UsageException("one configuration is planned: dtc-sharp plan guests.yaml");
        return DeepStack.Run(() => Plan(arguments, paths[0], host, inputs));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => GuestArguments.With<Arguments>(
        new("Output", '\0', "format", "FORM", "text (default) or json",
            static (a, v) => a.Json = OptionValue.Choice("--format", v, ("text", false), ("json", true))),
        new("Output", '\0', "schema", null, "print the JSON Schema of configurations, for editors", static (a, _) => a.Schema = true));

    private static int Plan(Arguments arguments, string path, Host host, IPlanInputs inputs)
    {
        var run = new PlanRun(arguments, host, inputs);
        if (run.Make(path, out var code) is not { } plan) return code;
        if (!run.WriteLock(plan)) return ExitCode.UsageOrIO;
        var output = new ArrayBufferWriter<byte>();
        if (arguments.Json)
        {
            PlanJson.Write(output, plan);
            output.Write("\n"u8);
        }
        else _ = Encoding.UTF8.GetBytes(new PlanText(showChoices: true).Format(plan), output);
        host.Out.Write(output.WrittenSpan);
        return ExitCode.Success;
    }

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Plan guests: who gets which device, memory and interrupt. What cannot work is refused with the reason.

            Usage: dtc-sharp plan guests.yaml [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            docs/guests.md describes the configuration and the JSON form.

            Exit codes: 0 there is a plan, 1 refused, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : GuestArguments
    {
        public bool Json { get; set; }

        public bool Schema { get; set; }
    }
}
