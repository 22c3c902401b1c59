using System.Text;
using Cli.Guests;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Emulator.Media;
using Emulator.Scenarios;
using Hypervisor.Planning;

namespace Cli.Commands;

/// <summary><c>dtc-sharp boot</c>: generates a system, boots it in QEMU, and compares what its guests saw with what they were promised.</summary>
internal static class BootCommand
{
    private const int DefaultTimeout = 300;
    private const int DefaultSilence = 60;

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var paths = new OptionParser<Arguments>(Specs(), "dtc-sharp boot").Parse(args, arguments);
        if (paths.Count != 1) throw new UsageException("one configuration is booted: dtc-sharp boot guests.yaml");
        return DeepStack.Run(() => Boot(arguments, paths[0], host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => GuestArguments.With<Arguments>(
        new("Booting", '\0', "timeout", "SECONDS", "give up after this time; default 300", static (a, v) => a.Timeout = OptionValue.Int("--timeout", v, 86400)),
        new("Booting", '\0', "silence", "SECONDS", "a machine that says nothing for so long hangs; default 60", static (a, v) => a.Silence = OptionValue.Int("--silence", v, 86400)),
        new("Booting", '\0', "tree", "NAME=FILE", "boot this guest with the tree of FILE (source or blob), not with the one that is generated",
            static (a, v) => a.Tree = OptionValue.NotEmpty("--tree", v)),
        new("Output", 'q', "quiet", null, "do not show the consoles", static (a, _) => a.Quiet = true),
        new("Output", 'v', "verbose", null, "show every expectation and every allowed difference", static (a, _) => a.Verbose = true),
        new("Output", '\0', "log", "FILE", "keep what came from the serial port", static (a, v) => a.Log = OptionValue.NotEmpty("--log", v)),
        new("Output", '\0', "format", "FORM", "text (default) or json", static (a, v) => a.Json = OptionValue.Choice("--format", v, ("text", false), ("json", true))));

    private static int Boot(Arguments arguments, string path, Host host)
    {
        var inputs = PlanInputs.WithMedia(new BootImages(MediaStore.Default(host.Environment), new Emulator.Qemu.QemuEmulator()));
        var run = new PlanRun(arguments, host, inputs);
        if (run.Make(path, out var code) is not { } plan) return code;
        if (!plan.Host.IsEmulated)
        {
            host.Complain($"QEMU does not emulate the board of {plan.HostTree.Name}; 'generate' writes its trees, and load.txt for its boot loader. A tree that is meant for QEMU's machine says so: host: {{ machine: qemu-virt }}");
            return ExitCode.InputErrors;
        }

        if (arguments.Log is { } log && run.Reads(plan).Refuse([log], "the log", "give another file", run.Notes, host)) return ExitCode.UsageOrIO;
        if (Missing(plan, host) is { } missing) return missing;
        if (new SystemRun(arguments, host).Make(plan) is not { } system) return ExitCode.InputErrors;
        if (arguments.Tree is null) return Boot(arguments, run, plan, system, null, host);
        var tree = GuestTree.Read(arguments.Tree, arguments.IncludePath);
        if (tree.Faults(SystemBoot.BindingOf(plan)) is { Count: > 0 } faults)
        {
            foreach (var fault in faults) host.Complain($"{fault}{(arguments.Force ? " (forced)" : string.Empty)}");
            if (!arguments.Force)
            {
                host.Complain($"the tree is refused; dtc-sharp validate --binding {SystemBoot.BindingOf(plan)} tells more, --force boots it all the same");
                return ExitCode.InputErrors;
            }
        }

        try
        {
            using var directory = new Emulator.Qemu.RunDirectory();
            var (changed, adapt) = tree.Apply(system, directory.Path);
            return new SystemRun(arguments, host).Make(changed) is { } again ? Boot(arguments, run, plan, again, adapt, host) : ExitCode.InputErrors;
        }
        catch (Emulator.Qemu.EmulatorException fault)
        {
            host.Complain($"{fault.Finding.Message}; {fault.Finding.Help}");
            return ExitCode.UsageOrIO;
        }
    }

    private static int Boot(
        Arguments arguments, PlanRun run, Plan plan, Hypervisor.Generation.GeneratedSystem system, Func<SystemTrees, SystemTrees>? adapt, Host host)
    {
        if (!run.WriteLock(plan)) return ExitCode.UsageOrIO;
        var limits = new BootLimits(TimeSpan.FromSeconds(arguments.Timeout), TimeSpan.FromSeconds(arguments.Silence));
        using var log = new SerialLog();
        var outcome = SystemBoot.Run(system, limits, scenario => log.Around(
            arguments.Quiet || arguments.Json ? null : new BootLogText(host, scenario.Guests, OutputColor.Of(arguments.Color, host)), arguments.Log is not null), adapt);
        if (arguments.Log is { } file && OutputFile.TryWrite(file, log.Bytes) is { } reason)
        {
            host.Complain($"'{file}' cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        Show(arguments, outcome, host);
        return outcome.Report.Verdict == BootVerdict.EmulatorFailed ? ExitCode.UsageOrIO : outcome.Passed ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>Says which images are not there; null when all are.</summary>
    internal static int? Missing(Plan plan, Host host)
    {
        var images = plan.Domains.SelectMany(domain => new[] { domain.Kernel, domain.Ramdisk }).Append(plan.Xen?.Image).OfType<PlannedImage>();
        if (!images.Any(image => image.IsAssumed)) return null;
        if (plan.Xen is { Image.IsAssumed: true } xen && plan.Domains.All(domain => !domain.Kernel.IsAssumed))
        {
            host.Complain($"the boot media have Xen 4.17, not {xen.Version}; name the image of your own: hypervisor: {{ version: \"{xen.Version}\", image: FILE }}");
            return ExitCode.UsageOrIO;
        }

        host.Complain($"the boot media are not there; get them: dtc-sharp media fetch {BootImages.SetOf(plan.Host.Architecture).Name}");
        return ExitCode.UsageOrIO;
    }

    private static void Show(Arguments arguments, BootOutcome outcome, Host host)
    {
        if (arguments.Json)
        {
            host.Out.Write(BootReportJson.Of(outcome.Report, json =>
            {
                json.WriteStartObject("validate");
                json.WriteString("binding", outcome.Binding);
                json.WriteNumber("trees", outcome.CheckedTrees);
                json.WriteStartArray("errors");
                foreach (var fault in outcome.Faults) json.WriteStringValue(fault);
                json.WriteEndArray();
                json.WriteEndObject();
            }));
            return;
        }

        var palette = OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None;
        var text = new StringBuilder(BootReportText.Of(outcome.Report, palette, arguments.Verbose));
        if (outcome is { Binding: { } binding, CheckedTrees: > 0 })
        {
            text.Append("  validate --binding ").Append(binding).Append(": ").Append(Counted.Of(outcome.CheckedTrees, "tree")).Append(" read back, ")
                .Append(Counted.Of(outcome.Faults.Count, "error", none: "no error")).Append('\n');
            foreach (var fault in outcome.Faults) text.Append("    ").Append(Printable.Escape(fault)).Append('\n');
        }

        host.Print(text.ToString());
    }

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Boot the guests of a configuration in QEMU, and prove that each saw the tree it was promised.

            Usage: dtc-sharp boot guests.yaml [OPTIONS]

            Plans, generates, starts QEMU, shows the consoles with a prefix for each, waits until every guest has told what it sees,
            compares its tree node by node with the promised one, and holds it against the built-in bindings.

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            docs/boot.md tells how a boot is judged.

            Exit codes: 0 proved, 1 refused or not proved, 2 trouble (usage, missing media or QEMU).

            """);
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments : GuestArguments
    {
        public int Timeout { get; set; } = DefaultTimeout;

        public int Silence { get; set; } = DefaultSilence;

        public bool Quiet { get; set; }

        public string? Tree { get; set; }

        public bool Verbose { get; set; }

        public bool Json { get; set; }

        public string? Log { get; set; }
    }
}
