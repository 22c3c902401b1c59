using System.Buffers;
using Cli.Hosting;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Compiler;
using Dtc.Compiler.Decompiling;
using Dtc.Parser;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp decompile</c>: source for people from a blob, which compiles to the same blob.</summary>
internal static class DecompileCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new DecompileArguments();
        var operands = new OptionParser<DecompileArguments>(DecompileArguments.Specs(), "dtc-sharp decompile").Parse(args, arguments);
        if (operands.Count == 0) throw new UsageException("no input; - is standard input");
        if (operands.Count > 1) throw new UsageException("one input at a time");
        var input = operands[0];
        InputGuard.Reject(arguments.Out, [input]);
        return DeepStack.Run(() => Decompile(arguments, input, host));
    }

    private static int Decompile(DecompileArguments arguments, string input, Host host)
    {
        var reporter = Reporter.Create(arguments, host);
        var messages = new ArrayBufferWriter<byte>();
        var code = Decompile(arguments, input, host, reporter, messages);
        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        return code;
    }

    private static int Decompile(
        DecompileArguments arguments, string input, Host host, Reporter reporter, ArrayBufferWriter<byte> messages)
    {
        var sources = new SourceCache();
        var opened = sources.Open(input);
        if (opened.File is not { } file)
        {
            reporter.Append(messages, Rules.UnreadableInput, input, opened.Reason);
            return ExitCode.UsageOrIO;
        }

        DiagnosticBag findings;
        byte[]? text;
        if (arguments.Plain)
        {
            var options = new CompileOptions { InputFormat = InputFormat.Blob, OutputFormat = OutputFormat.Source, Force = true };
            var result = new DtsCompiler(sources).Compile(input, options);
            (findings, text) = (result.Diagnostics, result.Output);
        }
        else
        {
            var result = Decompiler.Decompile(file.Text);
            (findings, text) = (result.Diagnostics, result.Text);
            if (result.Fidelity == Fidelity.Readable && text is not null)
                findings.Add(Rules.UnusualBlob, SourceSpan.None, "no source compiles to this tree: the text is for reading only");
        }

        reporter.Append(messages, input, findings, null);
        if (text is null) return ExitCode.InputErrors;
        if (arguments.Out is null or "-") host.Out.Write(text);
        else if (OutputFile.TryWrite(arguments.Out, text) is { } reason)
        {
            reporter.Append(messages, Rules.UnwritableOutput, arguments.Out, $"the source cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }
}
