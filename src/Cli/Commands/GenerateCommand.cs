using System.Text;
using Cli.Guests;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Hypervisor.Planning;

namespace Cli.Commands;

/// <summary><c>dtc-sharp generate</c>: the trees of a configuration, what was hidden and why, and how to start it.</summary>
internal static class GenerateCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host) => Run(args, host, PlanInputs.WithMedia());

    /// <summary>Runs the command with another outside world.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host, IPlanInputs inputs)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp generate").Parse(args, arguments);
        if (paths.Count != 1) throw new UsageException("one configuration is generated: dtc-sharp generate guests.yaml -o DIR");
        if (arguments.Out is null) throw new UsageException("-o DIR says where the files go");
        return DeepStack.Run(() => Generate(arguments, paths[0], host, inputs));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => GuestArguments.With<Arguments>(
        new OptionSpec<Arguments>("Output", 'o', "out", "DIR", "write the files to DIR, which is made when it is missing",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)));

    private static int Generate(Arguments arguments, string path, Host host, IPlanInputs inputs)
    {
        var run = new PlanRun(arguments, host, inputs);
        if (run.Make(path, out var code) is not { } plan) return code;
        if (new SystemRun(arguments, host).Make(plan) is not { } system) return ExitCode.InputErrors;
        // The trees name the sizes of images.
        if (BootCommand.Missing(plan, host) is { } missing) return missing;

        var reads = run.Reads(plan);
        var files = new OutputSet(arguments.Out!, SystemFiles.Of(system));
        if (reads.Refuse(files.Names.Select(name => Path.Join(arguments.Out, name)), "the generated file", "give another directory: -o DIR", run.Notes, host)) return ExitCode.UsageOrIO;
        if (files.TryWrite(reads.Has) is var (file, reason))
        {
            host.Complain($"'{file}' cannot be written: {reason}; nothing was changed");
            return ExitCode.UsageOrIO;
        }

        if (!run.WriteLock(plan)) return ExitCode.UsageOrIO;
        foreach (var kept in files.Kept) host.Complain($"'{kept}' is of an earlier run and not of this one, and may have been changed since: it stays");
        host.Print(string.Concat(files.Names.Select(name => Path.Join(arguments.Out, name) + "\n")));
        return ExitCode.Success;
    }

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Generate the trees of guests: Xen's boot tree, and what dom0 and each domain will see.

            Usage: dtc-sharp generate guests.yaml -o DIR [OPTIONS]

            DIR gets host.dts and host.dtb (what the machine is started with), NAME.dts and NAME.dtb for each domain (what it is
            promised), report.txt (what is hidden and why), plan.json, qemu.sh, and files.sha256, by which the next run
            takes away what it does not write any more. All files are written or, when the plan is refused or one cannot be, none.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 done, 1 refused, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : GuestArguments
    {
        public string? Out { get; set; }
    }
}
