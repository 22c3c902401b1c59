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
