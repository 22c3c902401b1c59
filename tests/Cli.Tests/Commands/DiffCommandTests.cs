using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Commands;

public sealed class DiffCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private TestRun Diff(params string[] args) =>
        Comparison.Ours("diff", [.. args.Select(a => a.StartsWith('%') ? _directory[a[1..]] : a)]);

    private void Source(string name, string body, string head = "") =>
        _directory.Write(name, $"/dts-v1/;\n{head}\n/ {{\n{body}\n}};\n");

    [Fact]
    public void Order_and_phandles_are_no_difference()
    {
        Source("a.dts", "a: a { #clock-cells = <0>; }; b: b { }; c { clocks = <&a>; x = <&b>; };");
        Source("b.dts", "c { x = <&b>; clocks = <&a>; }; b: b { }; a: a { #clock-cells = <0>; };");
        Assert.Equal((0, ""), (Diff("%a.dts", "%b.dts").Code, Diff("%a.dts", "%b.dts").Out));
        Assert.Equal(1, Diff("--order", "%a.dts", "%b.dts").Code);
        Assert.Equal(0, Diff("--order", "--ignore-order", "%a.dts", "%b.dts").Code);
        Assert.Equal(1, Diff("--phandles", "%a.dts", "%b.dts").Code);
    }

    [Fact]
    public void References_to_other_nodes_are_a_difference_though_the_bytes_are_equal()
    {
        Source("a.dts", "a: a { }; b: b { }; c { interrupt-parent = <&a>; x-supply = <&b>; };");
        Source("b.dts", "a: a { }; b: b { }; c { interrupt-parent = <&b>; x-supply = <&a>; };");
        Assert.Equal(0, Comparison.Ours("compile", "-q", _directory["a.dts"], "-o", _directory["a.dtb"]).Code);
        Assert.Equal(0, Comparison.Ours("compile", "-q", _directory["b.dts"], "-o", _directory["b.dtb"]).Code);
        foreach (var (a, b) in new[] { ("%a.dts", "%b.dts"), ("%a.dtb", "%b.dtb"), ("%a.dtb", "%b.dts") })
        {
            var run = Diff(a, b);
            Assert.Equal(1, run.Code);
            Assert.Contains("-interrupt-parent = <&{/a}>;", run.Out, StringComparison.Ordinal);
            Assert.Contains("+interrupt-parent = <&{/b}>;", run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_tells_path_and_place()
    {
        Source("a.dts", "s { status = \"okay\"; gone; };", "/memreserve/ 1 2;");
        Source("b.dts", "#define V 7\ns { status = \"disabled\"; new@1 { v = <V>; }; };");
        var expected =
            $"""
            --- {_directory["a.dts"]}
            +++ {_directory["b.dts"]}
            @@ / @@
            -/memreserve/ 0x1 0x2;
            @@ /s @@
            -status = "okay"; // {_directory["a.dts"]}:4
            +status = "disabled"; // {_directory["b.dts"]}:5
            -gone; // {_directory["a.dts"]}:4
            +new@1 [ // {_directory["b.dts"]}:5
            +	v = <0x7>; // {_directory["b.dts"]}:5
            +];

            """.Replace('[', '{').Replace("+];", "+};", StringComparison.Ordinal);
        Assert.Equal(expected, Diff("%a.dts", "%b.dts").Out);
        Assert.Contains("\e[31m-gone;", Diff("--color", "always", "%a.dts", "%b.dts").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_tells_the_same()
    {
        Source("a.dts", "s { status = \"okay\"; };");
        Source("b.dts", "s { status = \"fail\"; }; t { };");
        using var json = JsonDocument.Parse(Diff("--json", "%a.dts", "%b.dts").Out);
        Assert.False(json.RootElement.GetProperty("equal").GetBoolean());
        var changes = json.RootElement.GetProperty("changes");
        Assert.Equal(["property-changed", "node-added"], changes.EnumerateArray().Select(c => c.GetProperty("kind").GetString()));
        Assert.Equal("\"fail\"", changes[0].GetProperty("right").GetProperty("value").GetString());
        Assert.Equal("6f6b617900", changes[0].GetProperty("left").GetProperty("hex").GetString());
        using var equal = JsonDocument.Parse(Diff("--json", "%a.dts", "%a.dts").Out);
        Assert.True(equal.RootElement.GetProperty("equal").GetBoolean());
    }

    [Fact]
    public void Symbols_count_when_both_have_them()
    {
        Source("a.dts", "l: n { };");
        Source("b.dts", "m: n { };");
        Assert.Equal(0, Comparison.Ours("compile", "-q", "-@", _directory["a.dts"], "-o", _directory["a.dtb"]).Code);
        Assert.Equal(0, Diff("%a.dtb", "%b.dts").Code);
        Assert.Equal(1, Diff("-@", "%a.dtb", "%b.dts").Code);
    }

    [Fact]
    public void Trouble_is_exit_code_2()
    {
        Source("a.dts", "");
        Source("bad.dts", "x = ;");
        _directory.Write("bad.dtb", "\u00d0 no blob");
        foreach (var other in new[] { "%missing.dts", "%bad.dts", "%bad.dtb" })
        {
            var run = Diff("%a.dts", other);
            Assert.Equal(2, run.Code);
            Assert.NotEqual("", run.Error);
        }

        Assert.Equal(2, Diff("%a.dts").Code);
        Assert.Equal(2, Diff("%a.dts", "%a.dts", "%a.dts").Code);
    }
}
