using System.Collections.Concurrent;
using System.Diagnostics;
using Dtc.Compiler;
using Dtc.Tests;
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
                    () => ReadBack(record.Board, fixture.Compile(compiler, record.Board, CompileOptions.Default with { Symbols = symbols })),
                    () => fixture.OracleBlob(record.Board, symbols ? ["-@"] : []));
            }
        });
        var seconds = clock.Elapsed.TotalSeconds;
        TestReport.Write(
            $"corpus: {Plain.Made.Same}/{Plain.Made.Of} boards identical (plain), "
            + $"{Symbols.Made.Same}/{Symbols.Made.Of} (-@), "
            + $"{Plain.Refused.Same}/{Plain.Refused.Of} refused as dtc refuses (plain), "
            + $"{Symbols.Refused.Same}/{Symbols.Refused.Of} (-@); {2 * fixture.Records.Count} compilations in {seconds:F1} s");
        TestReport.Write($"corpus: {SameTrees}/{SameTrees + OtherTrees.Count} blobs give back the tree that was compiled");
    }

    /// <summary>Blobs from which the reader gives back the tree that was compiled.</summary>
    public int SameTrees => _sameTrees;

    /// <summary>Where the reader gives something else, and what.</summary>
    public ConcurrentBag<string> OtherTrees { get; } = [];

    private int _sameTrees;

    private CompileResult ReadBack(string board, CompileResult result)
    {
        if (result.Output is not { } blob) return result;
        if (BlobTree.Difference(result.Tree!, blob) is { } difference) OtherTrees.Add($"{board}: {difference}");
        else Interlocked.Increment(ref _sameTrees);
        return result;
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
    public void Every_blob_read_back_is_the_tree_that_was_compiled()
    {
        Assert.Empty(comparison.OtherTrees);
        Assert.NotEqual(0, comparison.SameTrees);
    }

    [Fact]
    public void Every_board_with_symbols_gives_the_bytes_of_dtc() =>
        Assert.True(comparison.Symbols.IsPerfect, comparison.Symbols.ToString());
}
