using System.Buffers;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp preprocess</c>: prints the text that the parser would see.</summary>
internal static class PreprocessCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new PreprocessArguments();
        var operands = new OptionParser<PreprocessArguments>(PreprocessArguments.Specs(), "dtc-sharp preprocess")
            .Parse(args, arguments);
        if (operands.Count == 0) throw new UsageException("no input; - is standard input");
        if (operands.Count > 1) throw new UsageException("one input at a time");
        var input = operands[0];
        InputGuard.Reject(arguments.Out, [input]);
        return DeepStack.Run(() => Preprocess(arguments, input, host));
    }

    private static int Preprocess(PreprocessArguments arguments, string input, Host host)
    {
        var reporter = Reporter.Create(arguments, host);
        var messages = new ArrayBufferWriter<byte>();
        var code = Preprocess(arguments, input, host, reporter, messages);
        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        return code;
    }

    private static int Preprocess(
        PreprocessArguments arguments, string input, Host host, Reporter reporter, ArrayBufferWriter<byte> messages)
    {
        var options = arguments.ToPreprocessOptions(new IncludePath(arguments).For(input));
        var sources = new SourceCache();
        var opened = sources.Open(input);
        if (opened.File is not { } file)
        {
            reporter.Append(messages, Dtc.Tree.Rules.UnreadableInput, input, opened.Reason);
            return ExitCode.UsageOrIO;
        }

        var bag = new DiagnosticBag();
        using var source = new Preprocessor(sources, options).Preprocess(file, bag);
        reporter.Append(messages, input, bag, source.Map);
        if (bag.HasErrors) return ExitCode.InputErrors;

        var text = source.Text.AsSpan(0, source.Length);
        if (!arguments.NoLineMarkers) text = LineMarkers.Insert(text, source.Map);
        if (InputGuard.Find(arguments.Out, source.Inputs.Select(file => file.Path)) is { } read)
        {
            reporter.Append(messages, Dtc.Tree.Rules.UnwritableOutput, arguments.Out!, InputGuard.Message(read));
            return ExitCode.UsageOrIO;
        }

        if (arguments.Out is null or "-") host.Out.Write(text);
        else if (OutputFile.TryWrite(arguments.Out, text) is { } reason)
        {
            var message = $"the text cannot be written: {reason}";
            reporter.Append(messages, Dtc.Tree.Rules.UnwritableOutput, arguments.Out, message);
            return ExitCode.UsageOrIO;
        }

        return ExitCode.Success;
    }
}
