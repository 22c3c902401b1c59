using System.Diagnostics;
using Dtc.Compiler;
using Dtc.Parser.Preprocessing;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// The corpus together with what the oracle makes of it. The oracle runs once for each pair of corpus and tool
/// versions; only hashes are kept, and what is needed to explain a difference is made again.
/// </summary>
public sealed class CorpusFixture
{
    /// <summary>Raised when the commands of <see cref="Oracle"/> or the hashed form change.</summary>
    private const int Recipe = 1;

    public CorpusFixture()
    {
        Corpus = KernelCorpus.Open();
        Oracle = new Oracle(Corpus.Root);
        Records = LoadOrRun();
    }

    /// <summary>The sources.</summary>
    public KernelCorpus Corpus { get; }

    /// <summary>The oracle, running in the root of the corpus.</summary>
    public Oracle Oracle { get; }

    /// <summary>The oracle's results, in the order of the boards.</summary>
    public IReadOnlyList<OracleRecord> Records { get; }

    /// <summary>The boards that the oracle compiles both with and without symbols.</summary>
    public IEnumerable<string> CompilableBoards =>
        Records.Where(r => r.Plain is not null && r.Symbols is not null).Select(r => r.Board);

    /// <summary>The preprocessor settings that are equal to the oracle's.</summary>
    public PreprocessOptions PreprocessOptions(string board) => new()
    {
        IncludeDirectories = [.. KernelCorpus.IncludeDirectories(board).Select(Corpus.FullPath)],
    };

    /// <summary>Runs the oracle on one board once more.</summary>
    public byte[]? OracleBlob(string board, params string[] options)
    {
        var include = KernelCorpus.IncludeDirectories(board);
        return Oracle.Compile(Oracle.Preprocess(board, include), include, options);
    }

    /// <summary>Compiles a board with the compiler under test, with the oracle's search path.</summary>
    public CompileResult Compile(DtsCompiler compiler, string board, CompileOptions options) =>
        compiler.Compile(Corpus.FullPath(board), options with { Preprocess = PreprocessOptions(board) });

    private OracleRecord[] LoadOrRun()
    {
        var key = Expansion.Hash(System.Text.Encoding.UTF8.GetBytes(
            $"{Recipe}\n{OracleTools.Versions}\n{Corpus.Fingerprint()}"))[..16];
        var path = Path.Combine(KernelCorpus.Cache, $"oracle-{key}.tsv");
        if (File.Exists(path))
        {
            var known = File.ReadAllLines(path).Select(OracleRecord.Parse).ToArray();
            if (known.Select(r => r.Board).SequenceEqual(Corpus.Boards)) return known;
        }

        var clock = Stopwatch.StartNew();
        var records = new OracleRecord[Corpus.Boards.Count];
        var workers = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) };
        Parallel.For(0, records.Length, workers, i => records[i] = Ask(Corpus.Boards[i]));
        Directory.CreateDirectory(KernelCorpus.Cache);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, records.Select(r => r.ToLine()));
        File.Move(temporary, path, overwrite: true);
        TestReport.Write($"corpus: gcc and dtc ran over {records.Length} boards in {clock.Elapsed.TotalSeconds:F0} s");
        return records;
    }

    private OracleRecord Ask(string board)
    {
        var include = KernelCorpus.IncludeDirectories(board);
        var text = Oracle.Preprocess(board, include);
        static string? Hash(byte[]? blob) => blob is null ? null : Expansion.Hash(blob);
        return new OracleRecord(
            board,
            text is null ? null : Expansion.Hash(Expansion.Normalize(text)),
            Hash(Oracle.Compile(text, include)),
            Hash(Oracle.Compile(text, include, "-@")));
    }
}

/// <summary>Shares one <see cref="CorpusFixture"/>, and keeps suites that use all cores from running at once.</summary>
[CollectionDefinition(Name)]
public sealed class CorpusSuite : ICollectionFixture<CorpusFixture>
{
    public const string Name = "corpus";
}
