using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Compiler.Comparison;

namespace Cli.Commands;

/// <summary><c>dtc-sharp diff</c>: what two trees mean differently. Exit codes are those of diff(1).</summary>
internal static class DiffCommand
{
    private const int Same = 0;
    private const int Differ = 1;

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp diff").Parse(args, arguments);
        if (operands.Count != 2) throw new UsageException("diff compares two trees: dtc-sharp diff A B");
        return DeepStack.Run(() => Compare(arguments, operands[0], operands[1], host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("Comparison", '\0', "order", null, "report also what stands in another order",
            static (a, _) => a.Order = true),
        new("Comparison", '\0', "ignore-order", null, "do not (the default)",
            static (a, _) => a.Order = false),
        new("Comparison", '\0', "phandles", null, "compare phandles as numbers, not by the nodes that bear them",
            static (a, _) => a.Phandles = true),
        new("Output", '\0', "json", null, "write one JSON object",
            static (a, _) => a.Json = true));

    private static int Compare(Arguments arguments, string leftPath, string rightPath, Host host)
    {
        var inputs = new TreeInputs(arguments, host);
        if (inputs.Load(leftPath) is not { } left || inputs.Load(rightPath) is not { } right) return ExitCode.UsageOrIO;
        var changes = TreeComparison.Of(left.Tree, right.Tree, arguments.Order, arguments.Phandles);
        if (arguments.Json) new DiffJson(left, right).Write(changes, host);
        else if (changes.Count > 0) new DiffText(left, right, OutputColor.Of(arguments.Color, host)).Write(changes, host);
        return changes.Count == 0 ? Same : Differ;
    }

    /// <summary>The command line of <c>diff</c>.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public bool Order { get; set; }

        public bool Phandles { get; set; }
    }
}
