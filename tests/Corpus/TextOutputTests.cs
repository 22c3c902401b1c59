using System.Collections.Concurrent;
using System.Diagnostics;
using Dtc.Compiler;
using Dtc.Tests;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// Every board as source, assembler, YAML and annotated source must be dtc 1.8.1's text to the byte. The oracle's hashes
/// are kept for as long as the texts that it was given are the same.
/// </summary>
[Collection(CorpusSuite.Name)]
public sealed class TextOutputTests(CorpusFixture fixture)
{
    private static readonly ParallelOptions Workers = new() { MaxDegreeOfParallelism = 2 };

    private readonly DtsCompiler _compiler = new();

    [Fact]
    public void Every_board_gives_the_texts_of_dtc()
    {
        var clock = Stopwatch.StartNew();
        var boards = fixture.Corpus.Boards;
        var path = Path.Combine(KernelCorpus.Cache, "oracle-texts-1.8.1.tsv");
        var known = File.Exists(path) ? File.ReadLines(path).Select(TextOutputRecord.Parse).ToDictionary(r => r.Board) : [];
        var records = new ConcurrentDictionary<string, TextOutputRecord>();
        var tallies = TextOutputRecord.Forms.Select(_ => new Tally()).ToArray();
        var marked = new MarkedText(fixture, _compiler);
        var asked = 0;
        Parallel.ForEach(boards, Workers, board =>
        {
            if (marked.Expand(board) is not { } text) return; // what is no text is compared as a blob
            var hash = Expansion.Hash(text);
            var record = known.GetValueOrDefault(board);
            if (record?.Text != hash)
            {
                record = new TextOutputRecord(board, hash, [.. TextOutputRecord.Forms.Select(form => Hash(Ask(board, text, form.Options)))]);
                Interlocked.Increment(ref asked);
            }

            records[board] = record;
            var compilation = marked.Load(board, text, CompileOptions.Default);
            for (var i = 0; i < tallies.Length; i++)
            {
                var (name, options, settings) = TextOutputRecord.Forms[i];
                byte[]? output = null;
                if (compilation.Tree is not null && !compilation.Diagnostics.HasErrors) output = _compiler.Write(compilation, settings);
                tallies[i].Add($"{name} {board}", record.Hashes[i], output, () => Ask(board, text, options), output is null ? "refused" : null);
            }
        });
        if (asked > 0) Save(path, records.Values);
        var counts = tallies.Zip(TextOutputRecord.Forms, (tally, form) => $"{tally.Made.Same}/{tally.Made.Of} {form.Name}");
        TestReport.Write($"corpus: texts of dtc 1.8.1: {string.Join(", ", counts)}, {tallies[0].Refused.Same}/{tallies[0].Refused.Of} refused "
            + $"in {clock.Elapsed.TotalSeconds:F1} s (the oracle ran for {asked} boards)");
        Assert.All(tallies, tally => Assert.True(tally.IsPerfect, tally.ToString()));
        Assert.NotEqual(0, tallies[0].Made.Same);
    }

    private static string? Hash(byte[]? output) => output is null ? null : Expansion.Hash(output);

    private byte[]? Ask(string board, byte[] text, string[] options)
    {
        var include = KernelCorpus.IncludeDirectories(board).SelectMany(directory => new[] { "-i", fixture.Corpus.FullPath(directory) });
        var run = OracleTools.Run(DtcTools.Path("dtc"), ["-qq", "-I", "dts", .. options, "-o", "-", .. include, "-"], text, fixture.Corpus.Root);
        return run.ExitCode == 0 ? run.Output : null;
    }

    private static void Save(string path, IEnumerable<TextOutputRecord> records)
    {
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, records.OrderBy(r => r.Board, StringComparer.Ordinal).Select(r => r.ToLine()));
        File.Move(temporary, path, overwrite: true);
    }
}
