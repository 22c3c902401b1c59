using System.Buffers;
using System.Text;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;

namespace Cli.Validation;

/// <summary>The lines that dt-validate prints, for scripts and for comparison.</summary>
internal sealed class DtValidateFormat(bool showUnmatched) : IFindingFormat
{
    /// <inheritdoc/>
    public bool ShowsUnmatched => showUnmatched;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Separator => [];

    /// <inheritdoc/>
    public void Begin(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public (int Errors, int Warnings) Write(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<BindingFinding> findings)
    {
        var file = DisplayPath(input.Path);
        var unmatched = 0;
        foreach (var finding in findings)
        {
            if (finding.Kind == FindingKind.Unmatched) unmatched++;
            _ = Encoding.UTF8.GetBytes(DtValidateText.Format(finding, file) + "\n", output);
        }

        return (findings.Count - unmatched, unmatched);
    }

    /// <inheritdoc/>
    /// <remarks>dt-validate knows no rules across nodes.</remarks>
    public (int Errors, int Warnings) WriteAcross(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<ExplainedFinding> findings) => (0, 0);

    /// <inheritdoc/>
    public void Close(IBufferWriter<byte> output, CheckedInput input)
    {
    }

    /// <inheritdoc/>
    public void End(IBufferWriter<byte> output, IReadOnlyList<InputOutcome> outcomes)
    {
    }

    /// <summary>Relative to the working directory when the file lies below it, absolute otherwise.</summary>
    internal static string DisplayPath(string path)
    {
        var full = Path.GetFullPath(path);
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? full : relative;
    }
}
