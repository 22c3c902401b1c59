using Cli.Batch;
using Cli.Hosting;
using Xunit;

namespace Cli.Tests.Batch;

public sealed class BatchPlanTests
{
    private static string[] Outputs(string? root, params string[] inputs) =>
        [.. BatchPlan.Make([.. inputs], "out", root).Select(j => j.Output)];

    [Fact]
    public void Outputs_mirror_the_inputs_below_the_root()
    {
        Assert.Equal(["out/a/x.dtb", "out/b/c/y.dtbo"], Outputs("/r", "/r/a/x.dts", "/r/b/c/y.dtso"));
        Assert.Equal(["out/r/x.dtb"], Outputs("/", "/r/x.dts"));
        Assert.Equal(["out/x.dtb"], Outputs(".", "x.dts"));
    }

    [Fact]
    public void The_root_is_the_common_directory_unless_given()
    {
        Assert.Equal(["out/x.dtb"], Outputs(null, "/r/a/x.dts"));
        Assert.Equal(["out/a/x.dtb", "out/ab/y.dtb"], Outputs(null, "/r/a/x.dts", "/r/ab/y.dts"));
        Assert.Equal(["out/r/x.dtb", "out/s/y.dtb"], Outputs(null, "/r/x.dts", "/s/y.dts"));
        Assert.Equal(["out/x.dtb", "out/a/y.dtb"], Outputs(null, "/x.dts", "/a/y.dts"));
    }

    [Fact]
    public void Other_extensions_stay() => Assert.Equal(["out/x.dt.dtb", "out/y.dtb"], Outputs("/r", "/r/x.dt", "/r/y"));

    [Theory]
    [InlineData("'/s/x.dts' is not below --root '/r'", "/r", "/s/x.dts")]
    [InlineData("'/rr/x.dts' is not below --root '/r'", "/r", "/rr/x.dts")]
    [InlineData("'/r/x' and '/r/x.dts' would both be written to 'out/x.dtb'", "/r", "/r/x", "/r/x.dts")]
    [InlineData("standard input has no name for an output below --out-dir; give -o", null, "-")]
    public void Refuses(string message, string? root, params string[] inputs) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Outputs(root, inputs)).Message);

    [Fact]
    public void Inputs_are_not_overwritten() =>
        Assert.Contains(
            "would be overwritten",
            Assert.Throws<UsageException>(() => BatchPlan.Make(["/r/x.dts", "/r/x.dtb"], "/r", "/r")).Message,
            StringComparison.Ordinal);
}
