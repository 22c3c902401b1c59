using System.Diagnostics;
using System.Globalization;
using Dtc.Compiler;
using Dtc.Compiler.Decompiling;
using Dtc.Parser;
using Dtc.Tests;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// The blob of every board, with and without symbols, decompiled for people: the source must compile to the same bytes by
/// us, and by dtc 1.8.1 for a sample (<c>DTC_SHARP_DECOMPILE_SAMPLE</c> boards).
/// </summary>
[Collection(CorpusSuite.Name)]
public sealed class DecompileTests(CorpusFixture fixture)
{
    private readonly DtsCompiler _compiler = new();

    [Fact]
    public void Every_decompiled_board_compiles_to_the_same_bytes()
    {
        var clock = Stopwatch.StartNew();
        var number = Environment.GetEnvironmentVariable("DTC_SHARP_DECOMPILE_SAMPLE");
        var sample = KernelCorpus.Sample(fixture.CompilableBoards, number is null ? 60 : int.Parse(number, CultureInfo.InvariantCulture), seed: 7).ToHashSet();
        var (ours, theirs) = (new Tally(), new Tally());
        var exact = 0;
        long references = 0;
        Parallel.ForEach(fixture.CompilableBoards, new ParallelOptions { MaxDegreeOfParallelism = 2 }, board =>
        {
            foreach (var symbols in new[] { false, true })
            {
                var blob = fixture.Compile(_compiler, board, CompileOptions.Default with { Symbols = symbols }).Output!;
                var title = $"{board}{(symbols ? " -@" : "")}";
                var result = Decompiler.Decompile(blob);
                if (result.Fidelity == Fidelity.SameBytes) Interlocked.Increment(ref exact);
                Interlocked.Add(ref references, result.Text.AsSpan().Count((byte)'&'));
                var options = new CompileOptions { RunPreprocessor = false, Symbols = result.Arguments.Contains("-@", StringComparison.Ordinal) };
                if (!result.Arguments.Contains("-V", StringComparison.Ordinal)) ours.Add(title, Expansion.Hash(blob), Compile(result.Text!, options), () => blob, result.Text is null ? "unreadable" : null);
                if (!sample.Contains(board)) continue;
                var run = OracleTools.Run(DtcTools.Path("dtc"), ["-qq", "-I", "dts", "-O", "dtb", .. result.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], result.Text);
                theirs.Add(title, Expansion.Hash(blob), run.Output, () => blob, run.ExitCode == 0 ? null : run.Error);
            }
        });
        TestReport.Write($"corpus: {ours.Made.Same}/{ours.Made.Of} decompiled boards compile to the same bytes, {theirs.Made.Same}/{theirs.Made.Of} by dtc 1.8.1; "
            + $"{exact} known to be exact, {references} references restored, in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(ours.IsPerfect, ours.ToString());
        Assert.True(theirs.IsPerfect, theirs.ToString());
        Assert.NotEqual(0, theirs.Made.Same);
    }

    private byte[]? Compile(byte[] source, CompileOptions options)
    {
        var path = $"/decompiled/{Environment.CurrentManagedThreadId}";
        _compiler.Sources.Add(new SourceFile(path, source));
        var result = _compiler.Compile(path, options);
        return result.Diagnostics.HasErrors ? null : result.Output;
    }
}
