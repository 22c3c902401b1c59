using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class DumpCommandTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public DumpCommandTests()
    {
        _temp.Write("a.dts", "/dts-v1/; /memreserve/ 0x1000 0x20; / { model = \"A\"; c { reg = <1 2>; }; };");
        Assert.Equal(0, Comparison.Ours("compile", "-q", _temp["a.dts"], "-o", _temp["a.dtb"]).Code);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Every_token_stands_at_its_offset()
    {
        var run = Comparison.Ours("dump", _temp["a.dtb"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("  0x0000000000001000 0x20\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  0x000048 begin_node /\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("   prop model (name 0x0, 2 bytes) = \"A\"\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("     prop reg (name 0x6, 8 bytes) = <0x1 0x2>\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith(" end\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_same()
    {
        using var json = JsonDocument.Parse(Comparison.Ours("dump", "--json", _temp["a.dtb"]).Out);
        Assert.Equal(17, json.RootElement.GetProperty("header").GetProperty("version").GetInt32());
        Assert.Equal(7, json.RootElement.GetProperty("tokens").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("fault").ValueKind);
    }

    [Theory]
    [InlineData(0x7c, 4, "begins and ends of nodes do not match, up to 0x84")] // the end of a node becomes a NOP
    [InlineData(0x50, 7, "no token at 0x50")]
    public void Damage_is_told_with_its_place(int at, byte value, string expected)
    {
        var blob = File.ReadAllBytes(_temp["a.dtb"]);
        blob[at + 3] = value;
        File.WriteAllBytes(_temp["b.dtb"], blob);
        var run = Comparison.Ours("dump", _temp["b.dtb"]);
        Assert.Equal(1, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_cut_off_is_shown_up_to_the_cut()
    {
        var blob = File.ReadAllBytes(_temp["a.dtb"]);
        for (var length = 0; length < blob.Length; length++)
        {
            File.WriteAllBytes(_temp["cut.dtb"], blob[..length]);
            Assert.Equal(1, Comparison.Ours("dump", _temp["cut.dtb"]).Code);
            Assert.Equal(1, Comparison.Ours("dump", "--json", _temp["cut.dtb"]).Code);
        }
    }
}
