using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>Overlays made from pairs of trees, applied by fdtoverlay 1.8.1.</summary>
public sealed class OverlayDiffCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private TestRun Run(params string[] args) =>
        Comparison.Ours(args[0], [.. args[1..].Select(a => a.StartsWith('%') ? _directory[a[1..]] : a)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_overlay_leads_to_the_tree_wanted(bool symbols)
    {
        var removals = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var pair = new TreePair(seed);
            string[] compile = symbols ? ["compile", "-q", "-@"] : ["compile", "-q"];
            foreach (var (name, source) in new[] { ("a", pair.Before), ("b", pair.After), ("c", pair.AfterRemoval ?? pair.After) })
            {
                _directory.Write($"{name}.dts", source);
                var compiled = Run([.. compile, $"%{name}.dts", "-o", $"%{name}.dtb"]);
                Assert.True(compiled.Code == 0, $"{compiled.Error}{source}");
            }

            var made = Run("overlay", "diff", "%a.dtb", "%b.dtb", "-o", "%o.dtbo");
            Assert.True(made.Code == 0, $"seed {seed}: {made.Error}");
            var applied = DtcTools.Run("fdtoverlay", ["-i", _directory["a.dtb"], "-o", _directory["r.dtb"], _directory["o.dtbo"]]);
            Assert.True(applied.ExitCode == 0, $"seed {seed}: {applied.Error}{Run("overlay", "diff", "%a.dtb", "%b.dtb").Out}");
            var difference = Run("diff", "%r.dtb", "%b.dtb");
            Assert.True(difference.Code == 0, $"seed {seed}: {difference.Out}{Run("overlay", "diff", "%a.dtb", "%b.dtb").Out}");

            // The same from sources: what they refer to is known without the names of properties.
            var source2 = symbols ? Run("overlay", "diff", "-@", "%a.dts", "%b.dts", "-o", "%o2.dtbo") : Run("overlay", "diff", "%a.dts", "%b.dts", "-o", "%o2.dtbo");
            Assert.True(source2.Code == 0, $"seed {seed}: {source2.Error}");
            applied = DtcTools.Run("fdtoverlay", ["-i", _directory["a.dtb"], "-o", _directory["r.dtb"], _directory["o2.dtbo"]]);
            Assert.True(applied.ExitCode == 0 && Run("diff", "%r.dtb", "%b.dts").Code == 0, $"seed {seed}, from sources");

            Assert.Equal(pair.Before == pair.After ? 0 : Run("diff", "%a.dtb", "%b.dtb").Code, Run("diff", "%b.dtb", "%a.dtb").Code);
            File.Delete(_directory["no.dtbo"]);
            if (pair.AfterRemoval is null || Run("overlay", "diff", "%a.dtb", "%c.dtb", "-o", "%no.dtbo") is not { Code: 1 } refused) continue;
            removals++;
            Assert.Contains("would have to be deleted", refused.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(_directory["no.dtbo"]));
            Assert.Equal(0, Run("overlay", "diff", "%a.dtb", "%c.dtb", "--ignore-removals", "-o", "%yes.dtbo").Code);
            File.Delete(_directory["yes.dtbo"]);
        }

        Assert.InRange(removals, 20, 120);
    }

    [Fact]
    public void Nothing_to_change_makes_an_empty_overlay()
    {
        _directory.Write("a.dts");
        Assert.Equal("/dts-v1/;\n/plugin/;\n\n/ {\n};\n", Run("overlay", "diff", "%a.dts", "%a.dts").Out);
    }

    [Fact]
    public void Wrong_command_lines_are_refused()
    {
        var path = _directory.Write("a.dts");
        Assert.Equal(2, Run("overlay").Code);
        Assert.Equal(2, Run("overlay", "sing").Code);
        Assert.Equal(2, Run("overlay", "diff", "%a.dts").Code);
        Assert.Equal(2, Run("overlay", "diff", "%a.dts", "%missing.dts").Code);
        Assert.Contains("would overwrite", Run("overlay", "diff", "%a.dts", "%a.dts", "-o", path).Error, StringComparison.Ordinal);
    }
}
