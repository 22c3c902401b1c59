using System.Collections.Concurrent;
using System.Text;
using Dtc.Parser;
using Dtc.Tree;

namespace Dtc.Compiler.Tests.Oracle;

/// <summary>
/// Random sources compiled by dtc and by us: the blobs must be equal byte for byte, and what one refuses the other
/// must refuse. DTC_SHARP_FUZZ_SOURCES sets the number, DTC_SHARP_FUZZ_SEED the first seed, DTC_SHARP_DTC the dtc.
/// </summary>
public sealed class GeneratedSourcesTests : IDisposable
{
    private const int Workers = 2;

    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-").FullName;
    private readonly SourceCache _sources = new();
    private readonly DtsCompiler _compiler;

    public GeneratedSourcesTests()
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
        Refused,
        Crashed,

        // dtc writes a blob without a root node where we report that the root is gone.
        NoRoot,

        // Refused by us and by newer versions of dtc.
        NewlyRefused,
        Differs,
        OnlyDtcCompiles,
        OnlyWeCompile,
        Threw,
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Generated_sources_give_the_blobs_of_dtc_or_are_refused_by_both()
    {
        var count = TestSettings.Number("DTC_SHARP_FUZZ_SOURCES", 1500);
        var modern = NativeDtc.Version >= new Version(1, 8);
        var outcomes = new int[Enum.GetValues<Outcome>().Length];
        var faults = new ConcurrentQueue<(int Seed, Outcome Outcome)>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Workers }, i =>
        {
            var seed = unchecked(TestSettings.Seed + i);
            var outcome = Compare(SourceGenerator.Make(seed, modern), out _);
            Interlocked.Increment(ref outcomes[(int)outcome]);
            if (outcome >= Outcome.Differs) faults.Enqueue((seed, outcome));
        });
        TestSettings.Report($"generated sources: {outcomes[(int)Outcome.Identical]} identical, {outcomes[(int)Outcome.Refused]} refused by both, "
            + $"{outcomes[(int)Outcome.Crashed]} crashed dtc, {outcomes[(int)Outcome.NoRoot]} left without a root, "
            + $"{outcomes[(int)Outcome.NewlyRefused]} refused by newer dtc (this is {NativeDtc.Version})");
        if (!faults.IsEmpty)
        {
            var shown = faults.OrderBy(fault => fault.Seed).Take(TestSettings.Number("DTC_SHARP_FUZZ_SHOWN", 5));
            Assert.Fail($"{faults.Count} of {count} sources differ\n\n"
                + string.Join("\n\n", shown.Select(fault => Describe(SourceGenerator.Make(fault.Seed, modern), fault.Seed, fault.Outcome))));
        }

        Assert.True(count < 1000 || (outcomes[(int)Outcome.Identical] > count / 3 && outcomes[(int)Outcome.Refused] > count / 20));
    }

    private string Describe(GeneratedSource source, int seed, Outcome outcome)
    {
        var small = Shrinker.Shrink(source, candidate => Compare(candidate, out _) == outcome);
        Compare(small, out var details);
        return $"seed {seed}: {outcome}\n{details}\n{small}";
    }

    private Outcome Compare(GeneratedSource source, out string details)
    {
        details = "";
        var bytes = source.Bytes;
        var (exitCode, expected, messages) = NativeDtc.Compile(bytes, NativeDtc.Arguments(source.Options), _directory);
        if (exitCode > 128) return Outcome.Crashed;
        CompileResult result;
        try
        {
            // Every thread has a path of its own; the files are found next to it.
            var path = Path.Combine(_directory, $"{Environment.CurrentManagedThreadId}.dts");
            _sources.Add(new SourceFile(path, bytes));
            result = _compiler.Compile(path, source.Options);
        }
#pragma warning disable CA1031 // Whatever it is, it is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            details = e.ToString();
            return Outcome.Threw;
        }

        details = $"dtc: {messages.Trim()}\nours: {Compiled.Findings(result, messages: true)}";
        if (exitCode != 0) return result is { Output: null, Diagnostics.HasErrors: true } ? Outcome.Refused : Outcome.OnlyWeCompile;
        if (result.Output is null)
        {
            return result.Tree!.Root.Deleted ? Outcome.NoRoot : IsNewlyRefused(result) ? Outcome.NewlyRefused : Outcome.OnlyDtcCompiles;
        }

        if (result.Output.AsSpan().SequenceEqual(expected)) return Outcome.Identical;
        details += $"\ndtc:  {Shown(expected)}\nours: {Shown(result.Output)}";
        return Outcome.Differs;
    }

    // dtc before 1.8 recorded open references to paths, which nothing could resolve; dtc before 1.7 took "@1" as a name.
    private static bool IsNewlyRefused(CompileResult result) => NativeDtc.Version < new Version(1, 8)
        && result.Diagnostics.Items.Where(finding => finding.Severity == Severity.Error)
            .All(finding => finding.Rule == Rules.UnrecordableFixup || finding.Rule == Rules.NodeNameNotEmpty);

    private static string Shown(byte[] blob)
    {
        var version = blob.Length > 24 ? blob[23] : 0;
        return version >= 16 ? Dtc.Tests.BlobTree.Text(blob) : Convert.ToHexString(blob);
    }
}
