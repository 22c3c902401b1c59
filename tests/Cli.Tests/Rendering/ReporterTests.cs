using Dtc.Compiler;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Rendering;

public sealed class ReporterTests
{
    private static CompileResult Findings(int errors, int warnings)
    {
        var bag = new DiagnosticBag();
        for (var i = 1; i <= errors; i++) bag.Add(TestRun.SampleRule, SourceSpan.None, $"e{i}");
        for (var i = 1; i <= warnings; i++)
            bag.Add(new Diagnostic(TestRun.SampleRule, SourceSpan.None, $"w{i}") { Severity = Severity.Warning });
        return new CompileResult { Diagnostics = bag };
    }

    [Fact]
    public void Fifty_errors_are_shown_unless_told_otherwise()
    {
        Assert.EndsWith(
            "b.dts: error[DTS0999]: e50\nb.dts: note: 2 more errors not shown; --max-errors sets the limit\n",
            TestRun.Of((_, _) => Findings(52, 0), "compile", "b.dts").Error,
            StringComparison.Ordinal);
        Assert.EndsWith(": e2\n", TestRun.Of((_, _) => Findings(2, 0), "compile", "b.dts", "--max-errors=2").Error, StringComparison.Ordinal);
        Assert.EndsWith(": e52\n", TestRun.Of((_, _) => Findings(52, 0), "compile", "b.dts", "--max-errors=0").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_hides_warnings_only() =>
        Assert.Equal("b.dts: error[DTS0999]: e1\n", TestRun.Of((_, _) => Findings(1, 3), "compile", "-q", "b.dts").Error);

    [Fact]
    public void What_the_bag_dropped_is_counted()
    {
        var run = TestRun.Of((_, _) => Findings(DiagnosticBag.Capacity + 7, 0), "compile", "b.dts", "--max-errors=0");
        Assert.Contains("note: 7 more errors not shown", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "auto", true)]
    [InlineData(false, "auto", false)]
    [InlineData(false, "always", true)]
    [InlineData(true, "never", false)]
    public void Colours_follow_the_choice(bool terminal, string choice, bool colour)
    {
        var run = TestRun.Of((_, _) => Findings(1, 0), terminal, "compile", "b.dts", "-o", "-", "--color", choice);
        Assert.Equal(colour, run.Error.Contains('\e', StringComparison.Ordinal));
    }
}
