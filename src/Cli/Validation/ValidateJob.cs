using System.Buffers;
using Cli.Commands;
using Cli.Hosting;
using Cli.Rendering;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>Checks one input; alone or as one of many. Thread-safe.</summary>
internal sealed class ValidateJob
{
    private readonly Func<BindingProgram> _program;
    private readonly Func<IFindingFormat> _format;
    private readonly Func<CompanionRules?> _rules;
    private readonly ValidateOptions _options;
    private readonly InputLoader _loader;
    private readonly Reporter _reporter;
    private readonly bool _reportsSources;

    /// <summary>Prepares what all inputs share, with what is known to be wrong with some of them. Bindings are asked for when the first input has been read.</summary>
    public ValidateJob(
        ValidateArguments arguments, IReadOnlyDictionary<string, string> troubles, Func<BindingProgram> program, Func<CompanionRules?> rules, Func<IFindingFormat> format, Host host)
    {
        _program = program;
        _format = format;
        _rules = rules;
        _options = new ValidateOptions(arguments);
        _loader = new InputLoader(arguments, troubles);
        _reporter = Reporter.Create(new SourceReports(arguments), host);
        _reportsSources = arguments.Format != FindingForm.Json;
    }

    /// <summary>Checks an input. Never throws for what the input holds.</summary>
    public InputOutcome Run(string path)
    {
        var findings = new ArrayBufferWriter<byte>();
        var messages = new ArrayBufferWriter<byte>();
        try
        {
            var input = _loader.Load(path);
            if (_reportsSources && input is { Tree: null, Diagnostics: { } diagnostics })
                _reporter.Append(messages, input.Path, diagnostics, input.Map);

            var found = new List<BindingFinding>();
            var format = _format();
            if (input.Tree is { } tree)
            {
                Validator.Validate(tree, _program(), found.Add, _options.For(format));
                if (_rules() is { } rules && format is not DtValidateFormat) input = rules.Check(input, found);
            }

            var (errors, warnings) = format.Write(findings, input, found);
            var isShared = input.RuleReport is { Shared.Count: > 0 };
            if (!isShared) format.Close(findings, input);
            var status = input.Tree is null ? InputStatus.Unusable : InputStatus.Checked;
            return new InputOutcome(path, status, errors, warnings)
            {
                Findings = findings.WrittenSpan.ToArray(),
                Messages = messages.WrittenSpan.ToArray(),
                Files = input.Files,
                Input = isShared ? input : null,
                Comparison = isShared ? [] : ComparisonJson.Of(input),
            };
        }
        catch (UsageException)
        {
            throw; // about the bindings, which are the same for all inputs
        }
#pragma warning disable CA1031 // One input must not take the others with it, whatever it hit in us.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _reporter.Append(messages, Rules.InternalError, path, InternalErrorText.Describe(e));
            return new InputOutcome(path, InputStatus.Crashed, 0, 0) { Messages = messages.WrittenSpan.ToArray() };
        }
    }
}
