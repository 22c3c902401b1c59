using System.Buffers;
using System.Globalization;
using System.Text;
using Cli.DropIn;
using Dtc.Parser;

namespace Dtc.Compiler.Tests.Checks;

/// <summary>
/// Random trees with faults for every check, judged by dtc 1.8.1 and by us in dtc's flow: the messages must be equal to the
/// letter, and so must the verdict. DTC_SHARP_FUZZ_CHECKS sets the number, DTC_SHARP_FUZZ_SEED the first seed.
/// </summary>
public sealed class GeneratedChecksTests : IDisposable
{
    private const string Source = "<stdin>";

    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-").FullName;

    public GeneratedChecksTests() =>
        File.WriteAllText(Path.Combine(_directory, CheckSourceGenerator.IncludedName), CheckSourceGenerator.IncludedText);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Generated_trees_are_judged_in_the_words_of_dtc() => Compare("dts", 2500, source => (source.Options, source.Bytes));

    // Without positions and references; what is wrong in the source may be impossible in a blob.
    [Fact]
    public void Generated_blobs_are_judged_in_the_words_of_dtc() => Compare("dtb", 800, source =>
    {
        var forced = CompileOptions.Default with { RunPreprocessor = false, Force = true };
        return (source.Options with { InputFormat = InputFormat.Blob }, Compiler(source.Bytes, forced).Compile(Source, forced).Output);
    });

    private void Compare(string format, int defaultCount, Func<CheckSource, (CompileOptions Options, byte[]? Input)> prepare)
    {
        var count = TestSettings.Number("DTC_SHARP_FUZZ_CHECKS", defaultCount);
        using var oracle = new CheckAnswers(_directory);
        var (same, crashed, malformed, lines) = (0, 0, 0, 0);
        var faults = new List<(int Seed, string Text)>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var seed = unchecked(TestSettings.Seed + i);
            var source = CheckSourceGenerator.Make(seed);
            var (options, input) = prepare(source);
            if (input is null || Judge(input, options) is not var (failed, text))
            {
                Interlocked.Increment(ref malformed); // it refers to a label that was deleted before
                return;
            }

            var answer = oracle.Ask(format, source.Arguments, input);
            if (answer.ExitCode > 128) Interlocked.Increment(ref crashed);
            else if (answer.Is(failed, text))
            {
                Interlocked.Increment(ref same);
                Interlocked.Add(ref lines, text.AsSpan().Count('\n'));
            }
            else
            {
                lock (faults) faults.Add((seed, text));
            }
        });
        TestSettings.Report($"generated checks: {same} of {count} trees ({format}) judged in the words of dtc 1.8.1 "
            + $"({lines} lines; {crashed} crashed dtc, {malformed} were malformed)");
        Assert.True(faults.Count == 0, Explain(faults, count, source => oracle.Run(format, source.Arguments, prepare(source).Input!)));
        Assert.True(crashed + malformed < count / 10);
    }

    // The verdict and the messages; null when there is no tree to judge.
    private static (bool Failed, string Text)? Judge(byte[] input, CompileOptions options)
    {
        var compilation = Compiler(input, options).Load(Source, options);
        if (compilation.Diagnostics.HasErrors) return null;
        DtsCompiler.Process(compilation, options);
        var output = new ArrayBufferWriter<byte>();
        foreach (var finding in compilation.Diagnostics.Items)
        {
            if (finding.Check is not null) CheckText.Append(output, finding, compilation.Map, "-");
        }

        return (compilation.ChecksFailed, Encoding.Latin1.GetString(output.WrittenSpan));
    }

    private static DtsCompiler Compiler(byte[] input, CompileOptions options)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile(Source, input));
        if (options.InputFormat != InputFormat.Blob)
            sources.Add(new SourceFile(CheckSourceGenerator.IncludedName, Encoding.Latin1.GetBytes(CheckSourceGenerator.IncludedText)));
        return new DtsCompiler(sources);
    }

    private static string Explain(List<(int Seed, string Text)> faults, int count, Func<CheckSource, (int ExitCode, string Messages)> ask)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{faults.Count} of {count} trees are judged differently\n");
        foreach (var (seed, ours) in faults.OrderBy(fault => fault.Seed).Take(TestSettings.Number("DTC_SHARP_FUZZ_SHOWN", 3)))
        {
            var source = CheckSourceGenerator.Make(seed);
            var (exitCode, theirs) = ask(source);
            text.Append(CultureInfo.InvariantCulture, $"\nseed {seed}, exit code {exitCode}\n{source}\n--- dtc\n{theirs}\n--- we\n{ours}\n");
        }

        return text.ToString();
    }
}
