using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Dtc.Fdt.Tests;

/// <summary>
/// Damaged blobs by the million: no exception, no endless walk, and the verdict of libfdt. The number is set by
/// DTC_SHARP_FUZZ_BLOBS, the seed by DTC_SHARP_FUZZ_SEED.
/// </summary>
public sealed unsafe class MutationTests(ITestOutputHelper output)
{
    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    [Fact]
    public void Damaged_blobs_get_the_verdict_of_libfdt_and_never_an_exception()
    {
        Libfdt.Require();
        var count = Setting("DTC_SHARP_FUZZ_BLOBS", 1_000_000);
        var seed = Setting("DTC_SHARP_FUZZ_SEED", 20240501);
        var mutator = new BlobMutator(seed);
        var watch = Stopwatch.StartNew();
        long sound = 0, opened = 0, compared = 0, kept = 0, lookups = 0;
        var verdicts = new long[20];
        using var blob = new NativeBlob(BlobMutator.Capacity);
        var buffer = new byte[BlobMutator.Capacity];
        for (var i = 0; i < count; i++)
        {
            var bytes = buffer.AsSpan(0, mutator.Next(buffer));
            blob.Set(bytes);
            try
            {
                var verdict = FdtVerifier.Check(blob.Span, Libfdt.Rules);
                verdicts[(int)verdict]++;
                if (Libfdt.Rules == FdtRules.Libfdt16 && KnownDefects.Contains(bytes))
                {
                    kept++;
                }
                else
                {
                    compared++;
                    Same(-Libfdt.CheckFull(blob.Pointer, (nuint)bytes.Length), (int)verdict, "verdict");
                }
                if (verdict == FdtError.None) sound++;
                if (!FdtReader.TryOpen(blob.Span, out var reader, out _)) continue;
                opened++;
                HostileWalk.Everything(reader, i);
                if (verdict == FdtError.None && !StartsWithNop(reader))
                    lookups += OracleLookups.Compare(reader, blob.Pointer, i);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"blob {i} of seed {seed}: {e.Message}\n{Convert.ToBase64String(bytes)}", e);
            }
        }
        var report = $"{count} damaged blobs (seed {seed}, {Libfdt.Rules}): {compared} verdicts equal to libfdt's, "
            + $"{kept} kept from it (it would crash or hang), {opened} opened and walked, "
            + $"{sound} sound, {lookups} look-ups equal, "
            + $"{watch.Elapsed.TotalSeconds:f1} s; verdicts: "
            + string.Join(' ', verdicts.Index().Where(v => v.Item > 0).Select(v => $"{(FdtError)v.Index}={v.Item}"));
        output.WriteLine(report);
        Console.WriteLine(report);
        if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } path) File.AppendAllText(path, report + "\n");
        Assert.Equal(count, compared + kept);
        Assert.True(count < 1000 || (sound > 0 && lookups > 0 && opened > sound));
    }

    /// <summary>libfdt takes offset 0 for the root without looking; ours looks behind NOPs.</summary>
    private static bool StartsWithNop(in FdtReader reader) => reader.Root.Offset != 0;

    internal static void Same(int expected, int actual, string what)
    {
        if (expected != actual) throw new InvalidOperationException($"{what}: libfdt {expected}, ours {actual}");
    }
}
