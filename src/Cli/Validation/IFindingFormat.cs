using System.Buffers;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;

namespace Cli.Validation;

/// <summary>A form that findings are written in. Shared by threads: what it writes of one input depends on that input alone.</summary>
internal interface IFindingFormat
{
    /// <summary>Whether undocumented compatibles are looked for.</summary>
    bool ShowsUnmatched { get; }

    /// <summary>What stands between the findings of two inputs that have any.</summary>
    ReadOnlySpan<byte> Separator { get; }

    /// <summary>Writes what comes before all findings.</summary>
    void Begin(IBufferWriter<byte> output);

    /// <summary>Writes the findings of one input, in the order they were found.</summary>
    /// <returns>How many errors and warnings those are, by the measure of <see cref="FindingTally"/>.</returns>
    (int Errors, int Warnings) Write(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<BindingFinding> findings);

    /// <summary>Writes what an input shares with an earlier one that it must not; before <see cref="Close"/>.</summary>
    /// <returns>How many errors and warnings those are.</returns>
    (int Errors, int Warnings) WriteAcross(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<ExplainedFinding> findings);

    /// <summary>Writes what an input ends with: the verdict of each binding that was named, and nodes side by side.</summary>
    void Close(IBufferWriter<byte> output, CheckedInput input);

    /// <summary>Writes what comes behind all findings.</summary>
    void End(IBufferWriter<byte> output, IReadOnlyList<InputOutcome> outcomes);
}
