using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>Blobs that are damaged have findings; nothing else comes of them.</summary>
public sealed class DamagedBlobTests
{
    [Fact]
    public void Damaged_blobs_have_findings_and_nothing_else()
    {
        using var files = new SmallBindings();
        Assert.Equal(0, Comparison.Ours("compile", "-q", files["bad.dts"], "-o", files["bad.dtb"]).Code);
        var blob = File.ReadAllBytes(files["bad.dtb"]);
        var random = new Random(11);
        var names = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var copy = i % 8 == 0 ? blob[..random.Next(blob.Length)] : (byte[])blob.Clone();
            for (var n = random.Next(1, 6); n > 0 && copy.Length > 0; n--) copy[random.Next(copy.Length)] = (byte)random.Next(256);
            names.Add($"%d{i}.dtb");
            File.WriteAllBytes(files[$"d{i}.dtb"], copy);
        }

        foreach (var format in new[] { "text", "json", "dt-validate" })
        {
            var run = files.Validate([.. names, "--format", format]);
            Assert.True(run.Code == 1, run.Error);
            Assert.DoesNotContain("DTS0003", run.Error + run.Out, StringComparison.Ordinal);
        }

        KernelTrees.Report($"validate: {names.Count} damaged blobs, each in 3 formats: findings, no failure");
    }
}
