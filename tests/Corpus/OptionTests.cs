using Dtc.Compiler;
using Xunit;

namespace Corpus.Tests;

/// <summary>Options must have dtc's meaning on real boards. (<c>-L</c> is newer than Debian 12's dtc.)</summary>
[Collection(CorpusSuite.Name)]
public sealed class OptionTests(CorpusFixture fixture)
{
    // With -@ or -A, dtc crashes for versions 1 to 3.
    private static readonly (string Options, CompileOptions Settings)[] Cases =
    [
        ("-V 1", new() { Version = 1 }),
        ("-V 2", new() { Version = 2 }),
        ("-V 3", new() { Version = 3 }),
        ("-V 16", new() { Version = 16 }),
        ("-V 17", new() { Version = 17 }),
        ("-H legacy", new() { PhandleFormat = PhandleFormats.Legacy }),
        ("-H both", new() { PhandleFormat = PhandleFormats.Both }),
        ("-S 65536", new() { MinimumSize = 65536 }),
        ("-p 1000", new() { Padding = 1000 }),
        ("-a 4096", new() { Alignment = 4096 }),
        ("-b 3", new() { BootCpu = 3 }),
        ("-R 4", new() { ReservedEntries = 4 }),
        ("-s", new() { Sort = true }),
        ("-A", new() { AutoAliases = true }),
        ("-@ -A", new() { Symbols = true, AutoAliases = true }),
        ("-@ -s -H both -V 16 -p 64 -a 64", new()
        {
            Symbols = true, Sort = true, PhandleFormat = PhandleFormats.Both, Version = 16, Padding = 64, Alignment = 64,
        }),
    ];

    [Fact]
    public void Options_mean_what_they_mean_to_dtc()
    {
        var compiler = new DtsCompiler();
        var tally = new Tally();
        var boards = KernelCorpus.Sample(fixture.CompilableBoards, 60, seed: 2);
        Parallel.ForEach(boards, new ParallelOptions { MaxDegreeOfParallelism = 2 }, board =>
        {
            var include = KernelCorpus.IncludeDirectories(board);
            var text = fixture.Oracle.Preprocess(board, include);
            foreach (var (options, settings) in Cases)
            {
                var expected = fixture.Oracle.Compile(text, include, options.Split(' '));
                tally.AddCompilation(
                    $"{options} {board}",
                    expected is null ? null : Expansion.Hash(expected),
                    () => fixture.Compile(compiler, board, settings),
                    () => expected);
            }
        });
        TestReport.Write(
            $"corpus: {tally.Made.Same}/{tally.Made.Of} blobs identical under {Cases.Length} sets of options, "
            + $"{tally.Refused.Same}/{tally.Refused.Of} refused as dtc refuses");
        Assert.True(tally.IsPerfect, tally.ToString());
    }
}
