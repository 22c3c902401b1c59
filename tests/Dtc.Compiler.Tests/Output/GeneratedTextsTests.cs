using System.Collections.Concurrent;
using System.Text;
using Dtc.Compiler.Tests.Oracle;
using Dtc.Parser;
using Dtc.Tree;

namespace Dtc.Compiler.Tests.Output;

/// <summary>
/// Random sources written as source, annotated source, assembler and YAML by dtc 1.8.1 and by us: equal to the byte.
/// DTC_SHARP_FUZZ_TEXTS sets the number of sources, DTC_SHARP_FUZZ_SEED the first seed.
/// </summary>
public sealed class GeneratedTextsTests : IDisposable
{
    private static readonly (string[] Options, CompileOptions Settings)[] Forms =
    [
        (["-O", "dts"], new() { OutputFormat = OutputFormat.Source }),
        (["-O", "dts", "-T", "-T"], new() { OutputFormat = OutputFormat.Source, Annotate = 2 }),
        (["-O", "asm"], new() { OutputFormat = OutputFormat.Assembler }),
        (["-O", "yaml"], new() { OutputFormat = OutputFormat.Yaml }),
        (["-O", "dts", "-T"], new() { OutputFormat = OutputFormat.Source, Annotate = 1 }),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-").FullName;
    private readonly SourceCache _sources = new();
    private readonly DtsCompiler _compiler;

    public GeneratedTextsTests()
    {
        _compiler = new DtsCompiler(_sources);
        foreach (var (name, text) in SourceGenerator.Files)
        {
            var path = Path.Combine(_directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text));
        }
    }

    private enum Outcome
    {
        Identical,
        RefusedByBoth,
        Crashed,

        // dtc shows bytes from behind the value.
        Garbage,
        Differs,
        OnlyDtcWrites,
        OnlyWeWrite,
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Generated_sources_give_the_texts_of_dtc()
    {
        var count = TestSettings.Number("DTC_SHARP_FUZZ_TEXTS", 1000);
        var outcomes = new int[Enum.GetValues<Outcome>().Length];
        var faults = new ConcurrentBag<(int Seed, int Form, Outcome Outcome)>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var seed = unchecked(TestSettings.Seed + i);
            var source = Marked(SourceGenerator.Make(seed, modern: true), seed);
            for (var form = 0; form < Forms.Length; form++)
            {
                if (form == (i % 4 == 0 ? 0 : 4)) continue; // one of the two that -T -T nearly contains
                var outcome = Compare(source, form, out _);
                Interlocked.Increment(ref outcomes[(int)outcome]);
                if (outcome >= Outcome.Differs) faults.Add((seed, form, outcome));
            }
        });
        TestSettings.Report($"generated sources as text: {outcomes[(int)Outcome.Identical]} identical, "
            + $"{outcomes[(int)Outcome.RefusedByBoth]} refused by both, {outcomes[(int)Outcome.Crashed]} crashed dtc, "
            + $"{outcomes[(int)Outcome.Garbage]} where dtc reads behind the value");
        var shown = faults.OrderBy(fault => fault.Seed).Take(TestSettings.Number("DTC_SHARP_FUZZ_SHOWN", 5));
        Assert.True(faults.IsEmpty, $"{faults.Count} texts differ\n\n" + string.Join("\n\n", shown.Select(Describe)));
        Assert.True(count < 500 || outcomes[(int)Outcome.Identical] > count);
    }

    // With line markers in some of them: they change what a place is called.
    private static GeneratedSource Marked(GeneratedSource source, int seed)
    {
        var random = new Random(~seed);
        if (random.Next(3) != 0) return source;
        string[] names = ["a/b/board.dts", "a/b/c/part.dtsi", "a/x.dtsi", "other.h", "/abs/file.dts", "sp ace.dts"];
        var lines = source.Text.Split('\n').ToList();
        var inString = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!inString && random.Next(5) == 0)
            {
                lines.Insert(i, $"{(random.Next(4) == 0 ? "#line" : "#")} {random.Next(100)} \"{names[random.Next(names.Length)]}\"{(random.Next(2) == 0 ? " 1 3" : "")}");
                i++;
            }

            // Strings may go on in the next line.
            inString ^= lines[i].Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal)
                .Replace("'\"'", "", StringComparison.Ordinal).Count(c => c == '"') % 2 == 1;
        }

        return source with { Text = string.Join('\n', lines) };
    }

    private string Describe((int Seed, int Form, Outcome Outcome) fault)
    {
        var source = Marked(SourceGenerator.Make(fault.Seed, modern: true), fault.Seed);
        var small = Shrinker.Shrink(source, candidate => Compare(candidate, fault.Form, out _) == fault.Outcome);
        Compare(small, fault.Form, out var details);
        return $"seed {fault.Seed}: {fault.Outcome}: {string.Join(' ', Forms[fault.Form].Options)}\n{details}\n{small}";
    }

    private Outcome Compare(GeneratedSource source, int form, out string details)
    {
        var (arguments, settings) = Forms[form];
        var options = source.Options with { OutputFormat = settings.OutputFormat, Annotate = settings.Annotate };
        // Every thread has a path of its own; the files are found next to it.
        var path = Path.Combine(_directory, $"{Environment.CurrentManagedThreadId}.dts");
        File.WriteAllBytes(path, source.Bytes);
        _sources.Add(new SourceFile(path, source.Bytes));
        var (exitCode, expected, messages) = NativeDtc.Run181(["-qq", "-I", "dts", .. arguments, .. NativeDtc.Arguments(source.Options), path], _directory);
        var result = _compiler.Compile(path, options);
        details = $"dtc: {messages.Trim()}\nours: {Compiled.Findings(result, messages: true)}";
        if (exitCode > 128) return Outcome.Crashed;
        var refused = result.Output is null || result.Diagnostics.HasErrors;
        if (exitCode != 0) return refused ? Outcome.RefusedByBoth : Outcome.OnlyWeWrite;
        if (refused) return Outcome.OnlyDtcWrites;
        if (result.Output.AsSpan().SequenceEqual(expected)) return Outcome.Identical;
        if (settings.OutputFormat == OutputFormat.Yaml && HasUntypedBeforeTyped(result.Tree!.Root)) return Outcome.Garbage;
        details += $"\n{Difference(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(result.Output!))}";
        return Outcome.Differs;
    }

    private static bool HasUntypedBeforeTyped(Node node)
    {
        foreach (var property in node.Properties)
        {
            var untyped = false;
            foreach (var marker in property.Markers)
            {
                untyped |= marker.Kind == MarkerKind.Untyped;
                if (untyped && marker.IsType) return true;
            }
        }

        foreach (var child in node.Children)
        {
            if (HasUntypedBeforeTyped(child)) return true;
        }

        return false;
    }

    private static string Difference(string expected, string actual)
    {
        var (theirs, ours) = (expected.Split('\n'), actual.Split('\n'));
        var line = 0;
        while (line < theirs.Length && line < ours.Length && theirs[line] == ours[line]) line++;
        static string At(string[] lines, int line) => line < lines.Length ? lines[line] : "the end";
        return $"line {line + 1}\ndtc:  {At(theirs, line)}\nours: {At(ours, line)}";
    }
}
