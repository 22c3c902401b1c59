using System.Buffers;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Output;
using Cli.Rendering;
using Cli.Validation;
using Dtc.Bindings;
using Dtc.Bindings.Findings;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;
using Dtc.Bindings.SideBySide;
using Dtc.Compiler;
using Dtc.Compiler.Inputs;
using Dtc.Tree;

namespace Cli.Commands;

/// <summary><c>dtc-sharp validate</c>: holds trees against bindings.</summary>
internal static class ValidateCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new ValidateArguments();
        var operands = new OptionParser<ValidateArguments>(ValidateOptionTable.Specs(), "dtc-sharp validate").Parse(args, arguments);
        var inputs = ValidateInputs.Expand(operands, out var troubles);
        if (arguments.Source is not null && inputs.Count > 1) throw new UsageException("--source is the source of one blob; give one input");
        if (arguments.Source is not null && inputs[0] != "-" && InputGuess.Of(inputs[0]) == InputFormat.Source)
            throw new UsageException($"--source is the source of a blob; '{inputs[0]}' is itself a source");
        var sources = BindingChoice.Of(arguments, inputs[0], host);
        InputGuard.Reject(arguments.Out, Read(arguments, operands, inputs, sources), isRead: BindingInputs.IsBinding);
        var program = new Lazy<BindingProgram>(() => Open(sources, arguments, host));

        // Bindings are opened while the first input is read; who needs them first waits, and meets what went wrong.
        new Thread(() => Touch(program), DeepStack.Size) { IsBackground = true }.Start();
        var format = new Lazy<IFindingFormat>(() => Format(arguments, program.Value, host));
        var rules = new Lazy<CompanionRules?>(() => CompanionRules.Open(arguments, sources, program.Value));
        var job = new ValidateJob(arguments, troubles, () => program.Value, () => rules.Value, () => format.Value, host);
        return new ValidationRun(arguments, format, host).Run(inputs, job.Run);
    }

    /// <summary>What <c>dtc-sharp validate --help</c> prints.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Check device trees against bindings, with the findings of dt-validate and the lines of the source.

            Usage: dtc-sharp validate INPUT... --bindings DIR [OPTIONS]

            INPUT is a source (.dts), which is compiled in memory, a blob (.dtb), a directory (all .dtb below it), - for
            standard input, or @LIST: a file with one path a line. Without --bindings and --binding the bindings of the
            kernel tree that the first input lies in are taken.

            """);
        OptionHelp.Append(text, ValidateOptionTable.Specs());
        text.Append(
            """

            Exit codes: 0 nothing found at error level, 1 something found, 2 wrong usage, an input that cannot be read, or a
            source that does not compile, 3 a fault of dtc-sharp.

            Examples:
              dtc-sharp validate board.dts --bindings Documentation/devicetree/bindings
              dtc-sharp validate out/ --bindings processed-schema.json --format json -o findings.json
              dtc-sharp validate board.dtb --source board.dts --explain
              dtc-sharp validate --binding xen host.dts

            """);
        return text.ToString();
    }

    // What a source includes is known when it has been read.
    private static IEnumerable<string> Read(ValidateArguments arguments, List<string> operands, List<string> inputs, BindingSources sources)
    {
        string?[] single = [arguments.Source, sources.CoreDirectory];
        return inputs.Concat(InputList.Lists(operands)).Concat(sources.Paths).Concat(arguments.Rules).Concat(single.OfType<string>());
    }

    private static void Touch(Lazy<BindingProgram> program)
    {
        try
        {
            _ = program.Value;
        }
#pragma warning disable CA1031 // Kept, and thrown again where the program is used.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static IFindingFormat Format(ValidateArguments arguments, BindingProgram program, Host host) => arguments.Format switch
    {
        FindingForm.Json => new JsonFormat(new Explainer(program) { GivesReasons = arguments.Named.Count > 0 }, arguments),
        FindingForm.DtValidate => new DtValidateFormat(arguments.ShowUnmatched),
        _ => new TextFormat(new Explainer(program) { GivesReasons = arguments.Named.Count > 0 }, arguments, OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None),
    };

    private static BindingProgram Open(BindingSources sources, ValidateArguments arguments, Host host)
    {
        var findings = new List<LoadFinding>();
        var program = BindingLibrary.Open(sources, findings);
        if (findings.Find(f => f.Fault == LoadFault.Unreadable && sources.Names.Contains(f.File)) is { File: var name })
            throw new UsageException(NoBinding(name));

        if (findings.Find(f => IsNamedInVain(f, sources)) is { } vain)
            throw new UsageException(vain.Position.Line > 0 ? $"{vain.File}:{vain.Position.Line}:{vain.Position.Column}: {vain.Message}" : $"'{vain.File}': {vain.Message}");

        var reporter = Reporter.Create(new SourceReports(arguments) { Quiet = arguments.Quiet }, host);
        var messages = new ArrayBufferWriter<byte>();
        foreach (var finding in findings)
        {
            // What is wrong with bindings that were used is the business of 'schema check'.
            if (!finding.IsError && !IsDuplicate(finding, sources)) continue;
            var place = finding.Position.Line > 0 ? $"{finding.File}:{finding.Position.Line}:{finding.Position.Column}" : finding.File;
            if (arguments.Quiet == 0) reporter.Append(messages, Rules.BindingSkipped, place, finding.Message);
        }

        if (messages.WrittenCount > 0) host.WriteError(messages.WrittenSpan);
        return program;
    }

    private static string NoBinding(string name)
    {
        string[] known = [.. BindingLibrary.ShippedNames.Select(NamedBindings.Canonical)];
        return $"--binding: no binding '{name}' is built in; "
            + (NearestName.Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"there are {string.Join(", ", known)}");
    }

    // A check with nothing to check by must not look like one that found nothing.
    private static bool IsNamedInVain(LoadFinding finding, BindingSources sources) => finding.Fault == LoadFault.EmptyDirectory
        || (finding.IsError && sources.Paths.Any(path => File.Exists(path) && Path.GetFullPath(path) == Path.GetFullPath(finding.File)));

    // That a binding takes the place of a core schema is how sets are made.
    private static bool IsDuplicate(LoadFinding finding, BindingSources sources) =>
        finding.Fault == LoadFault.DuplicateId && File.Exists(finding.File)
        && (sources.CoreDirectory is not { } core || !finding.File.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(core)) + "/", StringComparison.Ordinal));
}
