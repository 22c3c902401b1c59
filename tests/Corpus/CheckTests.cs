using System.Buffers;
using System.Text;
using Cli.DropIn;
using Cli.Output;
using Dtc.Compiler;
using Dtc.Parser;
using Dtc.Parser.Preprocessing;
using Dtc.Tests;
using Dtc.Tree;
using Xunit;

namespace Corpus.Tests;

/// <summary>What the checks say about the boards of the kernel must be what dtc 1.8.1 says, to the letter.</summary>
[Collection(CorpusSuite.Name)]
public sealed class CheckTests(CorpusFixture fixture)
{
    private const int Shown = 5;

    // New since 1.6, given up, or of another opinion: 1.8 no longer wants #address-cells of interrupt providers but finds
    // fault with #interrupt-cells of others, and takes dma-ranges for a use of #address-cells.
    private static readonly string[] NotInBoth =
        ["interrupt_map", "node_name_not_empty", "graph_child_address", "interrupt_provider", "avoid_unnecessary_addr_size"];

    [Fact]
    public void Every_board_is_judged_in_the_words_of_dtc() =>
        Compare("in the words of dtc 1.8.1", new CheckOracle(DtcTools.Path("dtc"), fixture.Corpus, "1.8.1"), static text => text);

    [Fact]
    public void Dtc_1_6_finds_the_same_faults_in_the_same_places() =>
        Compare("at the places of dtc 1.6.1", new CheckOracle(OracleTools.Dtc, fixture.Corpus, "1.6.1-places", Places), Places);

    private void Compare(string how, CheckOracle oracle, Func<string, string> form)
    {
        var levels = new CheckLevels();
        foreach (var option in CheckOracle.Options) Assert.True(levels.TryApply(option[2..], asError: false));
        var checks = new CheckSettings { DtcFlow = true, Levels = levels };
        var sources = new SourceCache();
        var (boards, lines) = (0, 0);
        var faults = new List<string>();
        Parallel.ForEach(fixture.Records, new ParallelOptions { MaxDegreeOfParallelism = 2 }, record =>
        {
            var options = fixture.PreprocessOptions(record.Board);
            var file = sources.Open(fixture.Corpus.FullPath(record.Board)).File!;
            using var expanded = new Preprocessor(sources, options).Preprocess(file, new DiagnosticBag());
            var text = LineMarkers.Insert(expanded.Text.AsSpan(0, expanded.Length), expanded.Map).ToArray();
            var ours = form(Encoding.UTF8.GetString(Judge(text, CompileOptions.Default with { Preprocess = options, RunPreprocessor = false, Checks = checks })));
            Interlocked.Add(ref lines, ours.AsSpan().Count('\n'));
            if (Expansion.Hash(Encoding.UTF8.GetBytes(ours)) == oracle.Hash(record.Board, text))
            {
                Interlocked.Increment(ref boards);
                return;
            }

            var difference = Difference(form(oracle.Ask(record.Board, text)), ours);
            lock (faults) faults.Add($"{record.Board}: {difference}");
        });
        oracle.Save();
        TestReport.Write($"corpus: {boards}/{fixture.Records.Count} boards judged by all checks {how} ({lines} lines)");
        Assert.True(faults.Count == 0, $"{faults.Count} boards differ:\n{string.Join('\n', faults.Order(StringComparer.Ordinal).Take(Shown))}");
    }

    // Check, node and property of each finding that both versions can have, once each and sorted.
    private static string Places(string text)
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var open = line.IndexOf(": Warning (", StringComparison.Ordinal);
            var close = line.IndexOf("): /", Math.Max(open, 0), StringComparison.Ordinal);
            if (open < 0 || close < 0) continue;
            var check = line[(open + 11)..close];
            var end = line.IndexOf(": ", close + 3, StringComparison.Ordinal);
            if (end > 0 && !NotInBoth.Contains(check)) places.Add($"{check} {line[(close + 3)..end]}\n");
        }

        return string.Concat(places);
    }

    private static byte[] Judge(byte[] text, CompileOptions options)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("<stdin>", text));
        var compilation = new DtsCompiler(sources).Load("<stdin>", options);
        if (compilation.Tree is not null && !compilation.Diagnostics.HasErrors) DtsCompiler.Process(compilation, options);
        var output = new ArrayBufferWriter<byte>();
        foreach (var finding in compilation.Diagnostics.Items)
        {
            // Of our own findings dtc knows nothing; an error would be one too many.
            if (finding.Check is not null) CheckText.Append(output, finding, compilation.Map, "-");
            else if (finding.Severity == Severity.Error) output.Write(Encoding.UTF8.GetBytes($"{finding.Rule.Name}: {finding.Message}\n"));
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Difference(string expected, string actual)
    {
        var (theirs, ours) = (expected.Split('\n'), actual.Split('\n'));
        var i = 0;
        while (i < theirs.Length && i < ours.Length && theirs[i] == ours[i]) i++;
        return $"line {i + 1}\n  dtc: {(i < theirs.Length ? theirs[i] : "(end)")}\n  we:  {(i < ours.Length ? ours[i] : "(end)")}";
    }
}
