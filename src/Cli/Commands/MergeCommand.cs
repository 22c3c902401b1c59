using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Dtc.Compiler;
using Dtc.Compiler.Comparison;

namespace Cli.Commands;

/// <summary><c>dtc-sharp merge</c>: lays trees over a base; what comes later wins.</summary>
internal static class MergeCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp merge").Parse(args, arguments);
        if (operands.Count < 2) throw new UsageException("merge takes a base and at least one tree: dtc-sharp merge BASE TREE... -o OUT");
        if (arguments.Out is null && host.OutIsTerminal() && !arguments.Source)
            throw new UsageException("a blob is not for the terminal; give -o FILE, or --source");
        InputGuard.Reject(arguments.Out, operands);
        return DeepStack.Run(() => Merge(arguments, operands, host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("Output", 'o', "out", "FILE", "write to FILE: source when it is called .dts, else a blob; - is standard output, the default",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new("Output", '\0', "source", null, "write source",
            static (a, _) => a.Source = true));

    private static int Merge(Arguments arguments, List<string> paths, Host host)
    {
        var inputs = new TreeInputs(arguments, host);
        LoadedTree? merged = null;
        foreach (var path in paths)
        {
            // Sources too are finished one by one: a label means what it means in its own file.
            if (inputs.Load(path) is not { } input) return TreeTrouble.Code(path);
            if (merged is null) merged = input;
            else
            {
                foreach (var doubt in TreeMerge.Merge(merged.Tree, input.Tree)) host.Complain($"warning: {path}: {doubt}");
            }
        }

        InputGuard.Reject(arguments.Out, inputs.Files);
        var source = arguments.Source || Path.GetExtension(arguments.Out ?? "") == ".dts";
        if (inputs.Write(merged!, source ? OutputFormat.Source : OutputFormat.Blob) is not { } content) return ExitCode.InputErrors;
        if (arguments.Out is null or "-") host.Out.Write(content);
        else if (OutputFile.TryWrite(arguments.Out, content) is { } reason)
        {
            host.Complain($"'{arguments.Out}' cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }

    /// <summary>The command line of <c>merge</c>.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public string? Out { get; set; }

        public bool Source { get; set; }
    }
}
