using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class GetCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly string _blob;
    private readonly string _source;

    public GetCommandTests()
    {
        _source = _directory.Write("a.dts",
            """
            /dts-v1/;
            / {
                model = "A \"b\"";
                list = "x", "y";
                aliases { serial0 = "/soc/serial@1"; };
                soc {
                    clk: clock { #clock-cells = <1>; };
                    uart: serial@1 { reg = <1 0x20>; clocks = <&clk 5>; raw = [01 02 03]; flag; };
                };
            };
            """);
        _blob = _directory["a.dtb"];
        Assert.Equal(0, Comparison.Ours("compile", "-q", "-@", _source, "-o", _blob).Code);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("/", "model", "\"A \\\"b\\\"\"\n")]
    [InlineData("/", "list", "\"x\", \"y\"\n")]
    [InlineData("/soc/serial@1", "reg", "<0x1 0x20>\n")]
    [InlineData("/soc/serial", "clocks", "<&{/soc/clock} 0x5>\n")]
    [InlineData("serial0", "raw", "[01 02 03]\n")]
    [InlineData("&uart", "flag", "\n")]
    [InlineData("0x1", "#clock-cells", "<0x1>\n")]
    [InlineData("1", "#clock-cells", "<0x1>\n")]
    public void Values_are_found_by_path_alias_label_and_phandle(string node, string property, string expected)
    {
        Assert.Equal(expected, Comparison.Ours("get", _blob, node, property).Out);
        Assert.Equal(expected, Comparison.Ours("get", _source, node, property).Out);
    }

    [Theory]
    [InlineData("x", "reg", "1 20\n")]
    [InlineData("bx", "raw", "1 2 3\n")]
    [InlineData("r", "raw", "\u0001\u0002\u0003")]
    public void Types_are_those_of_fdtget(string type, string property, string expected) =>
        Assert.Equal(expected, Comparison.Ours("get", "-t", type, _blob, "&uart", property).Out);

    [Theory]
    [InlineData("/soc/seriel@1", "/soc has no child 'seriel@1'; did you mean 'serial@1'?")]
    [InlineData("/sock", "/ has no child 'sock'; did you mean 'soc'?")]
    [InlineData("&uarts", "no label 'uarts'; did you mean 'uart'?")]
    [InlineData("serial9", "no alias 'serial9'; a path starts with '/', a label with '&'; did you mean 'serial0'?")]
    [InlineData("0x99", "no node has the phandle 0x99")]
    public void What_is_missing_is_named(string node, string message)
    {
        var run = Comparison.Ours("get", _blob, node);
        Assert.Equal((1, "", $"dtc-sharp: {message}\n"), (run.Code, run.Out, run.Error));
    }

    [Fact]
    public void A_missing_property_is_named() =>
        Assert.Equal("dtc-sharp: /soc/serial@1 has no property 'rog'; did you mean 'reg'?\n", Comparison.Ours("get", _blob, "serial0", "rog").Error);

    [Fact]
    public void Nodes_print_as_source_and_as_json()
    {
        Assert.Equal("clock {\n\t#clock-cells = <0x1>;\n};\n", Comparison.Ours("get", _blob, "&clk").Out);
        using var json = JsonDocument.Parse(Comparison.Ours("get", "--json", _blob, "&uart").Out);
        Assert.Equal("/soc/serial@1", json.RootElement.GetProperty("path").GetString());
        Assert.Equal("reg", json.RootElement.GetProperty("properties")[0].GetProperty("name").GetString());
        Assert.Equal(32u, json.RootElement.GetProperty("properties")[0].GetProperty("cells")[1].GetUInt32());
    }

    [Fact]
    public void List_names_what_a_node_holds()
    {
        Assert.Equal("model\nlist\naliases/\nsoc/\n__symbols__/\n", Comparison.Ours("list", _blob).Out);
        Assert.Equal("clock/\nserial@1/\n", Comparison.Ours("list", "-l", _blob, "/soc").Out);
        Assert.Equal("/soc/clock/\n/soc/serial@1/\n", Comparison.Ours("list", "-rl", _blob, "/soc").Out);
        Assert.StartsWith("reg\nclocks\n", Comparison.Ours("list", "-p", _blob, "serial0").Out, StringComparison.Ordinal);
        Assert.Equal(1, Comparison.Ours("list", _blob, "/x").Code);
        using var json = JsonDocument.Parse(Comparison.Ours("list", "--json", _blob, "/soc").Out);
        Assert.Equal("clock", json.RootElement.GetProperty("children")[0].GetString());
    }

    [Fact]
    public void Trouble_has_its_exit_codes()
    {
        var damaged = _directory["damaged.dtb"];
        File.WriteAllBytes(damaged, File.ReadAllBytes(_blob)[..100]);
        Assert.Equal(1, Comparison.Ours("get", damaged, "/").Code);
        Assert.Equal(2, Comparison.Ours("get", _directory["missing.dtb"], "/").Code);
        Assert.Equal(2, Comparison.Ours("get").Code);
        Assert.Equal(2, Comparison.Ours("get", "-t", "q", _blob, "/", "model").Code);
        Assert.Equal(1, Comparison.Ours("get", "-t", "hx", _blob, "&uart", "raw").Code);
    }
}
