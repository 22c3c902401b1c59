using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class MergeCommandTests
{
    [Theory]
    [InlineData("dts")]
    [InlineData("dtb")]
    public void Later_trees_win_and_keep_their_references(string kind)
    {
        using var directory = new TempDirectory();
        directory.Write("a.dts", "/dts-v1/; / { model = \"A\"; a: a { #clock-cells = <0>; }; ua { clocks = <&a>; }; s { x = <1>; y = <1>; }; };");
        directory.Write("b.dts", "/dts-v1/; / { model = \"B\"; b: b { #clock-cells = <0>; }; ub { clocks = <&b>; }; s { y = <2>; z; }; };");
        directory.Write("r.dts",
            """
            /dts-v1/;
            / {
                model = "B";
                a: a { #clock-cells = <0>; };
                ua { clocks = <&a>; };
                s { x = <1>; y = <2>; z; };
                b: b { #clock-cells = <0>; };
                ub { clocks = <&b>; };
            };
            """);
        foreach (var name in new[] { "a", "b" })
            Assert.Equal(0, Comparison.Ours("compile", "-q", directory[$"{name}.dts"], "-o", directory[$"{name}.dtb"]).Code);

        foreach (var result in new[] { "out.dtb", "out.dts" })
        {
            var run = Comparison.Ours("merge", directory[$"a.{kind}"], directory[$"b.{kind}"], "-o", directory[result]);
            Assert.True(run.Code == 0, run.Error);
            var difference = Comparison.Ours("diff", "--order", directory[result], directory["r.dts"]);
            Assert.True(difference.Code == 0, difference.Out + difference.Error);
        }

        Assert.Equal(2, Comparison.Ours("merge", directory["a.dts"]).Code);
        Assert.Equal(2, Comparison.Ours("merge", directory["a.dts"], directory["missing.dts"], "-o", directory["no"]).Code);
        Assert.False(File.Exists(directory["no"]));
    }
}
