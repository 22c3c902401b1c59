using Dtc.Compiler;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class CompileCommandTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_the_blob_and_says_nothing()
    {
        var run = TestRun.Of("compile", _temp.Write("a.dts"), "-o", _temp["a.dtb"]);
        Assert.Equal((0, "", ""), (run.Code, run.Out, run.Error));
        Assert.Equal(TestRun.Good.Output, File.ReadAllBytes(_temp["a.dtb"]));
        Assert.Equal(["a.dtb", "a.dts"], _temp.Files());
    }

    [Fact]
    public void Without_an_output_the_blob_goes_to_a_pipe_but_not_to_a_terminal()
    {
        Assert.Equal(TestRun.Good.Output, TestRun.Of("compile", "a.dts").OutBytes);
        var run = TestRun.Of((_, _) => TestRun.Good, terminal: true, "compile", "dir/a.dtso");
        Assert.Equal(2, run.Code);
        Assert.Equal("dtc-sharp: a blob is not for the terminal; give -o FILE, such as -o a.dtbo, or -o -\n", run.Error);
        Assert.Equal(TestRun.Good.Output, TestRun.Of((_, _) => TestRun.Good, terminal: true, "compile", "a.dts", "-o", "-").OutBytes);
    }

    [Fact]
    public void Errors_leave_no_output_and_keep_the_old_one()
    {
        _temp.Write("old.dtb", "old");
        var run = TestRun.Of((_, _) => TestRun.Bad(blob: [1]), "compile", "a.dts", "-o", _temp["old.dtb"], "-d", _temp["d"]);
        Assert.Equal((1, "a.dts: error[DTS0999]: it is wrong\n"), (run.Code, run.Error));
        Assert.Equal("old", File.ReadAllText(_temp["old.dtb"]));
        Assert.Equal(["old.dtb"], _temp.Files());
    }

    [Fact]
    public void Force_writes_what_there_is()
    {
        Assert.Equal(0, TestRun.Of((_, _) => TestRun.Bad(blob: [1]), "compile", "-f", "a.dts", "-o", _temp["x"]).Code);
        Assert.Equal([1], File.ReadAllBytes(_temp["x"]));
        Assert.Equal(1, TestRun.Of((_, _) => TestRun.Bad(), "compile", "-f", "a.dts", "-o", _temp["y"]).Code);
    }

    [Fact]
    public void Unreadable_inputs_and_unwritable_outputs_are_a_matter_of_2()
    {
        var bag = new DiagnosticBag();
        bag.Add(Dtc.Tree.Rules.UnreadableInput, SourceSpan.None, "no such file");
        var unreadable = new CompileResult { Diagnostics = bag, InputUnreadable = true };
        var run = TestRun.Of((_, _) => unreadable, "compile", "a.dts");
        Assert.Equal((2, "a.dts: error[DTS0001]: no such file\n"), (run.Code, run.Error));

        run = TestRun.Of("compile", "a.dts", "-o", _temp["none/a.dtb"]);
        Assert.Equal(
            (2, $"{_temp["none/a.dtb"]}: error[DTS0002]: the output cannot be written: the directory does not exist\n"),
            (run.Code, run.Error));
        run = TestRun.Of("compile", "a.dts", "-o", _temp["a.dtb"], "-d", _temp["none/a.d"]);
        Assert.Equal(2, run.Code);
        Assert.Empty(_temp.Files());
    }

    [Fact]
    public void A_crash_of_the_engine_is_told_in_a_sentence()
    {
        var run = TestRun.Of((_, _) => throw new InvalidOperationException("boom\nbang"), "compile", "a.dts");
        Assert.Equal(3, run.Code);
        Assert.StartsWith("a.dts: error[DTS0003]: InvalidOperationException: boom bang", run.Error, StringComparison.Ordinal);
        run = TestRun.Of((_, _) => throw new InsufficientMemoryException(), "compile", "a.dts");
        Assert.Equal((3, "a.dts: error[DTS0003]: out of memory\n"), (run.Code, run.Error));
    }

    [Fact]
    public void Options_reach_the_engine()
    {
        CompileOptions? seen = null;
        TestRun.Of(
            (_, options) =>
            {
                seen = options;
                return TestRun.Good;
            },
            "compile", "-@AL", "-Hlegacy", "-S0x100", "-a8", "-b", "1", "-R2", "-s", "-V16", "-f", "-DA", "-UB", "-Ix",
            "-include", "y.h", "--no-cpp", "--no-kernel", "a.dts");
        Assert.NotNull(seen);
        Assert.Equal(["x"], seen.Preprocess.IncludeDirectories);
        Assert.Equal(["y.h"], seen.Preprocess.ForcedIncludes);
        Assert.Equal(2, seen.Preprocess.Macros.Count);
        Assert.False(seen.RunPreprocessor);
        Assert.Equal(
            new CompileOptions
            {
                Symbols = true, AutoAliases = true, LocalFixups = true, PhandleFormat = PhandleFormats.Legacy,
                MinimumSize = 256, Alignment = 8, BootCpu = 1, ReservedEntries = 2, Sort = true, Version = 16, Force = true,
                RunPreprocessor = false, Preprocess = seen.Preprocess,
            },
            seen);
    }

    [Theory]
    [InlineData("-p and -S exclude each other", "a.dts", "-p1", "-S0")]
    [InlineData("no input; - compiles standard input")]
    [InlineData("several inputs need --out-dir DIR", "a.dts", "b.dts")]
    [InlineData("--root needs --out-dir DIR", "a.dts", "--root", ".")]
    [InlineData("-o and --out-dir exclude each other", "a.dts", "-ox", "--out-dir=y")]
    [InlineData("-d describes one output; it excludes --out-dir", "a.dts", "-dx", "--out-dir=y")]
    [InlineData("'./a.dts': error[DTS0002]: the output would overwrite 'a.dts', which is read; give another file", "a.dts", "-o", "./a.dts")]
    [InlineData("'a.dts': error[DTS0002]: the dependency file would overwrite 'a.dts', which is read; give another file", "a.dts", "-o", "x", "-d", "a.dts")]
    [InlineData("the dependency file would overwrite 'x'", "a.dts", "-o", "x", "-d", "x")]
    [InlineData("cannot read the list of inputs 'none.txt': no such file", "@none.txt")]
    [InlineData("an input path is empty", "")]
    [InlineData("--kernel: neither scripts/dtc/include-prefixes nor include is found in '/none'", "a.dts", "--kernel", "/none")]
    public void Usage_errors(string message, params string[] args)
    {
        var run = TestRun.Of(["compile", .. args]);
        Assert.Equal((2, $"dtc-sharp: {message}\n"), (run.Code, run.Error));
    }

    [Fact]
    public void A_file_that_was_read_is_not_replaced_by_an_output()
    {
        var source = _temp["i.dtsi"];
        File.WriteAllText(source, "a;");
        File.CreateSymbolicLink(_temp["link"], source);
        CompileResult Engine(string input, CompileOptions options) =>
            new() { Output = TestRun.Good.Output, Diagnostics = new Dtc.Tree.DiagnosticBag(), PreprocessorInputs = [input, source] };
        string[][] outputs = [["-o", source], ["-o", _temp["link"]], ["-o", _temp["x.dtb"], "-d", _temp["link"]]];
        foreach (var output in outputs)
        {
            Assert.Equal(2, TestRun.Of(Engine, ["compile", "a.dts", .. output]).Code);
            Assert.Equal("a;", File.ReadAllText(source));
        }

        File.WriteAllBytes(_temp["old.dtb"], TestRun.Good.Output!);
        Assert.Equal(0, TestRun.Of(Engine, "compile", "a.dts", "-o", _temp["old.dtb"]).Code);
    }

    [Fact]
    public void An_input_given_twice_is_one_input() =>
        Assert.Equal(0, TestRun.Of("compile", "a.dts", "./a.dts", "-o", _temp["x"]).Code);
}
