using System.Buffers;
using System.Text;
using Cli.Hosting;
using Cli.Output;
using Dtc.Bindings.Findings;
using Dtc.Bindings.SideBySide;
using Dtc.Bindings.TreeRules;
using Dtc.Compiler.Inputs;

namespace Cli.Validation;

/// <summary>
/// Puts what came of the inputs together, in their order: findings, what an input shares with one before it, verdicts, the
/// closing line. Serves one thread.
/// </summary>
internal sealed class ValidationRun(ValidateArguments arguments, Lazy<IFindingFormat> format, Host host)
{
    private readonly ArrayBufferWriter<byte>? _output = arguments.Out is null or "-" ? null : new();
    private readonly List<InputOutcome> _outcomes = [];
    private readonly SharedValues _shared = new();
    private readonly HashSet<object> _seen = [];
    private readonly bool _onlyErrors = arguments.Quiet > 0;
    private string? _overwritten;
    private bool _any;

    /// <summary>Checks the inputs and returns the exit code.</summary>
    public int Run(IReadOnlyList<string> inputs, Func<string, InputOutcome> job)
    {
        OrderedRun.Run(inputs, arguments.Jobs > 0 ? arguments.Jobs : Environment.ProcessorCount, job, Take);
        Put(Text(output => format.Value.End(output, _outcomes)));
        host.Out.Flush();
        if (_overwritten is not null)
        {
            host.Complain(InputGuard.Text(arguments.Out!, _overwritten));
            return ExitCode.UsageOrIO;
        }

        if (_output is not null && OutputFile.TryWrite(arguments.Out!, _output.WrittenSpan) is { } reason)
        {
            host.Complain($"'{arguments.Out}' cannot be written: {reason}");
            return ExitCode.UsageOrIO;
        }

        if (arguments.Format == FindingForm.Text) host.WriteError(Encoding.UTF8.GetBytes(InputOutcome.Summary(_outcomes) + "\n"));
        return InputOutcome.ExitCodeOf(_outcomes, arguments.FailOn);
    }

    private void Take(InputOutcome outcome)
    {
        if (outcome.Messages.Length > 0) host.WriteError(outcome.Messages);
        if (_outcomes.Count == 0) Put(Text(format.Value.Begin));
        _overwritten ??= InputGuard.Find(arguments.Out, outcome.Files);
        PutFindings(outcome.Findings);
        if (outcome.Input is { } input) outcome = Close(outcome, input);
        _outcomes.Add(outcome with { Findings = [], Messages = [], Files = [], Input = null });
    }

    // The verdict comes last, and knows what the tree shares with those before it.
    private InputOutcome Close(InputOutcome outcome, CheckedInput input)
    {
        IReadOnlyList<TreeRuleFinding> shared = IsNew(input.Path) ? _shared.Add(input.RuleReport!, input.Path) : [];
        if (shared.Count > 0)
        {
            var text = new ArrayBufferWriter<byte>();
            var (errors, warnings) = format.Value.WriteAcross(text, input, [.. shared.Select(TreeRuleFindings.Explain)]);
            outcome = outcome with { Errors = outcome.Errors + errors, Warnings = outcome.Warnings + warnings };
            PutFindings(text.WrittenSpan);
            input = CompanionRules.With(input, shared, _onlyErrors);
        }

        Put(Text(output => format.Value.Close(output, input)));
        return outcome with { Comparison = ComparisonJson.Of(input) };
    }

    // A file that is named twice, by whatever path or link, shares nothing with itself; nor does a blob with the source
    // beside it that it is named after.
    private bool IsNew(string path)
    {
        if (path == "-") return true;
        var real = RealPath.Resolve(path);
        var isNew = _seen.Add(Path.GetExtension(real) is ".dts" or ".dtso" ? OutputName.ForInput(real) : real);
        return (PathStatus.Of(path).Identity is not { } identity || _seen.Add(identity)) && isNew;
    }

    private void PutFindings(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        if (_any) Put(format.Value.Separator);
        Put(text);
        _any = true;
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        if (_output is null) host.Out.Write(text);
        else _output.Write(text);
    }

    private static ReadOnlySpan<byte> Text(Action<IBufferWriter<byte>> write)
    {
        var text = new ArrayBufferWriter<byte>();
        write(text);
        return text.WrittenSpan;
    }
}
