using System.Text;
using Dtc.Compiler;
using Xunit;

namespace Corpus.Tests;

/// <summary>Other readers must take our blobs: identity with dtc's output says so, and this says it without dtc's writer.</summary>
[Collection(CorpusSuite.Name)]
public sealed class BlobReaderTests(CorpusFixture fixture)
{
    [Fact]
    public void Dtc_reads_our_blobs_and_writes_them_back_unchanged()
    {
        var tally = new Tally();
        ForEachSample((board, blob, file) =>
        {
            var back = OracleTools.Run(OracleTools.Dtc, ["-q", "-I", "dtb", "-O", "dtb", "-o", "-", file]);
            tally.Add(
                board,
                back.ExitCode == 0 ? Expansion.Hash(back.Output) : "none",
                blob,
                () => back.Output,
                blob is null ? "no blob" : null,
                broken: blob is null || back.ExitCode != 0);
        });
        TestReport.Write($"corpus: {tally.Made.Same}/{tally.Made.Of} of our blobs come back unchanged through dtc -I dtb");
        Assert.True(tally.IsPerfect, tally.ToString());
    }

    [Fact]
    public void Fdtdump_prints_our_blobs()
    {
        var faults = new List<string>();
        var count = 0;
        ForEachSample((board, blob, file) =>
        {
            var dump = OracleTools.Run(OracleTools.FdtDump, [file]);
            var good = dump.ExitCode == 0 && Encoding.UTF8.GetString(dump.Output).TrimEnd().EndsWith("};", StringComparison.Ordinal);
            count++;
            if (!good || blob is null) faults.Add($"{board}: exit code {dump.ExitCode}: {dump.Error.Split('\n').LastOrDefault(l => l.Length > 0)}");
        });
        TestReport.Write($"corpus: {count - faults.Count}/{count} of our blobs are printed by fdtdump");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private void ForEachSample(Action<string, byte[]?, string> check)
    {
        var compiler = new DtsCompiler();
        var file = Path.GetTempFileName();
        try
        {
            foreach (var board in KernelCorpus.Sample(fixture.CompilableBoards, 50, seed: 1))
            {
                var blob = fixture.Compile(compiler, board, CompileOptions.Default with { Symbols = true }).Output;
                File.WriteAllBytes(file, blob ?? []);
                check(board, blob, file);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
