using Dtc.Compiler;
using Dtc.Tree;

namespace Corpus.Tests;

/// <summary>Brings compilations to where they are counted.</summary>
internal static class CompileResultExtensions
{
    /// <summary>Counts what <paramref name="compile"/> gives.</summary>
    public static void AddCompilation(
        this Tally tally, string name, string? expectedHash, Func<CompileResult> compile, Func<byte[]?> expected)
    {
        CompileResult result;
        try
        {
            result = compile();
        }
#pragma warning disable CA1031 // Whatever it throws is what the test is to report.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tally.Add(name, expectedHash, [], expected, $"threw {e.GetType().Name}: {e.Message}", broken: true);
            return;
        }

        tally.Add(name, expectedHash, result.Output, expected, result.Complaint(), result.InputUnreadable);
    }

    private static string? Complaint(this CompileResult result)
    {
        if (result.Output is not null && !result.Diagnostics.HasErrors) return null;
        var error = result.Diagnostics.Items.FirstOrDefault(d => d.Severity == Severity.Error);
        if (error is null) return "no blob, and no error that says why";
        return result.Map?.Resolve(error.Span) is { } place
            ? $"{place.File}:{place.Line}:{place.Column}: {error.Message}"
            : error.Message;
    }
}
