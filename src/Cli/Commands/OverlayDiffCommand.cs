using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Dtc.Compiler;
using Dtc.Compiler.Comparison;
using Dtc.Parser;

namespace Cli.Commands;

/// <summary><c>dtc-sharp overlay diff</c>: the overlay that turns one tree into another.</summary>
internal static class OverlayDiffCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp overlay diff").Parse(args, arguments);
        if (operands.Count != 2) throw new UsageException("an overlay leads from one tree to another: dtc-sharp overlay diff A B");
        InputGuard.Reject(arguments.Out, operands);
        return DeepStack.Run(() => Make(arguments, operands[0], operands[1], host));
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() => TreeArguments.With<Arguments>(
        new("Output", 'o', "out", "FILE", "write to FILE: a blob when it is called .dtbo or .dtb, else source; - is standard output, the default",
            static (a, v) => a.Out = OptionValue.NotEmpty("-o", v)),
        new("Output", '\0', "ignore-removals", null, "make the overlay although it cannot do everything",
            static (a, _) => a.IgnoreRemovals = true));

    private static int Make(Arguments arguments, string basePath, string wantedPath, Host host)
    {
        var inputs = new TreeInputs(arguments, host);
        if (inputs.Load(basePath) is not { } from || inputs.Load(wantedPath) is not { } to) return ExitCode.UsageOrIO;
        var source = OverlayMaker.Make(from.Tree, to.Tree, out var obstacles, out var doubts);
        foreach (var doubt in doubts) host.Complain($"warning: {doubt}");
        foreach (var obstacle in obstacles) host.Complain(obstacle);
        if (obstacles.Count > 0 && !arguments.IgnoreRemovals)
        {
            host.Complain("an overlay can only add and change; --ignore-removals leaves these out");
            return ExitCode.InputErrors;
        }

        InputGuard.Reject(arguments.Out, inputs.Files);
        return Write(arguments.Out, source ?? "/dts-v1/;\n/plugin/;\n\n/ {\n};\n", host);
    }

    private static int Write(string? output, string source, Host host)
    {
        var content = Encoding.UTF8.GetBytes(source);
        if (output is not null && Path.GetExtension(output) is ".dtbo" or ".dtb")
        {
            if (Compile(content) is not { } blob)
            {
                host.Complain("the overlay does not compile: a name or label of the trees cannot be written as source");
                return ExitCode.InputErrors;
            }

            content = blob;
        }

        if (output is null or "-") host.Out.Write(content);
        else if (OutputFile.TryWrite(output, content) is { } reason)
        {
            host.Complain($"'{output}' cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }

    private static byte[]? Compile(byte[] source)
    {
        const string name = "<overlay>";
        var sources = new SourceCache { AddedOnly = true };
        sources.Add(new SourceFile(name, source));
        return new DtsCompiler(sources).Compile(name, new CompileOptions { RunPreprocessor = false, InputFormat = InputFormat.Source }).Output;
    }

    /// <summary>The command line of <c>overlay diff</c>.</summary>
    internal sealed class Arguments : TreeArguments
    {
        public string? Out { get; set; }

        public bool IgnoreRemovals { get; set; }
    }
}
