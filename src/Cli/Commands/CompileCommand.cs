using System.Buffers;
using System.Diagnostics;
using System.Text;
using Cli.Batch;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Dtc.Compiler;

namespace Cli.Commands;

/// <summary><c>dtc-sharp compile</c>: one input to one blob, or many inputs below a directory.</summary>
internal static class CompileCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new CompileArguments();
        var operands = new OptionParser<CompileArguments>(CompileOptionTable.Specs(), "dtc-sharp compile")
            .Parse(args, arguments);
        if (arguments is { Space: not null, Pad: not null }) throw new UsageException("-p and -S exclude each other");
        if (arguments.Annotate > 0 && (arguments.Format != OutputFormat.Source || arguments.InputFormat is not (null or InputFormat.Source)))
            throw new UsageException("-T annotates source made from source: it needs -O dts");
        var inputs = InputList.Expand(operands, out var usedList);
        if (inputs.Count == 0)
            throw new UsageException(usedList ? "the list of inputs is empty" : "no input; - compiles standard input");
        if (arguments.OutDirectory is { } directory) return RunBatch(arguments, inputs, directory, host);
        if (inputs.Count > 1) throw new UsageException("several inputs need --out-dir DIR");
        if (arguments.Root is not null) throw new UsageException("--root needs --out-dir DIR");
        InputGuard.Reject(arguments.Out, InputList.Lists(operands));
        return RunSingle(arguments, inputs[0], host);
    }

    private static int RunSingle(CompileArguments arguments, string input, Host host)
    {
        var output = arguments.Out ?? "-";
        if (arguments.Out is null && arguments.Format == OutputFormat.Blob && host.OutIsTerminal())
        {
            var name = input == "-" ? "board.dtb" : OutputName.ForInput(Path.GetFileName(input));
            throw new UsageException($"a blob is not for the terminal; give -o FILE, such as -o {name}, or -o -");
        }

        InputGuard.Reject(output, [input]);
        if (arguments.Depfile is { } depfile)
        {
            InputGuard.Reject(depfile, [input], "the dependency file");
            if (InputGuard.Find(depfile, [output]) is not null) throw new UsageException($"the dependency file would overwrite '{output}'");
        }

        var messages = new ArrayBufferWriter<byte>();
        var job = new CompileJob(arguments, host);
        var (status, _) = DeepStack.Run(() => job.Run(input, output, messages));
        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        return status switch
        {
            JobStatus.Compiled => ExitCode.Success,
            JobStatus.Failed => ExitCode.InputErrors,
            JobStatus.IOFailed => ExitCode.UsageOrIO,
            _ => ExitCode.Internal,
        };
    }

    private static int RunBatch(CompileArguments arguments, List<string> inputs, string directory, Host host)
    {
        if (arguments.Format != OutputFormat.Blob) throw new UsageException("--out-dir takes blobs only; it excludes -O");
        if (arguments.Out is not null) throw new UsageException("-o and --out-dir exclude each other");
        if (arguments.Depfile is not null) throw new UsageException("-d describes one output; it excludes --out-dir");
        var watch = Stopwatch.StartNew();
        var jobs = BatchPlan.Make(inputs, directory, arguments.Root);
        LiveTempFiles.CleanOnInterrupt();
        var forMachines = arguments.Diagnostics == DiagnosticsFormat.Json;
        var progress = !forMachines && host.ErrorIsTerminal() ? new ProgressLine(host, jobs.Length) : null;
        var compile = new CompileJob(arguments, host);
        var runner = new BatchRunner(
            jobs,
            (job, messages) => compile.Run(job.Input, job.Output, messages),
            arguments.KeepGoing);
        var outcome = runner.Run(host, arguments.Jobs > 0 ? arguments.Jobs : Environment.ProcessorCount, progress);
        if (!forMachines) host.WriteError(Encoding.UTF8.GetBytes(outcome.Summary(jobs.Length, watch.Elapsed) + "\n"));
        return outcome.ExitCode;
    }
}
