using Cli.Batch;
using Dtc.Compiler;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Batch;

public sealed class BatchRunTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    private string List(int count)
    {
        for (var i = 0; i < count; i++) _temp.Write($"in/{i % 7}/{i:D3}.dts");
        return _temp.Write("list", string.Join('\n', Enumerable.Range(0, count).Select(i => _temp[$"in/{i % 7}/{i:D3}.dts"])));
    }

    private static int Number(string path) => int.Parse(Path.GetFileNameWithoutExtension(path));

    [Fact]
    public void Diagnostics_come_in_the_order_of_the_inputs_whoever_is_done_first()
    {
        var run = TestRun.Of(
            (path, _) =>
            {
                Thread.Sleep(path.GetHashCode(StringComparison.Ordinal) & 3);
                var bag = new DiagnosticBag();
                bag.Add(new Diagnostic(TestRun.SampleRule, SourceSpan.None, $"{Number(path)}") { Severity = Severity.Warning });
                bag.Add(new Diagnostic(TestRun.SampleRule, SourceSpan.None, $"{Number(path)}") { Severity = Severity.Warning });
                return new CompileResult { Output = [1], Diagnostics = bag };
            },
            "compile", "@" + List(200), "--out-dir", _temp["out"], "-j8");
        Assert.Equal(0, run.Code);
        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"{i / 2}"), lines[..^1].Select(l => l.Split(' ')[^1]));
        Assert.Matches(@"^200 compiled, 0 failed, 400 warnings in \d+\.\d s$", lines[^1]);
        Assert.Equal(200, _temp.Files().Count(f => f.StartsWith("out/", StringComparison.Ordinal)));
        Assert.True(File.Exists(_temp["out/3/003.dtb"]));
    }

    [Fact]
    public void The_first_failure_stops_unless_told_to_keep_going()
    {
        var list = List(20);
        CompileResult Engine(string path, CompileOptions options) => Number(path) == 3 ? TestRun.Bad() : TestRun.Good;
        var run = TestRun.Of(Engine, "compile", "@" + list, "--out-dir", _temp["out"], "-j1");
        Assert.Equal(1, run.Code);
        Assert.Contains("3 compiled, 1 failed, 16 not started, 0 warnings in", run.Error, StringComparison.Ordinal);
        run = TestRun.Of(Engine, "compile", "@" + list, "--out-dir", _temp["out2"], "-j2", "--keep-going");
        Assert.Equal(1, run.Code);
        Assert.Contains("19 compiled, 1 failed, 0 warnings in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gravest_failure_decides_the_exit_code()
    {
        var list = List(9);
        static CompileResult Unreadable()
        {
            var bag = new DiagnosticBag();
            bag.Add(Dtc.Tree.Rules.UnreadableInput, SourceSpan.None, "gone");
            return new CompileResult { Diagnostics = bag, InputUnreadable = true };
        }

        Assert.Equal(2, TestRun.Of((p, _) => Number(p) switch { 1 => TestRun.Bad(), 2 => Unreadable(), _ => TestRun.Good },
            "compile", "@" + list, "--out-dir", _temp["o"], "--keep-going").Code);
        Assert.Equal(3, TestRun.Of((p, _) => Number(p) switch { 1 => throw new InvalidOperationException(), 2 => Unreadable(), _ => TestRun.Good },
            "compile", "@" + list, "--out-dir", _temp["o"], "--keep-going").Code);
    }

    [Fact]
    public void Nothing_is_written_when_two_outputs_would_collide()
    {
        _temp.Write("in/x");
        _temp.Write("in/x.dts");
        var run = TestRun.Of("compile", _temp["in/x"], _temp["in/x.dts"], "--out-dir", _temp["out"]);
        Assert.Equal(2, run.Code);
        Assert.False(Directory.Exists(_temp["out"]));
    }

    [Fact]
    public void A_terminal_sees_progress_and_then_only_the_summary()
    {
        var run = TestRun.Of(
            (_, _) =>
            {
                Thread.Sleep(30);
                return TestRun.Good;
            },
            terminal: true,
            "compile", "@" + List(10), "--out-dir", _temp["out"], "-j1");
        Assert.Matches(@"\r\d+/10 \d+0% .*\.dts\e\[K", run.Error);
        Assert.Matches(@"\r\e\[K10 compiled, 0 failed, 0 warnings in \d+\.\d s\n$", run.Error);
    }

    [Fact]
    public void Json_stays_json()
    {
        var run = TestRun.Of((_, _) => TestRun.Bad(), "compile", "@" + List(3), "--out-dir", _temp["out"], "--keep-going", "--diagnostics=json");
        Assert.All(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_fits_a_line() =>
        Assert.Equal(78, ProgressLine.Compose(9, 3580, new string('x', 300)).Length);
}
