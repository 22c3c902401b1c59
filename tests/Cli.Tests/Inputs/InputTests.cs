using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Xunit;

namespace Cli.Tests.Inputs;

public sealed class InputTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Lists_have_comments_blank_lines_and_any_line_end()
    {
        var list = _temp.Write("list", "# boards\r\na.dts\r\n\n  b c.dts \n#x\n./a.dts");
        Assert.Equal(["z.dts", "a.dts", "b c.dts"], InputList.Expand(["z.dts", "@" + list], out var usedList));
        Assert.True(usedList);
    }

    [Fact]
    public void A_kernel_tree_is_found_around_the_input()
    {
        Directory.CreateDirectory(_temp["linux/scripts/dtc/include-prefixes"]);
        Directory.CreateDirectory(_temp["linux/include/dt-bindings"]);
        var board = _temp.Write("linux/arch/arm64/boot/dts/v/board.dts");
        string[] tree = [_temp["linux/scripts/dtc/include-prefixes"], _temp["linux/include"]];

        Assert.Equal(tree, new IncludePath(new CompileArguments()).For(board));
        Assert.Equal(["mine", .. tree], new IncludePath(new CompileArguments { IncludeDirectories = { "mine" } }).For(board));
        Assert.Empty(new IncludePath(new CompileArguments { NoKernel = true }).For(board));
        Assert.Equal(tree, new IncludePath(new CompileArguments { Kernel = _temp["linux"] }).For("/elsewhere/x.dts"));
        Assert.Empty(new IncludePath(new CompileArguments()).For(_temp.Write("x.dts")));
    }

    [Fact]
    public void The_nearest_tree_counts()
    {
        Directory.CreateDirectory(_temp["outer/include/dt-bindings"]);
        Directory.CreateDirectory(_temp["outer/inner/include/dt-bindings"]);
        Assert.Equal([_temp["outer/inner/include"]], KernelTree.FindAround(_temp["outer/inner/src/arm"]));
    }

    [Fact]
    public void What_is_found_for_a_relative_input_is_relative()
    {
        Directory.CreateDirectory(_temp["linux/include/dt-bindings"]);
        var relative = Path.GetRelativePath(".", _temp["linux/src"]);
        Assert.Equal([Path.GetRelativePath(".", _temp["linux/include"])], KernelTree.FindAround(relative));
    }

    [Fact]
    public void A_kernel_must_be_one() =>
        Assert.Throws<UsageException>(() => new IncludePath(new CompileArguments { Kernel = _temp.Path }));
}
