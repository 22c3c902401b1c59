using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Caching;

public sealed class BindingCacheTests
{
    private const int DamageSamples = 1500;

    [Fact]
    public void ARunFromTheCacheSaysTheSame()
    {
        using var scratch = new Scratch();
        SmallSet.Write(scratch);
        var cache = Path.Combine(scratch.Path, "cache");
        var expected = SmallSet.OpenCold(scratch);
        Assert.Contains("duplicate key", expected, StringComparison.Ordinal);
        Assert.Contains("missing type definition", expected, StringComparison.Ordinal);
        Assert.Contains("17 is greater than the maximum of 16", expected, StringComparison.Ordinal);
        Assert.Contains("defs.yaml:SchemaPosition { Line = 8, Column = 5 }", expected, StringComparison.Ordinal);
        Assert.Contains("failed to match any schema", expected, StringComparison.Ordinal);
        Assert.Equal(expected, SmallSet.Open(scratch, cache, out var cold));
        Assert.Equal(expected, SmallSet.Open(scratch, cache, out _));
        Assert.True(cold >= 5);

        // What dt-mk-schema would have written has no lines, and all else.
        var findings = new List<LoadFinding>();
        var set = BindingSet.Load(SmallSet.Inputs(scratch), findings, []);
        var file = scratch.Write("processed.json", System.Text.Encoding.ASCII.GetString(JsonWriter.Write(set.ToProcessed("v"))));
        for (var run = 0; run < 2; run++)
        {
            var processed = new BindingCache(new CacheStore(cache)).Open(new SchemaInputs { Paths = [file] }, []);
            Assert.Equal(WithoutLines(expected), WithoutLines(SmallSet.Run(processed, findings)));
        }
    }

    [Fact]
    public void FilesThatSettledAreNotRead()
    {
        using var scratch = new Scratch();
        var expected = Settle(scratch, out var cache);
        Assert.Equal(expected, SmallSet.Open(scratch, cache, out var reads));
        Assert.Equal(0, reads);

        // A new time alone costs one look at the contents.
        File.SetLastWriteTimeUtc(Path.Combine(scratch.Path, "bindings/uart.yaml"), DateTime.UtcNow.AddDays(-2));
        Assert.Equal(expected, SmallSet.Open(scratch, cache, out reads));
        Assert.Equal(1, reads);
    }

    [Fact]
    public void ChangesAreNoticed()
    {
        using var scratch = new Scratch();
        Settle(scratch, out var cache);
        var uart = Path.Combine(scratch.Path, "bindings/uart.yaml");
        void Check()
        {
            Assert.Equal(SmallSet.OpenCold(scratch), SmallSet.Open(scratch, cache, out _));
            Assert.Equal(SmallSet.OpenCold(scratch), SmallSet.Open(scratch, cache, out _));
        }

        // The same size and the same time, twice in one moment.
        foreach (var maximum in new[] { "500", "600", "199", "201" })
        {
            var time = File.GetLastWriteTimeUtc(uart);
            SmallSet.Write(scratch, maximum);
            File.SetLastWriteTimeUtc(uart, time);
            Check();
        }

        scratch.Write("bindings/new/more.yaml", "$id: http://devicetree.org/schemas/named.yaml#\n");
        Check();
        Directory.Delete(Path.Combine(scratch.Path, "bindings/new"), true);
        Check();
        File.Move(uart, Path.ChangeExtension(uart, ".txt"));
        Check();
        Directory.Delete(Path.Combine(scratch.Path, "bindings"), true);
        Check();
        SmallSet.Write(scratch);
        Check();
        File.Delete(Path.Combine(scratch.Path, "bindings/broken.yaml"));
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "bindings/broken.yaml"), Path.Combine(scratch.Path, "far.yaml"));
        Check();
        scratch.Write("far.yaml", "a: 1\n");
        Check();
    }

    [Fact]
    public void DamageIsAsIfNothingWereKept()
    {
        using var scratch = new Scratch();
        var expected = Settle(scratch, out var cache);
        var random = new Random(11);
        var files = Directory.GetFiles(cache);
        Assert.Equal(2, files.Length);
        for (var i = 0; i < DamageSamples; i++)
        {
            var file = files[i % files.Length];
            var whole = File.ReadAllBytes(file);
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            if (i % 10 == 0) damaged = damaged[..random.Next(damaged.Length)];
            File.WriteAllBytes(file, damaged);
            Assert.Equal(expected, SmallSet.Open(scratch, cache, out var reads));
            Assert.True(reads > 0, $"damage of {file} was not noticed");
            File.WriteAllBytes(file, whole);
        }

        KernelBindings.Report($"bindings: {DamageSamples} damaged cache files, all noticed");
    }

    [Fact]
    public void ManyMayWriteAtOnce()
    {
        using var scratch = new Scratch();
        SmallSet.Write(scratch);
        var cache = Path.Combine(scratch.Path, "cache");
        var expected = SmallSet.OpenCold(scratch);
        for (var round = 0; round < 20; round++)
        {
            if (Directory.Exists(cache)) Directory.Delete(cache, true);
            Parallel.For(0, 6, _ => Assert.Equal(expected, SmallSet.Open(scratch, cache, out var _)));
            Assert.Equal([".files", ".image"], Directory.GetFiles(cache).Select(Path.GetExtension).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void ACacheThatCannotBeWrittenIsDoneWithout()
    {
        using var scratch = new Scratch();
        SmallSet.Write(scratch);
        var blocked = Path.Combine(scratch.Write("file", ""), "cache");
        Assert.Equal(SmallSet.OpenCold(scratch), SmallSet.Open(scratch, blocked, out _));
        Assert.Equal(SmallSet.OpenCold(scratch), SmallSet.Open(scratch, "/proc/nowhere", out _));
        Assert.Equal(SmallSet.OpenCold(scratch), SmallSet.Open(scratch, "bad\0name", out _));
    }

    [Fact]
    public void OldImagesAreDropped()
    {
        using var scratch = new Scratch();
        var cache = Path.Combine(scratch.Path, "cache");
        var (mine, abandoned) = (scratch.Write("cache/mine.image", "mine"), scratch.Write("cache/mine.new", "mine"));
        foreach (var file in (string[])[mine, abandoned]) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-30));
        for (var i = 0; i < 30; i++)
        {
            SmallSet.Write(scratch, $"{i + 1000}");
            SmallSet.Open(scratch, cache, out _);
        }

        Assert.True(File.Exists(mine) && File.Exists(abandoned));
        Assert.InRange(Directory.GetFiles(cache, "*.image").Length, 3, 17);
        Assert.Single(Directory.GetFiles(cache, "*.files"));
    }

    // Loads a set until its files are old enough for their stamps to be believed.
    private static string Settle(Scratch scratch, out string cache)
    {
        cache = Path.Combine(scratch.Path, "cache");
        SmallSet.Write(scratch);
        var expected = SmallSet.OpenCold(scratch);
        for (var tries = 0; tries < 100; tries++)
        {
            Assert.Equal(expected, SmallSet.Open(scratch, cache, out var reads));
            if (reads == 0) return expected;
            Thread.Sleep(100);
        }

        throw new TimeoutException("the files never settled");
    }

    private static string WithoutLines(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"\S*:SchemaPosition \{[^}]*\}", "");
}
