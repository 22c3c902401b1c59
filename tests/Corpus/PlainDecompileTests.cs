using System.Collections.Concurrent;
using System.Diagnostics;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Tests;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// The blob of every board, with and without symbols, decompiled: dtc 1.8.1's text to the byte, and source that compiles
/// back to the same blob.
/// </summary>
[Collection(CorpusSuite.Name)]
public sealed class PlainDecompileTests(CorpusFixture fixture)
{
    private readonly DtsCompiler _compiler = new();

    [Fact]
    public void Every_blob_gives_the_source_that_dtc_gives_and_is_made_from_it_again()
    {
        var clock = Stopwatch.StartNew();
        var path = Path.Combine(KernelCorpus.Cache, "oracle-decompiled-1.8.1.tsv");
        var known = File.Exists(path) ? File.ReadLines(path).Select(line => line.Split('\t')).ToDictionary(f => f[0], f => f[1]) : [];
        var hashes = new ConcurrentDictionary<string, string>();
        var (texts, again) = (new Tally(), new Tally());
        var asked = 0;
        Parallel.ForEach(fixture.CompilableBoards, new ParallelOptions { MaxDegreeOfParallelism = 2 }, board =>
        {
            foreach (var symbols in new[] { false, true })
            {
                var blob = fixture.Compile(_compiler, board, CompileOptions.Default with { Symbols = symbols }).Output!;
                var name = Expansion.Hash(blob);
                if (!known.TryGetValue(name, out var expected))
                {
                    expected = Expansion.Hash(Ask(blob) ?? []);
                    Interlocked.Increment(ref asked);
                }

                hashes[name] = expected;
                var title = $"{board}{(symbols ? " -@" : "")}";
                var source = Convert(blob, "blob", new() { InputFormat = InputFormat.Blob, OutputFormat = OutputFormat.Source });
                texts.Add(title, expected, source, () => Ask(blob), source is null ? "refused" : null);
                var remade = source is null ? null : Convert(source, "source", new() { RunPreprocessor = false });
                again.Add(title, name, remade, () => blob, remade is null ? "refused" : null);
            }
        });
        if (asked > 0) File.WriteAllLines(path, hashes.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}\t{h.Value}"));
        TestReport.Write($"corpus: {texts.Made.Same}/{texts.Made.Of} blobs decompiled to the text of dtc 1.8.1, {again.Made.Same}/{again.Made.Of} "
            + $"compiled back to the same bytes, in {clock.Elapsed.TotalSeconds:F1} s (the oracle ran for {asked})");
        Assert.True(texts.IsPerfect, texts.ToString());
        Assert.True(again.IsPerfect, again.ToString());
        Assert.NotEqual(0, texts.Made.Same);
    }

    private static byte[]? Ask(byte[] blob)
    {
        var run = OracleTools.Run(DtcTools.Path("dtc"), ["-qq", "-I", "dtb", "-O", "dts", "-o", "-", "-"], blob);
        return run.ExitCode == 0 ? run.Output : null;
    }

    private byte[]? Convert(byte[] input, string name, CompileOptions options)
    {
        var path = $"/decompiled/{name}-{Environment.CurrentManagedThreadId}";
        _compiler.Sources.Add(new SourceFile(path, input));
        var result = _compiler.Compile(path, options);
        return result.Diagnostics.HasErrors ? null : result.Output;
    }
}
