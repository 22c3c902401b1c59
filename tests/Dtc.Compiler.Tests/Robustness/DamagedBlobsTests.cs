using System.Buffers.Binary;
using System.Text;
using Dtc.Compiler.Decompiling;
using Dtc.Compiler.Tests.Oracle;
using Dtc.Parser;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>
/// Damaged blobs, decompiled in both forms: whatever the bytes are, there is a text or an error, soon. DTC_SHARP_FUZZ_BLOBS
/// sets the number, DTC_SHARP_FUZZ_SEED the first seed.
/// </summary>
public sealed class DamagedBlobsTests
{
    private const int Sounds = 200;

    // Compiling again and again costs more than reading: the form for people gets every fifth.
    private const int Stride = 5;

    [Fact]
    public void No_damaged_blob_makes_the_decompiler_fail()
    {
        var count = TestSettings.Number("DTC_SHARP_FUZZ_BLOBS", 100_000);
        var sound = Enumerable.Range(0, Sounds).Select(i => Blob(SourceGenerator.Make(TestSettings.Seed + i, modern: true))).OfType<byte[]>().ToArray();
        int read = 0, exact = 0, tree = 0, people = 0;
        var threads = Enumerable.Range(0, 2).Select(worker => new Thread(() =>
        {
            var compiler = new DtsCompiler();
            for (var i = worker; i < count; i += 2)
            {
                var blob = Damage(sound, unchecked(TestSettings.Seed + i));
                var path = $"/{worker}.dtb";
                compiler.Sources.Add(new SourceFile(path, blob));
                var plain = compiler.Compile(path, new CompileOptions { InputFormat = InputFormat.Blob, OutputFormat = OutputFormat.Source, Force = true });
                Assert.True(plain.Output is not null || plain.Diagnostics.HasErrors, $"seed {i}");
                if (plain.Output is not null) Interlocked.Increment(ref read);
                if (i / 2 % Stride != 0) continue;
                var result = Decompiler.Decompile(blob);
                Assert.True(result.Text is not null || result.Diagnostics.HasErrors, $"seed {i}");
                if (result.Text is null) continue;
                Interlocked.Increment(ref people);
                if (result.Fidelity == Fidelity.SameBytes) Interlocked.Increment(ref exact);
                if (result.Fidelity == Fidelity.SameTree) Interlocked.Increment(ref tree);
            }
        }, DtsCompiler.StackSize)).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        TestSettings.Report($"damaged blobs: {count} read, {read} of them written by dtc's rules; of {people} decompiled for people "
            + $"{exact} give the same bytes again, {tree} the same tree");
        Assert.True(count < 1000 || (read > count / 20 && exact > 0));
    }

    // Some generated blobs hold what no source can say, such as a label "phandle" in /aliases; where dtc's form comes back,
    // so must ours.
    [Fact]
    public void Generated_blobs_come_back()
    {
        var exact = 0;
        var faults = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var source = SourceGenerator.Make(TestSettings.Seed + i, modern: true);
            if (Blob(source) is not { } blob) continue;
            var result = Decompiler.Decompile(blob);
            if (result.Fidelity == Fidelity.SameBytes) exact++;
            else if (PlainComesBack(blob, source.Options)) faults.Add($"seed {TestSettings.Seed + i}\n{source}\n{Encoding.Latin1.GetString(result.Text!)}");
        }

        TestSettings.Report($"generated blobs: {exact} decompiled to source of the same bytes, {faults.Count} not, though dtc's form gives them");
        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(2)));
        Assert.True(exact > 20);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(900)]
    [InlineData(4000)]
    [InlineData(200_000)]
    public void Nests_as_deep_as_it_likes(int depth)
    {
        var thread = new Thread(() => Decompiler.Decompile(Nest(depth)), DtsCompiler.StackSize);
        thread.Start();
        thread.Join();
    }

    private static byte[]? Blob(GeneratedSource source)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("/x.dts", source.Bytes));
        var result = new DtsCompiler(sources).Compile("/x.dts", source.Options with { OutputFormat = OutputFormat.Blob });
        return result.Diagnostics.HasErrors ? null : result.Output;
    }

    private static bool PlainComesBack(byte[] blob, CompileOptions made)
    {
        var sources = new SourceCache();
        var compiler = new DtsCompiler(sources);
        sources.Add(new SourceFile("/x.dtb", blob));
        var plain = compiler.Compile("/x.dtb", new CompileOptions { InputFormat = InputFormat.Blob, OutputFormat = OutputFormat.Source });
        if (plain.Diagnostics.HasErrors || plain.Output is null) return false;
        sources.Add(new SourceFile("/y.dts", plain.Output));
        var layout = new CompileOptions
        {
            RunPreprocessor = false, Version = made.Version, BootCpu = plain.Tree!.BootCpu, ReservedEntries = made.ReservedEntries,
            MinimumSize = made.MinimumSize, Padding = made.Padding, Alignment = made.Alignment,
        };
        var again = compiler.Compile("/y.dts", layout);
        return !again.Diagnostics.HasErrors && again.Output.AsSpan().SequenceEqual(blob);
    }

    private static byte[] Damage(byte[][] sound, int seed)
    {
        var random = new Random(seed);
        var blob = (byte[])sound[random.Next(sound.Length)].Clone();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(4) == 0 ? random.Next(Math.Min(blob.Length, 40)) : random.Next(blob.Length);
            switch (random.Next(6))
            {
                case 0:
                    blob[at] = (byte)random.Next(256);
                    break;
                case 1:
                    blob[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when blob.Length > 44:
                    uint[] tokens = [0, 1, 2, 3, 4, 9, uint.MaxValue, 0x7fffffff, (uint)random.Next(100)];
                    BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(random.Next(10, blob.Length / 4) * 4), tokens[random.Next(tokens.Length)]);
                    break;
                case 3:
                    var from = random.Next(blob.Length);
                    var length = Math.Min(random.Next(64), blob.Length - Math.Max(from, at));
                    blob.AsSpan(from, length).ToArray().CopyTo(blob.AsSpan(at));
                    break;
                case 4 when random.Next(4) == 0:
                    blob = blob[..random.Next(1, blob.Length + 1)];
                    break;
                default:
                    blob.AsSpan(at, Math.Min(random.Next(8), blob.Length - at)).Clear();
                    break;
            }
        }

        return blob;
    }

    private static byte[] Nest(int depth)
    {
        var writer = new Dtc.Fdt.FdtWriter();
        writer.Reset(17);
        for (var i = 0; i < depth; i++) writer.BeginNode(i == 0 ? ""u8 : "n"u8);
        for (var i = 0; i < depth; i++) writer.EndNode();
        return writer.Finish(new Dtc.Fdt.FdtLayout());
    }
}
