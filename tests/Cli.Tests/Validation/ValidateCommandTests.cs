using System.Text.Json;
using Cli.Tests.DropIn;
using Xunit;

namespace Cli.Tests.Validation;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly SmallBindings _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(0, "%good.dts")]
    [InlineData(1, "%bad.dts")]
    [InlineData(1, "%good.dts", "%bad.dts", "--jobs", "2")]
    [InlineData(0, "%bad.dts", "--fail-on", "never")]
    [InlineData(0, "%warn.dts")]
    [InlineData(1, "%warn.dts", "--fail-on", "warning")]
    [InlineData(0, "%warn.dts", "--fail-on", "warning", "-q")]
    [InlineData(2, "%missing.dts")]
    [InlineData(2, "%missing.dtb", "%bad.dts")]
    [InlineData(2, "%broken.dts")]
    [InlineData(2, "%broken.dts", "--format", "json")]
    [InlineData(2)]
    [InlineData(2, "%good.dts", "--bindings", "%nothing")]
    [InlineData(2, "%good.dts", "--binding", "nothing")]
    [InlineData(2, "%good.dts", "--format", "xml")]
    [InlineData(2, "%good.dts", "%bad.dts", "--source", "%good.dts")]
    [InlineData(1, "%damaged.dtb")]
    [InlineData(2, "%good.dts", "--bindings", "%void")]
    [InlineData(2, "%good.dts", "--bindings", "%bad.yaml", "-q")]
    [InlineData(2, "%good.dts", "--core", "%void")]
    [InlineData(2, "%good.dts", "--source", "%good.dts")]
    [InlineData(2, "%good.dts", "-o", "%good.dts")]
    [InlineData(1, "%size.dts", "--bindings", "%size.yaml")]
    [InlineData(0, "%good.dts", "--binding", "xen")]
    public void Exit_codes(int code, params string[] args)
    {
        _files.Write("warn.dts", "/dts-v1/;\n/ { other { compatible = \"acme,unknown\"; }; };\n");
        _files.Write("broken.dts", "/dts-v1/;\n/ { a = <1>\n};\n");
        _files.Write("damaged.dtb", "this is no blob");
        _files.Write("void/.keep", "");
        _files.Write("bad.yaml", "a: [b\n");
        _files.Write("size.yaml", "$id: http://devicetree.org/schemas/size.yaml#\nselect: true\nproperties:\n  wide:\n    typeSize: much\n");
        _files.Write("size.dts", "/dts-v1/;\n/ { wide = <1>; };\n");
        var run = _files.Validate(args);
        Assert.True(code == run.Code, run.Out + run.Error);
        Assert.DoesNotContain("Exception", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_says_where_what_and_why()
    {
        var run = _files.Validate("%bad.dts");
        Assert.Equal(ExpectedText.Bad, run.Out);
        Assert.Equal("12 errors, 3 warnings in 1 file\n", run.Error);
    }

    [Fact]
    public void Alternatives_and_reasons_are_told_on_request()
    {
        var run = _files.Validate("%bad.dts", "--explain");
        Assert.Contains("  about: clock-frequency: Rate of the input clock\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("is the binding of \"acme,uart\"\n", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            "  alternative 1: 'compatible' (entry 1): \"acme,uart-y\" is not \"acme,uart-x\"; allowed: \"acme,uart-x\" (%bindings/acme,uart.yaml:10:13)\n"
            + "  alternative 2: 'compatible' (entry 1): \"acme,uart-y\" is not \"acme,uart\"; allowed: \"acme,uart\" (%bindings/acme,uart.yaml:12:9)\n",
            run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_document_with_all_fields()
    {
        using var json = JsonDocument.Parse(_files.Validate("%bad.dts", "%good.dts", "--format", "json").Out);
        var root = json.RootElement;
        Assert.Equal(2, root.GetProperty("version").GetInt32());
        Assert.Equal(["checked", "checked"], root.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("status").GetString()));
        var findings = root.GetProperty("findings").EnumerateArray().ToList();
        Assert.All(findings, f => Assert.Equal(
            ["input", "rule", "name", "level", "file", "line", "column", "endLine", "endColumn", "node", "property", "path", "message", "found",
                "allowed", "suggestion", "binding", "description", "related", "upstream"],
            f.EnumerateObject().Select(p => p.Name)));
        var mode = findings.Single(f => f.GetProperty("property").GetString() == "acme,mode");
        Assert.Equal((13, 15, 13, 22), (Int(mode, "line"), Int(mode, "column"), Int(mode, "endLine"), Int(mode, "endColumn")));
        Assert.Equal("\"rs484\"", mode.GetProperty("found").GetString());
        Assert.Equal(["\"rs232\"", "\"rs485\""], mode.GetProperty("allowed").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("did you mean \"rs485\"?", mode.GetProperty("suggestion").GetString());
        Assert.Equal(22, Int(mode.GetProperty("binding"), "line"));
        Assert.Equal("'rs484' is not one of ['rs232', 'rs485']", mode.GetProperty("upstream").GetProperty("message").GetString());
    }

    [Fact]
    public void Json_tells_of_sources_that_do_not_compile()
    {
        _files.Write("broken.dts", "/dts-v1/;\n/ { a = <1>\n};\n");
        using var json = JsonDocument.Parse(_files.Validate("%broken.dts", "%missing.dtb", "%good.dts", "--format", "json").Out);
        Assert.Equal(
            ["DTS0202", "DTS0001"], json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()));
        Assert.Equal(
            ["unusable", "unusable", "checked"],
            json.RootElement.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("status").GetString()));
    }

    [Fact]
    public void Blobs_have_no_lines_unless_their_source_is_given()
    {
        Assert.Equal(0, Comparison.Ours("compile", "-q", _files["bad.dts"], "-o", _files["bad.dtb"]).Code);
        Assert.Contains("%bad.dtb: error[BND0005]: /serial@1000: 'acme,mode'", _files.Validate("%bad.dtb").Out, StringComparison.Ordinal);
        var run = _files.Validate("%bad.dtb", "--source", "%bad.dts");
        Assert.Equal(ExpectedText.Bad, run.Out);

        var other = _files.Validate("%bad.dtb", "--source", "%good.dts").Out;
        Assert.StartsWith("%bad.dtb: warning[BND0026]: '%good.dts' differs from the blob in ", other, StringComparison.Ordinal);
        Assert.Contains("%bad.dtb: error[BND0005]: /serial@1000: 'acme,mode'", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Dt_validate_form_is_what_upstream_prints()
    {
        var text = _files.Validate("%bad.dts", "--format", "dt-validate").Out;
        Assert.Contains(
            "%bad.dts: serial@1000 (acme,uart-x): acme,mode:0: 'rs484' is not one of ['rs232', 'rs485']\n"
            + "\tfrom schema $id: http://devicetree.org/schemas/acme,uart.yaml\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("failed to match", text, StringComparison.Ordinal);
        Assert.Contains(
            "%bad.dts: /other: failed to match any schema with compatible: ['acme,uarts']\n",
            _files.Validate("%bad.dts", "--format", "dt-validate", "-m").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_is_in_the_order_of_the_inputs_and_may_go_to_a_file()
    {
        var inputs = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var nodes = string.Concat(Enumerable.Range(0, (40 - i) * 3).Select(n => $"\tn{n} {{ }};\n"));
            _files.Write($"n{i:d2}.dts", $"/dts-v1/;\n/ {{\n{nodes}\tserial {{ compatible = \"acme,uart\"; }};\n}};\n");
            inputs.Add($"%n{i:d2}.dts");
        }

        var run = _files.Validate([.. inputs, "-j", "4", "--format", "dt-validate", "-o", "%out.txt"]);
        Assert.Equal((1, ""), (run.Code, run.Out));
        var order = File.ReadAllLines(_files["out.txt"]).Where(l => l[0] != '\t').Select(l => Path.GetFileName(l.Split(':')[0])).Distinct();
        Assert.Equal(inputs.Select(i => i[1..]), order);
    }

    [Fact]
    public void Directories_and_lists_name_inputs()
    {
        Assert.Equal(0, Comparison.Ours("compile", "-q", _files["good.dts"], "-o", _files.Write("d/e/good.dtb", "")).Code);
        Assert.Equal("0 errors, 0 warnings in 1 file\n", _files.Validate("%d").Error);
        _files.Write("list", $"# boards\n{_files["good.dts"]}\n{_files["d/e/good.dtb"]}\n");
        Assert.Equal("0 errors, 0 warnings in 2 files\n", _files.Validate("@" + _files["list"]).Error);
        Assert.Equal(2, _files.Validate("%bindings").Code);
    }

    [Fact]
    public void A_directory_without_trees_keeps_nobody_else_from_being_checked()
    {
        _files.Write("empty/note.txt", "");
        var run = _files.Validate("%empty", "%bad.dts");
        Assert.Equal(2, run.Code);
        Assert.Contains("%empty: error[DTS0001]: there is no .dtb below this directory\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("13 errors, 3 warnings in 1 file; 1 file could not be checked\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExpectedText.Bad, run.Out);
        using var json = JsonDocument.Parse(_files.Validate("%good.dts", "%empty", "--format", "json").Out);
        Assert.Equal(["checked", "unusable"], json.RootElement.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("status").GetString()));
        Assert.Equal("DTS0001", json.RootElement.GetProperty("findings")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public void Bindings_are_found_in_the_kernel_tree_around_the_input()
    {
        _files.Write("linux/Documentation/devicetree/bindings/acme,uart.yaml", File.ReadAllText(_files["bindings/acme,uart.yaml"]));
        _files.Write("linux/arch/a/boot/dts/bad.dts", File.ReadAllText(_files["bad.dts"]));
        Assert.Equal(1, Run(_files["linux/arch/a/boot/dts/bad.dts"]).Code);
        var lost = Run(_files["bad.dts"]);
        Assert.Equal(2, lost.Code);
        Assert.Contains("give --bindings DIR", lost.Error, StringComparison.Ordinal);

        TestRun Run(string input) => Comparison.Ours("validate", input, "--core", _files["core"], "--no-cache");
    }

    [Fact]
    public void Bindings_that_are_built_in_need_no_files()
    {
        _files.Write("guest.dts", "/dts-v1/;\n/ {\n\thypervisor { compatible = \"xen,xen\"; };\n};\n");
        var run = Comparison.Ours("validate", _files["guest.dts"], "--binding", "xen", "--no-cache");
        Assert.Equal(1, run.Code);
        Assert.Contains("guest.dts:3:2: error[BND", run.Out, StringComparison.Ordinal);
        Assert.Contains("binding: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_leave_bindings_out()
    {
        Assert.Equal(0, _files.Validate("%bad.dts", "-l", "nothing:none", "--format", "dt-validate").Out.Split("from schema").Length - 1);
        Assert.Equal(
            _files.Validate("%bad.dts", "--format", "dt-validate").Out, _files.Validate("%bad.dts", "-l", "acme", "--format", "dt-validate").Out);
    }

    [Fact]
    public void A_binding_that_is_broken_is_left_out_with_a_word()
    {
        _files.Write("bindings/broken.yaml", "$id: [");
        var run = _files.Validate("%good.dts");
        Assert.Equal(0, run.Code);
        Assert.Contains("%bindings/broken.yaml:", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning[BND0025]", run.Error, StringComparison.Ordinal);
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
