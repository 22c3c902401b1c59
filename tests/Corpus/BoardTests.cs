using System.Diagnostics;
using Dtc.Compiler;
using Xunit;

namespace Corpus.Tests;

/// <summary>All boards of the corpus, compiled in one process by one compiler on two threads.</summary>
public sealed class BoardComparison
{
    public BoardComparison(CorpusFixture fixture)
    {
        var compiler = new DtsCompiler();
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(fixture.Records, new ParallelOptions { MaxDegreeOfParallelism = 2 }, record =>
        {
            foreach (var symbols in new[] { false, true })
            {
                (symbols ? Symbols : Plain).AddCompilation(
                    record.Board,
                    record.Blob(symbols),
                    () => fixture.Compile(compiler, record.Board, CompileOptions.Default with { Symbols = symbols }),
                    () => fixture.OracleBlob(record.Board, symbols ? ["-@"] : []));
            }
        });
        var seconds = clock.Elapsed.TotalSeconds;
        TestReport.Write(
            $"corpus: {Plain.Made.Same}/{Plain.Made.Of} boards identical (plain), "
            + $"{Symbols.Made.Same}/{Symbols.Made.Of} (-@), "
            + $"{Plain.Refused.Same}/{Plain.Refused.Of} refused as dtc refuses (plain), "
            + $"{Symbols.Refused.Same}/{Symbols.Refused.Of} (-@); {2 * fixture.Records.Count} compilations in {seconds:F1} s");
    }

    /// <summary>Without options.</summary>
    public Tally Plain { get; } = new();

    /// <summary>With <c>-@</c>.</summary>
    public Tally Symbols { get; } = new();
}

/// <summary>Every board must compile to the oracle's bytes, and be refused where the oracle refuses it.</summary>
[Collection(CorpusSuite.Name)]
public sealed class BoardTests(BoardComparison comparison) : IClassFixture<BoardComparison>
{
    [Fact]
    public void Every_board_gives_the_bytes_of_dtc() => Assert.True(comparison.Plain.IsPerfect, comparison.Plain.ToString());

    [Fact]
    public void Every_board_with_symbols_gives_the_bytes_of_dtc() =>
        Assert.True(comparison.Symbols.IsPerfect, comparison.Symbols.ToString());
}
