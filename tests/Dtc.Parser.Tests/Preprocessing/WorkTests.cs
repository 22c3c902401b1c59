using System.Diagnostics;

namespace Dtc.Parser.Tests.Preprocessing;

/// <summary>
/// Inputs of a few hundred kilobytes on which careless code takes minutes. What is right takes a fraction of a second,
/// so the bound tells the two apart on a slow and busy machine too.
/// </summary>
public sealed class WorkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public void Many_macros_on_one_line()
    {
        using var run = Run("#define M -1\nx" + Repeat("-M", 200_000) + "\n");
        Assert.Equal("x" + Repeat("- -1 ", 200_000).TrimEnd() + "\n", run.Text);
    }

    [Fact]
    public void Calls_over_several_lines()
    {
        using var run = Run("#define F(x) x\n" + Repeat("F(\n1)", 300_000) + "\n");
        Assert.Equal(Repeat("1 ", 300_000).TrimEnd() + "\n", run.Text);
        Assert.Equal(300_002, run.Where("\n").Line);
    }

    [Fact]
    public void Lines_owed_for_calls_keep_their_number()
    {
        using var run = Run("#define F(x) x\n" + Repeat("F(\n1)\n\n", 50_000) + "end\n");
        Assert.Equal(150_002, run.Where("end").Line);
        Assert.Equal(Repeat("1\n\n\n", 50_000) + "end\n", run.Text);
    }

    [Fact]
    public void Many_line_markers()
    {
        const int Count = 40_000;
        using var run = Run(Repeat("# 5 \"x.h\"\n__LINE__ __FILE__\n#line 7\n__LINE__ __FILE__\n", Count) + "end\n");
        Assert.Equal(Repeat("5 \"x.h\"\n7 \"x.h\"\n", Count) + "end\n", run.Text.Replace("\n\n", "\n", StringComparison.Ordinal));
        var end = run.Where("end");
        Assert.Equal(("x.h", 8), (end.File, end.Line));
    }

    [Fact]
    public void Builtins_deep_in_nested_macros()
    {
        const int Depth = 30_000;
        var macros = string.Concat(Enumerable.Range(0, Depth).Select(i => $"#define A{i} __LINE__ A{i + 1}\n"));
        using var run = Run(macros + "A0\n");
        Assert.Equal(Repeat($"{Depth + 1} ", Depth) + $"A{Depth}\n", run.Text.TrimStart('\n'));
        Assert.Equal((Depth + 1, 1), (run.Where($"A{Depth}").Line, run.Where($"A{Depth}").Column));
    }

    [Fact]
    public void Faults_on_one_long_line()
    {
        using var run = Run("#define F(x) x\n" + Repeat("F(1,2)", 200_000) + "\n");
        Assert.StartsWith("in.dts:2:5995 ", run.Found[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Many_parameters()
    {
        const int Count = 150_000;
        var names = string.Join(',', Enumerable.Range(0, Count).Select(i => $"p{i}"));
        using var run = Run($"#define P({names}) {names}\nP({names})\n");
        Assert.Empty(run.Found);
        Assert.Equal(names, run.Text.Trim());
    }

    [Fact]
    public void Assertions_one_by_one()
    {
        var all = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"#assert a{i}(b)\n"));
        using var run = Run(
            all + Repeat("#unassert x\n", 20_000) + "#unassert a7\n#unassert a8(b)\n"
            + "#if #a7 || #a7(b) || #a8(b) || #a9(c)\nno\n#elif #a9 && #a9(b)\nyes\n#endif\n");
        Assert.Equal("yes", run.Text.Trim());
    }

    [Fact]
    public void Conditions_after_a_bomb()
    {
        var bomb = string.Concat(Enumerable.Range(1, 40).Select(i => $"#define B{i} B{i - 1} B{i - 1}\n"));
        using var run = Run(bomb + "#define B0 1 +\n#if B40\n#endif\n" + Repeat("#if B1\n#endif\n", 100_000));
        Assert.Single(run.Found);
        Assert.Contains("grows too large", run.Found[0], StringComparison.Ordinal);
    }

    /// <summary>Work that prints nothing and takes no token from the text still ends at the limit.</summary>
    [Theory]
    [InlineData("P() each with many parameters", "#define P(", "p#,", 40_000, "z) 1\n", "P() ", 100_000, "\n")]
    [InlineData("a body of empty arguments", "#define P(x) ", "x ", 40_000, "\n#if 1 ", "P() ", 40_000, "\n#endif\n")]
    [InlineData("__VA_OPT__ of blank arguments", "#define N\n#define V(...) ", "__VA_OPT__(a) ", 40_000, "\nV(", "N ", 100_000, ")\n")]
    [InlineData("a long file name", "#define E(x)\n#line 1 \"", "x", 100_000, "\"\nE(", "__FILE__ ", 100_000, ")\n")]
    [InlineData("a long name in messages", "#define E(x)\n#define Y(x) x\n#define G(x) E(Y(x))\n#define L(x)\n#define B L(1,2", "x", 100_000, ")\nG(", "B ", 40_000, ")\n")]
    public void Work_that_shows_nowhere(
        string what, string before, string first, int firstCount, string between, string second, int secondCount, string after)
    {
        var text = new System.Text.StringBuilder(before);
        for (var i = 0; i < firstCount; i++) text.Append(first.Replace("#", $"{i}", StringComparison.Ordinal));
        using var run = Run(text.Append(between).Insert(text.Length, second, secondCount).Append(after).ToString());
        Assert.True(run.Text.Length < 1_000_000, what);
    }

    [Fact]
    public void A_large_file_included_many_times()
    {
        using var run = Run(
            Repeat("#include \"x.h\"\n", 20_000), ("x.h", Repeat("# 5 \"y\"\n#undef A\n", 20_000)));
        Assert.Contains("included too often", Assert.Single(run.Found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_included_many_times()
    {
        using var run = Run(Repeat("#include \"x.h\"\n", 20_000), ("x.h", "#undef A\n#define A 1\nA\n"));
        Assert.Empty(run.Found);
        Assert.Equal(Repeat("1\n", 20_000), run.Text.Replace("\n\n", "\n", StringComparison.Ordinal).TrimStart('\n'));
    }

    private static string Repeat(string text, int count) => new System.Text.StringBuilder().Insert(0, text, count).ToString();

    private static PreprocessingTest Run(string source, params (string Path, string Text)[] files)
    {
        var watch = Stopwatch.StartNew();
        var run = new PreprocessingTest(source, null, files);
        _ = run.Found;
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound);
        return run;
    }
}
