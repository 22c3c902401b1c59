using Cli.Hosting;
using Cli.Output;
using Dtc.Compiler;

namespace Cli.DropIn;

/// <summary>
/// Stands in for <c>dtc</c>: the same order of events, so that of several faults the same one is told. Files are
/// written as a whole or not at all, where dtc may leave an empty or half of one.
/// </summary>
internal static class DtcTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = new DtcArguments();
        return arguments.Take(args, host) ?? DeepStack.Run(() => Run(arguments, host));
    }

    private static int Run(DtcArguments arguments, Host host)
    {
        if (arguments.Depfile is { } depfile && OutputProblem.Foresee(depfile) is { } problem)
            return DtcMessages.Die(host, $"Couldn't open dependency file {depfile}: {problem}");
        var (input, output) = (arguments.InputFormat, arguments.OutputFormat);
        if (arguments.Annotate > 0 && (input != "dts" || output != "dts"))
            return DtcMessages.Die(host, "--annotate requires -I dts -O dts");
        if (input is not ("dts" or "fs" or "dtb")) return DtcMessages.Die(host, $"Unknown input format \"{input}\"");

        var path = arguments.Input;
        if (input != "fs" && path != "-")
        {
            path = DtcInput.Find(path, arguments.Includes, out var errno);
            if (errno != null) return DtcMessages.Die(host, $"Couldn't open \"{arguments.Input}\": {errno}");
            if (Directory.Exists(path)) return DtcMessages.DieOfDirectory(host, input);
        }

        var options = arguments.ToCompileOptions();
        var compiler = new DtsCompiler();
        var compilation = compiler.Load(path, options);
        var messages = new DtcMessages(arguments, compilation);
        if (messages.RefusedInput(path, compiler.Sources, host) is { } refused) return refused;

        // A device that takes nothing is no fault of the list, which dtc never looks after.
        if (arguments.Depfile is { } list
            && ToolWriter.Write(list, DtcDependencies.Make(arguments, path, compilation)) is { } reason
            && !RealPath.IsSpecial(RealPath.Resolve(list)))
            return DtcMessages.Die(host, $"Couldn't open dependency file {list}: {reason}");

        DtsCompiler.Process(compilation, options);
        if (messages.FailedChecks(host) is { } failed) return failed;
        return Write(arguments, options, compiler, compilation, messages, host);
    }

    private static int Write(
        DtcArguments arguments, CompileOptions options, DtsCompiler compiler, Compilation compilation, DtcMessages messages, Host host)
    {
        var output = arguments.Output;
        if (output != "-" && OutputProblem.Foresee(output) is { } problem)
            return DtcMessages.Die(host, $"Couldn't open output file {output}: {problem}");
        switch (arguments.OutputFormat)
        {
            case "dts" or "null":
                break;
            case "yaml":
                if (arguments.InputFormat != "dts") return DtcMessages.Die(host, "YAML output format requires dts input format");
                break;
            case "dtb" or "asm":
                if (arguments.Version is not (1 or 2 or 3 or 16 or 17))
                    return DtcMessages.Die(host, $"Unknown device tree blob version {arguments.Version}");
                break;
            case var unknown:
                return DtcMessages.Die(host, $"Unknown output format \"{unknown}\"");
        }

        var bytes = compiler.Write(compilation, options);
        if (messages.Rest(host) is { } exit) return exit;
        if (bytes is null) return DtcMessages.Die(host, messages.Unsaid());
        if (output == "-")
        {
            host.Out.Write(bytes);
            host.Out.Flush();
            return 0;
        }

        return ToolWriter.Write(output, bytes) is { } reason
            ? DtcMessages.Die(host, $"Error writing device tree blob: {reason}")
            : 0;
    }
}
