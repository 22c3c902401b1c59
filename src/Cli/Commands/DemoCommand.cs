using Cli.Guests;
using Cli.Hosting;
using Cli.Options;
using Cli.Rendering;
using Emulator.Media;
using Emulator.Qemu;
using Emulator.Scenarios;

namespace Cli.Commands;

/// <summary><c>dtc-sharp demo</c>: all of it once, on a sample: compile, validate, plan, generate, boot, prove.</summary>
internal static class DemoCommand
{
    private const string Sample = "samples/xen-dom0less/guests.yaml";
    private const string Board = "samples/vexpress-a15.dts";

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new BootCommand.Arguments();
        var operands = new OptionParser<BootCommand.Arguments>(GuestArguments.With<BootCommand.Arguments>(), "dtc-sharp demo").Parse(args, arguments);
        if (operands.Count > 1) throw new UsageException("one configuration is shown: dtc-sharp demo [guests.yaml]");
        var configuration = operands.Count == 1 ? operands[0] : Find(Sample) ?? throw new UsageException($"'{Sample}' is not below this directory; name a configuration");
        return DeepStack.Run(() => Show(arguments, configuration, host));
    }

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help() =>
        """
        Show what this program does on a sample: compile a board, fetch boot media, plan guests, generate their trees,
        validate them, boot them on Xen in QEMU, and compare what they saw with what they were promised.

        Usage: dtc-sharp demo [guests.yaml]

        The first time it gets kernels, Xen and busybox from Debian's packages (50 MB), without root, and says so.
        QEMU must be installed (Debian: qemu-system-arm).

        Exit codes: 0 proved, 1 not proved, 2 trouble.

        """;

    private static int Show(BootCommand.Arguments arguments, string configuration, Host host)
    {
        if (Find(Board) is { } board)
        {
            var directory = Directory.CreateTempSubdirectory("dtc-sharp-demo-").FullName;
            var blob = Path.Join(directory, "board.dtb");
            try
            {
                if (Step(host, $"compile {board}", () => CompileCommand.Run([board, "-o", blob, "-q"], host)) is not 0 and var failed) return failed;
                host.Print($"  {new FileInfo(blob).Length} bytes\n");
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        var images = new BootImages(MediaStore.Default(host.Environment), new QemuEmulator());
        if (!MediaStore.Default(host.Environment).Has(MediaSet.Arm64)
            && Step(host, "get a kernel, Xen and busybox from Debian's packages, once", () => MediaFetchCommand.Run(["arm64"], host)) is not 0 and var missing) return missing;
        var run = new PlanRun(arguments, host, PlanInputs.WithMedia(images));
        Head(host, $"plan {configuration}");
        if (run.Make(configuration, out var code) is not { } plan) return code;
        if (BootCommand.Missing(plan, host) is { } lacking) return lacking;
        host.Print(new PlanText(showChoices: false).Format(plan));
        Head(host, "generate Xen's boot tree and what each domain will see");
        if (new SystemRun(arguments, host).Make(plan) is not { } system) return ExitCode.InputErrors;
        var trees = SystemRun.TreesOf(system);
        host.Print($"  boot tree: {trees.Machine.Length} bytes\n");
        foreach (var domain in system.Domains)
        {
            var hidden = domain.Changes.Count(change => change.Kind == Hypervisor.Trees.DerivedChangeKind.Hidden);
            host.Print($"  {domain.Domain.Name}: {trees.Promised[domain.Domain.Name].Length} bytes{(hidden > 0 ? $", {Counted.Of(hidden, "node")} of the host hidden" : string.Empty)}\n");
        }

        var binding = SystemBoot.BindingOf(plan);
        Head(host, $"validate these trees (--binding {binding})");
        var faults = trees.Promised.Append(new KeyValuePair<string, byte[]>("boot tree", trees.Machine)).SelectMany(tree => ReadBackCheck.FaultsOf(tree.Value, tree.Key, binding)).ToList();
        foreach (var fault in faults) host.Print($"  {Printable.Escape(fault)}\n");
        host.Print($"  {trees.Promised.Count + 1} trees, {Counted.Of(faults.Count, "error", none: "no error")}\n");
        Head(host, "boot them on Xen in QEMU, and read back what they saw");
        var limits = new BootLimits(TimeSpan.FromSeconds(arguments.Timeout), TimeSpan.FromSeconds(arguments.Silence));
        var outcome = SystemBoot.Run(system, limits, _ => null);
        host.Print(BootReportText.Of(outcome.Report, OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None, everything: false));
        host.Print($"  validate --binding {outcome.Binding}: {Counted.Of(outcome.CheckedTrees, "tree")} read back, {Counted.Of(outcome.Faults.Count, "error", none: "no error")}\n");
        return outcome.Report.Verdict == BootVerdict.EmulatorFailed ? ExitCode.UsageOrIO : outcome.Passed ? ExitCode.Success : ExitCode.InputErrors;
    }

    private static int Step(Host host, string what, Func<int> run)
    {
        Head(host, what);
        return run();
    }

    private static void Head(Host host, string what)
    {
        host.Print($"\n== {what}\n");
        host.Out.Flush();
    }

    // The samples lie beside the launcher, wherever that is called from.
    private static string? Find(string path)
    {
        foreach (var root in new[] { ".", Environment.GetEnvironmentVariable("DTC_SHARP_ROOT"), Path.Join(AppContext.BaseDirectory, "..") })
        {
            if (root is not null && File.Exists(Path.Join(root, path))) return root == "." ? path : Path.Join(root, path);
        }

        return null;
    }
}
