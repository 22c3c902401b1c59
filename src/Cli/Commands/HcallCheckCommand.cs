using System.Buffers;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Dtc.Tree;
using Hypervisor.Hcall;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall check</c>: the nodes by which guests find what to call.</summary>
internal static class HcallCheckCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new HcallArguments();
        var operands = new OptionParser<HcallArguments>(Specs(), "dtc-sharp hcall check").Parse(args, arguments);
        if (operands.Count == 0) throw new UsageException("no tree: dtc-sharp hcall check FILE...; - is standard input");
        return DeepStack.Run(() => Check(arguments, operands, host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<HcallArguments>[] Specs() => TreeArguments.With(
        HcallArguments.FormatOption<HcallArguments>(), HcallArguments.AbiFileOption<HcallArguments>());

    /// <summary>What <c>dtc-sharp hcall --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Check the nodes of trees that say how hypervisor and firmware are called, against the ABIs they stand for.

            Usage: dtc-sharp hcall check FILE.dts|FILE.dtb... [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 no errors, 1 errors, 2 trouble.

            """);
        return text.ToString();
    }

    private static int Check(HcallArguments arguments, List<string> paths, Host host)
    {
        if (HcallAbis.Load(arguments, host) is not { } library) return ExitCode.InputErrors;
        var inputs = new TreeInputs(arguments, host) { MarkElements = true };
        var renderer = new TextRenderer(OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None, brief: false);
        var code = ExitCode.Success;
        foreach (var path in paths)
        {
            if (inputs.Load(path) is not { } input)
            {
                code = Math.Max(code, TreeTrouble.Code(path));
                continue;
            }

            var output = new ArrayBufferWriter<byte>();
            foreach (var finding in NodeCheck.Check(input.Tree, library))
            {
                if (finding.Rule.Severity == Severity.Error) code = Math.Max(code, ExitCode.InputErrors);
                else if (arguments.Quiet > 1) continue;
                if (arguments.Json) HcallJson.Finding(output, finding, input);
                else renderer.Append(output, Diagnostic(finding, path), path, input.Map);
            }

            host.Out.Write(output.WrittenSpan);
        }

        return code;
    }

    private static Diagnostic Diagnostic(HcallFinding finding, string path)
    {
        var text = $"{finding.NodePath}: {finding.Message}{(finding.Consequence is { } consequence ? ": " + consequence : "")}";
        return new Diagnostic(finding.Rule, finding.Span, text) { File = path, Help = finding.Help };
    }
}
