using Cli.Hosting;
using Cli.Rendering;

namespace Cli.Validation;

/// <summary>What became of one input.</summary>
internal enum InputStatus
{
    /// <summary>It was checked.</summary>
    Checked,

    /// <summary>It could not be read, or is a source that does not compile.</summary>
    Unusable,

    /// <summary>We failed.</summary>
    Crashed,
}

/// <summary>What became of one input, and what is to be said about it.</summary>
/// <param name="Path">The input.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Errors">Findings at error level.</param>
/// <param name="Warnings">Findings at warning level.</param>
internal sealed record InputOutcome(string Path, InputStatus Status, int Errors, int Warnings)
{
    /// <summary>For standard output, or the file of -o.</summary>
    public byte[] Findings { get; init; } = [];

    /// <summary>The files that were read for it.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The input itself, where it is held against those before it, and closed only then; null otherwise.</summary>
    public CheckedInput? Input { get; init; }

    /// <summary>Verdicts and comparisons as members of a JSON object; empty when there are none.</summary>
    public byte[] Comparison { get; init; } = [];

    /// <summary>For standard error.</summary>
    public byte[] Messages { get; init; } = [];

    /// <summary>The exit code of several inputs: the worst of them decides.</summary>
    public static int ExitCodeOf(IReadOnlyList<InputOutcome> outcomes, FailOn level)
    {
        var code = ExitCode.Success;
        foreach (var outcome in outcomes)
        {
            if (outcome.Status == InputStatus.Crashed) return ExitCode.Internal;
            if (outcome.Status == InputStatus.Unusable) code = ExitCode.UsageOrIO;
            var failed = level switch
            {
                FailOn.Error => outcome.Errors > 0,
                FailOn.Warning => outcome.Errors + outcome.Warnings > 0,
                _ => false,
            };
            if (failed && code == ExitCode.Success) code = ExitCode.InputErrors;
        }

        return code;
    }

    /// <summary>The closing line.</summary>
    public static string Summary(IReadOnlyList<InputOutcome> outcomes)
    {
        var errors = outcomes.Sum(o => o.Errors);
        var warnings = outcomes.Sum(o => o.Warnings);
        var unusable = outcomes.Count(o => o.Status != InputStatus.Checked);
        var text = $"{Counted.Of(errors, "error")}, {Counted.Of(warnings, "warning")} in {Counted.Of(outcomes.Count - unusable, "file")}";
        return unusable == 0 ? text : $"{text}; {Counted.Of(unusable, "file")} could not be checked";
    }
}
