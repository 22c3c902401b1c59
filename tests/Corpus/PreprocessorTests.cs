using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;
using Xunit;

namespace Corpus.Tests;

/// <summary>Every board must expand to the tokens of <c>gcc -E</c>.</summary>
[Collection(CorpusSuite.Name)]
public sealed class PreprocessorTests(CorpusFixture fixture)
{
    [Fact]
    public void Every_board_expands_to_the_text_of_gcc()
    {
        var sources = new SourceCache();
        var tally = new Tally();
        Parallel.ForEach(fixture.Records, new ParallelOptions { MaxDegreeOfParallelism = 2 }, record =>
        {
            var include = KernelCorpus.IncludeDirectories(record.Board);
            byte[]? Expected() => fixture.Oracle.Preprocess(record.Board, include) is { } text ? Expansion.Normalize(text) : null;
            var bag = new DiagnosticBag();
            byte[] text = [];
            string? complaint;
            var broken = false;
            try
            {
                var file = sources.Open(fixture.Corpus.FullPath(record.Board)).File!;
                var result = new Preprocessor(sources, fixture.PreprocessOptions(record.Board)).Preprocess(file, bag);
                text = Expansion.Normalize(result.Text.AsSpan(0, result.Length));
                complaint = bag.Items.FirstOrDefault(d => d.Severity == Severity.Error)?.Message;
            }
#pragma warning disable CA1031 // Whatever it throws is what the test is to report.
            catch (Exception e)
#pragma warning restore CA1031
            {
                complaint = $"threw {e.GetType().Name}: {e.Message}";
                broken = true;
            }

            tally.Add(record.Board, record.Text, text, Expected, complaint, broken);
        });
        TestReport.Write(
            $"corpus: {tally.Made.Same}/{tally.Made.Of} boards preprocessed as by gcc -E, "
            + $"{tally.Refused.Same}/{tally.Refused.Of} refused as gcc refuses");
        Assert.True(tally.IsPerfect, tally.ToString());
    }
}
