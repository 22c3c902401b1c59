using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>The commands set, rm and overlay apply.</summary>
public sealed class EditCommandTests : IDisposable
{
    private const string Source =
        """
        /dts-v1/;
        / {
            aliases { serial0 = "/soc/serial@1000"; };
            soc: soc { uart: serial@1000 { reg = <1>; status = "disabled"; }; clk: clock { }; };
            __symbols__ { soc = "/soc"; uart = "/soc/serial@1000"; clk = "/soc/clock"; };
        };
        """;

    private readonly TempDirectory _temp = new();
    private readonly string _file;

    public EditCommandTests() => _file = Place("b.dtb", Source);

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("/soc/serial@1000|status|okay", "-ts", "okay")]
    [InlineData("serial0|p|<1 0x10>", "-tx", "1 10")]
    [InlineData("&uart|p|<-1 4294967295>", "-ti", "-1 -1")]
    [InlineData("/|p|[00 1122]|\"a\\n\"", "-tbx", "0 11 22 61 a 0")]
    [InlineData("/|p|\"a\", \"b\"", "-ts", "a b")]
    [InlineData("/|p|/bits/ 16 <0x1234 -1>", "-tbx", "12 34 ff ff")]
    [InlineData("/|p|/bits/ 64 <0x123456789>", "-tx", "1 23456789")]
    [InlineData("/|p|<&clk 5>", "-tx", "1 5")]
    [InlineData("/|p|<&{/soc/clock}>", "-tx", "1")]
    [InlineData("/|p|&clk", "-ts", "/soc/clock")]
    [InlineData("/|p", "-tx", "")]
    [InlineData("-t|hhx|/|p|12|ff", "-tbx", "12 ff")]
    [InlineData("-t|s|/|p|12", "-ts", "12")]
    [InlineData("-p|/a/b/c|p|text", null, null)]
    public void Sets_values(string line, string? type, string? expected)
    {
        var args = line.Split('|').ToList();
        var operand = args.FindIndex(a => a[0] is '/' or '&' or 's' && a is not "s");
        args.Insert(operand, _file);
        var run = Comparison.Ours("set", [.. args]);
        Assert.Equal((0, "", ""), (run.Code, run.Out, run.Error));
        if (type is null) Assert.Equal("text\n", DtcTools.Run("fdtget", [_file, "/a/b/c", "p"]).Text);
        else Assert.Equal(expected + "\n", DtcTools.Run("fdtget", [type, _file, args[operand + 1].Replace("&uart", "serial0", StringComparison.Ordinal), args[operand + 2]]).Text);
    }

    [Theory]
    [InlineData("/|p|5", "'5' could be a cell or a string: write '<5>' or '\"5\"', or give --type")]
    [InlineData("/|p|<1", "'<1' lacks a '>'")]
    [InlineData("/|p|<x>", "'x' is no number")]
    [InlineData("/|p|/bits/ 8 <256>", "'256' does not fit 8 bits")]
    [InlineData("/|p|/bits/ 7 <1>", "/bits/ must be followed by 8, 16, 32 or 64")]
    [InlineData("/|p|/bits/ 8 <&clk>", "references need cells of 32 bits")]
    [InlineData("/|p|[0]", "'[0]' is not made of bytes of two hexadecimal digits")]
    [InlineData("/|p|\"x", "'\"x' lacks a closing '\"'")]
    [InlineData("/|a b|x", "'a b' is no name of a property: letters, digits and ,._+*#?- make one")]
    [InlineData("/|a/b|x", "'a/b' is no name of a property: letters, digits and ,._+*#?- make one")]
    [InlineData("-p|/n n|p|x", "'n n' is no name of a node: letters, digits and ,._+- make one, an '@' and more of them its unit address")]
    [InlineData("-p|/@1|p|x", "'@1' is no name of a node: letters, digits and ,._+- make one, an '@' and more of them its unit address")]
    [InlineData("-t|i|/|p|99999999999", "'99999999999' does not fit 32 bits")]
    [InlineData("-t|hhx|/|p|100", "'100' does not fit 8 bits")]
    [InlineData("/|p|<1> x", "'<1> x' is no value: do not know what 'x' is")]
    [InlineData("/|p|<&>", "'&' is no reference")]
    [InlineData("-t|r|/|p|1", "--type: 'r' is no type; s, i, u and x are, with hh, h or l before them")]
    [InlineData("/", "give FILE NODE PROPERTY, and its VALUEs")]
    public void Wrong_values_are_usage_errors(string line, string message)
    {
        var before = File.ReadAllBytes(_file);
        var run = Comparison.Ours("set", [_file, .. line.Split('|')]);
        Assert.Equal((2, $"dtc-sharp: {message}\n"), (run.Code, run.Error));
        Assert.Equal(before, File.ReadAllBytes(_file));
    }

    [Theory]
    [InlineData("set|FILE|/nowhere|p|x", "no node '/nowhere'")]
    [InlineData("set|FILE|nowhere|p|x", "'nowhere' is neither a path nor an alias")]
    [InlineData("set|FILE|&none|p|x", "no label 'none' in /__symbols__")]
    [InlineData("set|FILE|/|p|<&none>", "no label 'none' in /__symbols__")]
    [InlineData("set|FILE|/|p|&none", "no label 'none' in /__symbols__")]
    [InlineData("rm|FILE|/nowhere", "no node '/nowhere'")]
    [InlineData("rm|FILE|/soc/serial@1000|reg|none", "'/soc/serial@1000' has no property 'none'")]
    public void What_is_not_there_is_an_error_and_changes_nothing(string line, string message)
    {
        var before = File.ReadAllBytes(_file);
        var args = line.Split('|').Select(a => a == "FILE" ? _file : a).ToArray();
        var run = Comparison.Ours(args[0], args[1..]);
        Assert.Equal((1, $"dtc-sharp: {_file}: {message}\n"), (run.Code, run.Error));
        Assert.Equal(before, File.ReadAllBytes(_file));
    }

    [Fact]
    public void Removes_nodes_and_properties()
    {
        var output = _temp["new.dtb"];
        Assert.Equal(0, Comparison.Ours("rm", _file, "/soc/serial@1000", "reg", "status", "-o", output).Code);
        Assert.Equal("", DtcTools.Run("fdtget", ["-p", output, "/soc/serial@1000"]).Text);
        Assert.Equal("reg\nstatus\n", DtcTools.Run("fdtget", ["-p", _file, "/soc/serial@1000"]).Text);
        Assert.Equal(0, Comparison.Ours("rm", output, "&uart").Code);
        Assert.Equal("clock\n", DtcTools.Run("fdtget", ["-l", output, "/soc"]).Text);
        Assert.Equal(2, Comparison.Ours("rm", output, "/").Code);
        Assert.Equal(2, Comparison.Ours("rm", output).Code);
    }

    [Fact]
    public void Files_that_are_no_blobs_are_told_apart()
    {
        var text = _temp.Write("x.dtb", "this is no blob, but it is long enough to have a header");
        Assert.Equal((1, $"dtc-sharp: {text}: this is no device tree blob\n"), Say(Comparison.Ours("rm", text, "/a")));
        var missing = _temp["none"];
        Assert.Equal((2, $"dtc-sharp: {missing}: No such file or directory\n"), Say(Comparison.Ours("set", missing, "/", "p")));
        Assert.Equal(2, Comparison.Ours("set", _file, "/", "p", "-o", _temp["no/where"]).Code);
    }

    [Fact]
    public void Overlays_are_applied_or_the_reason_is_told()
    {
        var good = Place("good.dtbo", "/dts-v1/; / { fragment@0 { target = <0xffffffff>; __overlay__ { status = \"okay\"; }; }; __fixups__ { uart = \"/fragment@0:target:0\"; }; };");
        var bad = Place("bad.dtbo", "/dts-v1/; / { fragment@0 { target = <0xffffffff>; __overlay__ { }; }; __fixups__ { panel = \"/fragment@0:target:0\"; }; };");
        Assert.Equal(0, Comparison.Ours("set", _file, "&uart", "phandle", "<1>").Code);
        var output = _temp["new.dtb"];
        var before = File.ReadAllBytes(_file);
        Assert.Equal((0, ""), Say(Comparison.Ours("overlay", "apply", _file, good, "-o", output)));
        Assert.Equal("okay\n", DtcTools.Run("fdtget", [output, "/soc/serial@1000", "status"]).Text);
        File.Delete(output);
        var reason = $"dtc-sharp: '{bad}' does not fit '{_file}': the base's /__symbols__ has no label 'panel', which /fragment@0:target:0 refers to\n";
        Assert.Equal((1, reason), Say(Comparison.Ours("overlay", "apply", _file, good, bad, "-o", output)));
        Assert.False(File.Exists(output));
        Assert.Equal(before, File.ReadAllBytes(_file));

        Assert.Equal(2, Comparison.Ours("overlay", "apply", _file, good).Code);
        Assert.Equal(2, Comparison.Ours("overlay", "apply", _file, good, "-o", good).Code);
        Assert.Equal(2, Comparison.Ours("overlay").Code);
        Assert.Equal(2, Comparison.Ours("overlay", "split").Code);
        Assert.Equal(2, Comparison.Ours("overlay", "apply", _file, _temp["none"], "-o", output).Code);
        Assert.StartsWith("Apply overlays", Comparison.Ours("overlay", "--help").Out, StringComparison.Ordinal);
    }

    private static (int, string) Say(TestRun run) => (run.Code, run.Error);

    private string Place(string name, string source)
    {
        File.WriteAllBytes(_temp[name], SampleBlobs.Compile(source));
        return _temp[name];
    }

    [Fact]
    public void A_source_that_does_not_fit_is_told_with_its_line()
    {
        _temp.Write("base.dts", "/dts-v1/; / { soc: soc { }; clk: clock { }; };");
        var tree = _temp["base.dtb"];
        Assert.Equal(0, Comparison.Ours("compile", "-q", "-@", _temp["base.dts"], "-o", tree).Code);
        var source = _temp.Write("o.dtso", "/dts-v1/;\n/plugin/;\n&soc {\n\tp = <&clk 1 &none>;\n};\n");
        var run = Comparison.Ours("overlay", "apply", tree, source, "-o", _temp["out.dtb"]);
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"dtc-sharp: {source}:4:14: '{source}' does not fit '{tree}': ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["out.dtb"]));

        _temp.Write("o.dtso", "/dts-v1/;\n/plugin/;\n&soc {\n\tp = <&clk 1>;\n};\n");
        Assert.Equal(0, Comparison.Ours("overlay", "apply", tree, source, "-o", _temp["out.dtb"]).Code);
        Assert.Equal("2 1\n", DtcTools.Run("fdtget", ["-tx", _temp["out.dtb"], "/soc", "p"]).Text);
    }
}
