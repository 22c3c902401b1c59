using System.Text;
using Dtc.Compiler;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// All boards of the kernel compile; what dtc refuses must come from elsewhere: boards with one line lost, or one
/// mark of punctuation. A part of them still compiles, to something else.
/// </summary>
[Collection(CorpusSuite.Name)]
public sealed class DamageTests(CorpusFixture fixture)
{
    private const string Marks = ";{}<>()[]\"&=,:@";

    [Fact]
    public void Damaged_boards_are_refused_or_compiled_as_dtc_does()
    {
        var compiler = new DtsCompiler();
        var tally = new Tally();
        var boards = KernelCorpus.Sample(fixture.CompilableBoards, 200, seed: 3);
        var directory = Directory.CreateTempSubdirectory("dtc-sharp-");
        try
        {
            Parallel.For(0, boards.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            {
                var include = KernelCorpus.IncludeDirectories(boards[i]);
                var text = fixture.Oracle.Preprocess(boards[i], include)!;
                var random = new Random(i);
                foreach (var kind in new[] { "line", "mark" })
                {
                    var (damaged, line) = kind == "line" ? LoseLine(text, random) : LoseMark(text, random);
                    var file = Path.Combine(directory.FullName, $"{i}-{kind}.dts");
                    File.WriteAllBytes(file, damaged);
                    var expected = fixture.Oracle.Compile(damaged, include, "-@");
                    tally.AddCompilation(
                        $"{boards[i]} without {kind} {line}",
                        expected is null ? null : Expansion.Hash(expected),
                        () => compiler.Compile(file, new CompileOptions
                        {
                            RunPreprocessor = false, Symbols = true, Preprocess = fixture.PreprocessOptions(boards[i]),
                        }),
                        () => expected);
                }
            });
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        TestReport.Write(
            $"corpus: {tally.Refused.Same}/{tally.Refused.Of} damaged boards refused as dtc refuses, "
            + $"{tally.Made.Same}/{tally.Made.Of} compiled alike");
        Assert.True(tally.IsPerfect, tally.ToString());
    }

    private static (byte[] Text, string Line) LoseLine(byte[] text, Random random)
    {
        while (true)
        {
            var (start, end) = LineAround(text, random.Next(text.Length));
            var line = Encoding.UTF8.GetString(text.AsSpan(start, end - start)).Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            return ([.. text[..start], .. text[end..]], line);
        }
    }

    private static (byte[] Text, string Line) LoseMark(byte[] text, Random random)
    {
        while (true)
        {
            var at = random.Next(text.Length);
            if (!Marks.Contains((char)text[at], StringComparison.Ordinal)) continue;
            var (start, end) = LineAround(text, at);
            if (text[start] == '#') continue;
            var line = Encoding.UTF8.GetString(text.AsSpan(start, end - start)).Trim();
            return ([.. text[..at], .. text[(at + 1)..]], $"{(char)text[at]} of {line}");
        }
    }

    private static (int Start, int End) LineAround(byte[] text, int at)
    {
        var end = text.AsSpan(at).IndexOf((byte)'\n');
        return (text.AsSpan(0, at).LastIndexOf((byte)'\n') + 1, end < 0 ? text.Length : at + end);
    }
}
