using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dtc.Parser;
using Dtc.Tests;
using Dtc.Tree;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>
/// Damaged sources by the hundred thousand: a blob or errors with their places, in bounded time and memory, and
/// never an exception. DTC_SHARP_FUZZ_MUTATIONS sets the number, DTC_SHARP_FUZZ_SEED the seed.
/// </summary>
[Collection(TimedSuite.Name)]
public sealed class MutatedSourcesTests
{
    private const long MaxAllocation = 200 << 20;
    private const long MaxMemory = 300 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(60);

    private static readonly CompileOptions[] Options =
    [
        CompileOptions.Default,
        CompileOptions.Default with { Symbols = true },
        CompileOptions.Default with { Symbols = true, AutoAliases = true, Sort = true, PhandleFormat = PhandleFormats.Both, Version = 16 },
        CompileOptions.Default with { LocalFixups = true, Padding = 20, Alignment = 8 },
    ];

    private readonly SourceCache _sources = new();
    private readonly byte[] _header = Encoding.Latin1.GetBytes(SoundSources.Header);
    private readonly byte[] _part = Encoding.Latin1.GetBytes(SoundSources.Part);
    private readonly byte[][] _sound = [.. SoundSources.All.Select(Encoding.Latin1.GetBytes)];
    private int _compiled;
    private int _refused;
    private TimeSpan _slowest;
    private int _current;
    private long _started;

    [Fact]
    public void Sound_sources_compile()
    {
        foreach (var source in _sound)
        {
            var result = Compile(new DtsCompiler(_sources), source, _header, CompileOptions.Default);
            Assert.True(result.Output is not null, $"{Compiled.Findings(result, messages: true)}\n{Encoding.Latin1.GetString(source)}");
        }
    }

    [Fact]
    public void Damaged_sources_give_a_blob_or_errors_in_bounded_time()
    {
        var count = TestSettings.Number("DTC_SHARP_FUZZ_MUTATIONS", 100_000);
        Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
        DeepStack.Run(
            () => Cases(count),
            () => Stopwatch.GetElapsedTime(Interlocked.Read(ref _started)) < Hanging ? null : $"mutation {_current} of seed {TestSettings.Seed} hangs");
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        TestSettings.Report(string.Create(CultureInfo.InvariantCulture,
            $"mutated sources: {_compiled} compiled, {_refused} refused, slowest {_slowest.TotalMilliseconds:f0} ms"));
        Assert.True(memory < MaxMemory, $"{memory >> 20} MiB are left in use");
        Assert.True(count < 1000 || (_compiled > count / 20 && _refused > count / 4));
    }

    private void Cases(int count)
    {
        var compiler = new DtsCompiler(_sources);
        for (_current = 0; _current < count; _current++)
        {
            Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
            if (_current % 1000 == 999) compiler = new DtsCompiler(_sources); // the names it met stay with it
            var random = new Random(unchecked(TestSettings.Seed + _current));
            var mutator = new SourceMutator(random.Next());
            var source = _sound[random.Next(_sound.Length)];
            var header = _header;
            if (random.Next(8) == 0) header = mutator.Mutate(_header, source);
            else source = mutator.Mutate(source, _sound[random.Next(_sound.Length)]);
            var options = Options[random.Next(Options.Length)];
            try
            {
                Case(compiler, source, header, options);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"mutation {_current} of seed {TestSettings.Seed}: {e.Message}\n"
                    + $"--- board.dts\n{Printable(source)}\n--- header.h\n{Printable(header)}\n{e.StackTrace}", e);
            }
        }
    }

    private void Case(DtsCompiler compiler, byte[] source, byte[] header, CompileOptions options)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var result = Compile(compiler, source, header, options);
        var elapsed = watch.Elapsed;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (elapsed > Limit) // once more, for it may have been the machine
        {
            watch.Restart();
            Compile(compiler, source, header, options);
            elapsed = watch.Elapsed;
            Assert.True(elapsed <= Limit, $"it takes {elapsed.TotalMilliseconds:f0} ms");
        }

        if (elapsed > _slowest) _slowest = elapsed;
        Assert.True(allocated <= MaxAllocation, $"it allocates {allocated >> 20} MiB");
        Assert.Equal(result.Diagnostics.HasErrors, result.Output is null);
        foreach (var finding in result.Diagnostics.Items) Places(result, finding);
        if (result.Output is null)
        {
            _refused++;
            return;
        }

        _compiled++;
        Assert.Null(BlobTree.Difference(result.Tree!, result.Output));
    }

    private CompileResult Compile(DtsCompiler compiler, byte[] source, byte[] header, CompileOptions options)
    {
        _sources.Add(new SourceFile("board.dts", source));
        _sources.Add(new SourceFile("header.h", header));
        _sources.Add(new SourceFile("part.dtsi", _part));
        _sources.Add(new SourceFile("semicolon.dtsi", ";"u8));
        return compiler.Compile("board.dts", options);
    }

    private static void Places(CompileResult result, Diagnostic finding)
    {
        Place(result, finding, finding.Span);
        foreach (var related in finding.Related) Place(result, finding, related.Span);
    }

    private static void Place(CompileResult result, Diagnostic finding, SourceSpan span)
    {
        if (span.IsNone) return;
        var place = result.Map!.Resolve(span);
        Assert.True(place is not null, $"{finding.Rule.Name} has no place: {finding.Message}");
        var sound = place.Column >= 1 && place.EndLine >= place.Line && place.EndColumn >= 1
            && (place.EndLine > place.Line || place.EndColumn >= place.Column)
            && place.LineText is not null && place.Column <= Encoding.UTF8.GetByteCount(place.LineText) + 2;
        Assert.True(sound, $"{finding.Rule.Name} at {place}: {finding.Message}");
    }

    private static string Printable(byte[] text)
    {
        var shown = new StringBuilder();
        foreach (var b in text)
        {
            if (b is (byte)'\n' or (byte)'\t' or (>= 0x20 and < 0x7f)) shown.Append((char)b);
            else shown.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return shown.ToString();
    }
}
