using Xunit;

namespace Cli.Tests.Commands;

public sealed class PreprocessCommandTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Prints_expanded_text_with_and_without_markers()
    {
        var board = _temp.Write("b.dts", "#define A 1\n#include \"p.h\"\n/ { a = <A P>; };\n");
        var pins = _temp.Write("p.h", "#define P 2\n/ { };\n");
        var plain = TestRun.Of("preprocess", board, "-P");
        Assert.Equal((0, ""), (plain.Code, plain.Error));
        Assert.Equal(["/ { };", "/ { a = <1 2>; };"], plain.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var marked = TestRun.Of("preprocess", board);
        Assert.Equal(
            [$"# 2 \"{pins}\"", "/ { };", $"# 3 \"{board}\"", "/ { a = <1 2>; };"],
            marked.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Faults_and_missing_inputs_have_their_codes()
    {
        Assert.Equal(1, TestRun.Of("preprocess", _temp.Write("b.dts", "#error no\n"), "-o", _temp["x"]).Code);
        Assert.False(File.Exists(_temp["x"]));
        var run = TestRun.Of("preprocess", _temp["none"]);
        Assert.Equal((2, $"{_temp["none"]}: error[DTS0001]: no such file\n"), (run.Code, run.Error));
        Assert.Equal(2, TestRun.Of("preprocess").Code);
        Assert.Equal(2, TestRun.Of("preprocess", "a", "b").Code);
    }
}
