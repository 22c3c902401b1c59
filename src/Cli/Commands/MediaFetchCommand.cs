using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Dtc.Tree;
using Emulator.Media;
using Emulator.Qemu;

namespace Cli.Commands;

/// <summary><c>dtc-sharp media fetch</c>: gets kernels, Xen and busybox from Debian's packages.</summary>
internal static class MediaFetchCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var names = new OptionParser<Arguments>(Specs(), "dtc-sharp media fetch").Parse(args, arguments);
        var sets = names.Count == 0 ? MediaSet.All : [.. names.Distinct().Select(MediaCommand.Set)];
        using var ending = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, ending));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, ending));
        var options = new MediaFetchOptions
        {
            Store = MediaStore.Default(host.Environment),
            Again = arguments.Again,
            ProgramPath = host.Environment("PATH"),
            Report = arguments.Quiet ? static _ => { } : text => host.Complain(text),
        };
        try
        {
            foreach (var set in sets)
            {
                _ = MediaFetch.Get(set, options, ending.Token);
                if (!arguments.Quiet) host.Print($"{set.Name}: {options.Store.FolderOf(set)}\n");
            }
        }
        catch (EmulatorException e)
        {
            Show(e.Finding, arguments.Color, host);
            return ExitCode.UsageOrIO;
        }
        catch (OperationCanceledException)
        {
            host.Complain("interrupted; what was loaded so far is kept for the next time");
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }

    /// <summary>Writes a finding to standard error.</summary>
    public static void Show(Diagnostic finding, ColorChoice color, Host host)
    {
        var output = new ArrayBufferWriter<byte>();
        new TextRenderer(ErrorPalette.Of(color, host), false).Append(output, finding, finding.File ?? "dtc-sharp", null);
        host.WriteError(output.WrittenSpan);
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() =>
    [
        new("Fetching", '\0', "again", null, "fetch what is there already, too: for newer packages, or after damage",
            static (a, _) => a.Again = true),
        new("Output", 'q', "quiet", null, "say nothing but errors",
            static (a, _) => a.Quiet = true),
        new("Output", '\0', "color", "WHEN", "auto (default), always, never",
            static (a, v) => a.Color = OptionValue.Choice(
                "--color", v, ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never))),
    ];

    private static void Cancel(PosixSignalContext context, CancellationTokenSource ending)
    {
        context.Cancel = true;
        ending.Cancel();
    }

    /// <summary>What <c>dtc-sharp media --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Get what boots need, once: kernels, Xen and busybox from Debian's packages for other architectures.
            No root is needed and nothing of the system changes; apt checks all by its signatures. What is
            there already costs nothing, not even a connection.

            Usage: dtc-sharp media fetch [SET...] [OPTIONS]

            Sets:

            """);
        foreach (var set in MediaSet.All) text.Append("  ").Append(set.Name.PadRight(8)).Append(set.Summary).Append('\n');
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Media are kept in dtc-sharp/media below $XDG_CACHE_HOME, else ~/.cache.
            Exit codes: 0 all there, 2 trouble.

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments
    {
        public bool Again { get; set; }

        public bool Quiet { get; set; }

        public ColorChoice Color { get; set; }
    }
}
