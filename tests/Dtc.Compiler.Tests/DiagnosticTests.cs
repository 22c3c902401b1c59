namespace Dtc.Compiler.Tests;

/// <summary>Every kind of fault is found at its place, and one run finds all of them.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    // statements
    [InlineData("/dts-v1/;\n/ {\n\ta = <1>\n\tb = <2>;\n};", "3:9 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ {\n\tn { x; }\n\tm { };\n};", "3:10 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ {\n\ta\n\tb;\n};", "3:3 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ {\n\ta = <1>\n\tl: b = <&m>;\n\tm: n { };\n};\n&l { };", "3:9 missing-semicolon\n7:1 target-not-found")]
    [InlineData("/dts-v1/;\n/ {\n\ta = <1>\n\tl: n { };\n};\n&l { };", "3:9 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ {\n\ta;\n}", "4:2 missing-semicolon")]
    [InlineData("/dts-v1/\n/ { };", "1:9 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ { a = <1> b = <2>; };", "2:12 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ { a <1>; };", "2:7 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = 1; };", "2:9 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = ; };", "2:9 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = \"x\" \"y\"; };", "2:12 syntax-error")]
    [InlineData("/dts-v1/;\n/ { ; };", "2:5 syntax-error")]
    [InlineData("/dts-v1/;\n/ { n { }; a; };", "2:12 property-after-subnode")]
    [InlineData("/dts-v1/;\n/ { };\n};", "3:1 syntax-error")]
    [InlineData("/dts-v1/;\nfoo { };\n/ { };", "2:1 syntax-error")]
    [InlineData("/ { };", "1:1 missing-version-tag")]
    [InlineData("/dts-v1/;", "1:10 no-tree")]
    [InlineData("/dts-v1/;\n/ { };\n/memreserve/ 1 2;", "3:1 syntax-error")]
    [InlineData("/dts-v1/;\n/ { n { /delete-node/ &x; }; };", "2:23 syntax-error")]
    [InlineData("/dts-v1/;\n/ { };\n/delete-node/ x;", "3:15 syntax-error")]
    // brackets
    [InlineData("/dts-v1/;\n/ {\n\tn {\n\t\ta;\n", "4:5 unclosed-bracket")]
    [InlineData("/dts-v1/;\n/ {\n\tl: n {\n\t\ta;\n\t};\n&l { b; };", "5:4 unclosed-bracket")]
    [InlineData("/dts-v1/;\n/ { a = <1 2; b; };", "2:13 unclosed-bracket")]
    [InlineData("/dts-v1/;\n/ { a = <(1 + 2>; };", "2:16 unclosed-bracket")]
    [InlineData("/dts-v1/;\n/ { a = [01 02; b; };", "2:15 unclosed-bracket")]
    [InlineData("/dts-v1/;\n/ { a = \"x; };\n", "2:9 unterminated-text")]
    [InlineData("/dts-v1/;\n/ {\n\ta = \"x;\n\tb = \"y\";\n\tc = <1>\n};", "3:6 unterminated-text\n5:9 missing-semicolon")]
    [InlineData("/dts-v1/;\n/ {\n\ta = \"x\n y\";\n};", "")]
    [InlineData("/dts-v1/;\n/ {\n\tn { };\n\t};\n\tl: m { a; };\n\tb;\n};\n/ { c = <1> };", "5:5 syntax-error\n8:12 missing-semicolon")]
    [InlineData("/dts-v1/;\n#incldue \"x.dtsi\"\n/ { };", "2:1 syntax-error")]
    // cells
    [InlineData("/dts-v1/;\n/ { a = <0xZZ 12abc 3l: 4>; };", "2:10 bad-integer-literal\n2:15 bad-integer-literal")]
    [InlineData("/dts-v1/;\n/ { a = <1, 2>; };", "2:11 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = <-1>; };", "2:10 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = <FOO 1 BAR(2, 3) 4>; };", "2:10 unexpected-identifier\n2:16 unexpected-identifier")]
    [InlineData("/dts-v1/;\n/ { a = <08>; };", "2:10 bad-integer-literal")]
    [InlineData("/dts-v1/;\n/ { a = <0x10000000000000000>; };", "2:10 integer-out-of-range")]
    [InlineData("/dts-v1/;\n/ { a = <0x123456789>; };", "2:10 value-truncated")]
    [InlineData("/dts-v1/;\n/ { a = <''>; };", "2:10 bad-character-literal")]
    [InlineData("/dts-v1/;\n/ { a = <'ab'>; };", "2:10 bad-character-literal")]
    [InlineData("/dts-v1/;\n/ { a = \"\\xg\"; };", "2:10 bad-escape")]
    [InlineData("/dts-v1/;\n/ { a = <(1 / 0)>; };", "2:11 division-by-zero")]
    [InlineData("/dts-v1/;\n/ { a = <(1 ? 2 : 3 % 0)>; };", "2:19 division-by-zero")]
    [InlineData("/dts-v1/;\n/ { a = /bits/ 7 <1>; };", "2:16 bad-element-size")]
    [InlineData("/dts-v1/;\n/ { l: n { }; m { a = /bits/ 64 <&l>; }; };", "2:34 reference-not-in-cells")]
    [InlineData("/dts-v1/;\n/ { a = [0g]; };", "2:10 syntax-error")]
    // references
    [InlineData("/dts-v1/;\n/ { };\n&nowhere { };", "3:1 target-not-found")]
    [InlineData("/dts-v1/;\n/ { a = <&nowhere>; };", "2:10 phandle_references")]
    [InlineData("/dts-v1/;\n/ { a = &nowhere; };", "2:9 path_references")]
    [InlineData("/dts-v1/; /plugin/;\n/ { a = &nowhere; };", "2:9 path_references")]
    [InlineData("/dts-v1/; /plugin/;\n/ { a = <&{/nowhere}>; };", "2:10 unrecordable-fixup")]
    [InlineData("/dts-v1/; /plugin/;\n/ { };\n&{l/n} { };", "3:1 relative-reference-in-plugin")]
    // the tree
    [InlineData("/dts-v1/;\n/ { n { };\nn { }; };", "3:1 duplicate_node_names")]
    [InlineData("/dts-v1/;\n/ { n { };\n/delete-node/ n; };", "3:15 duplicate_node_names")]
    [InlineData("/dts-v1/;\n/ { a;\na; };", "3:1 duplicate_property_names")]
    [InlineData("/dts-v1/;\n/ { n#m { }; };", "2:5 node_name_chars")]
    [InlineData("/dts-v1/;\n/ { n@1@2 { }; };", "2:5 node_name_format")]
    [InlineData("/dts-v1/;\n/ { @1 { }; };", "2:5 node_name_not_empty")]
    [InlineData("/dts-v1/;\n/ { a@b; };", "2:5 property_name_chars")]
    [InlineData("/dts-v1/;\n/ { n { name = <1>; }; };", "2:9 name_is_string")]
    [InlineData("/dts-v1/;\n/ { n { name = \"m\"; }; };", "2:9 name_properties")]
    [InlineData("/dts-v1/;\n/ { l: n { }; l: m { }; };", "2:15 duplicate_label")]
    [InlineData("/dts-v1/;\n/ { l: a; b = l: <1>; };", "2:15 duplicate_label")]
    [InlineData("/dts-v1/;\n/ { n { phandle = <1>; }; m { phandle = <1>; }; };", "2:31 explicit_phandles")]
    [InlineData("/dts-v1/;\n/ { n { phandle = <0>; }; };", "2:9 explicit_phandles")]
    [InlineData("/dts-v1/;\n/ { n { phandle = <1 2>; }; };", "2:9 explicit_phandles")]
    [InlineData("/dts-v1/;\n/ { };\n/ { n { };\n n { a; }; };", "4:2 repeated-node")]
    [InlineData("/dts-v1/;\n/ { a; };\n/ { a = <1>;\n a = <2>; };", "4:2 repeated-property")]
    [InlineData("/dts-v1/;\n/ { };\n/ { n { };\n l: n { }; };", "")]
    // consequences of an incomplete text are not reported
    [InlineData("/dts-v1/;\n#include \"nowhere.h\"\n/ { a = <UNKNOWN>; b = <1> };\n&gone { };", "2:10 include-not-found\n3:27 missing-semicolon")]
    [InlineData("\xd0\x0d\xfe\xed\0\0", "- blob-as-source")]
    // files
    [InlineData("/dts-v1/;\n/include/ \"nowhere.dtsi\"\n/ { };", "2:1 dts-include-not-found")]
    [InlineData("/dts-v1/;\n/ { a = /incbin/(\"nowhere.bin\"); };", "2:18 dts-include-not-found")]
    [InlineData("/dts-v1/;\n/ { a = /incbin/(\"/\"); };", "2:18 dts-include-not-found")]
    [InlineData("/dts-v1/;\n/ { };\n\x01", "3:1 syntax-error")]
    [InlineData("/dts-v1/;\n/ { a = \"caf\xe9\"; };", "2:13 invalid-utf8")]
    [InlineData("/dts-v1/;\n/ { a = \"x\0y\"; };", "2:11 nul-byte")]
    public void One_fault(string source, string expected) => Assert.Equal(expected, Compiled.Findings(source));

    [Fact]
    public void All_faults_of_a_run_are_reported_in_order()
    {
        Assert.Equal(
            "3:11 missing-semicolon\n5:7 unexpected-identifier\n7:10 missing-semicolon\n9:11 phandle_references",
            Compiled.Findings("""
                /dts-v1/;
                / {
                	a = <1 2>
                	b = <3>;
                	c = <UNDEFINED>;
                	n {
                		x = "y"
                	};
                	m { r = <&nowhere>; };
                };
                """));
    }

    [Theory]
    [InlineData("/ { r = <&uart1>; uart0: serial { }; };", "did you mean 'uart0'?")]
    [InlineData("/ { }; / { gpio_keys: n { }; }; &gpio_kyes { };", "did you mean 'gpio_keys'?")]
    public void Unknown_labels_come_with_their_neighbours(string source, string help)
    {
        var finding = Assert.Single(Compiled.Result("/dts-v1/; " + source).Diagnostics.Items);
        Assert.Equal(help, finding.Help);
    }

    [Fact]
    public void An_include_cycle_ends_with_one_error()
    {
        Assert.Equal("1:1 dts-include-too-deep",
            Compiled.Findings("/dts-v1/;\n/include/ \"a.dtsi\"\n/ { };", ("a.dtsi", "/include/ \"a.dtsi\"")));
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var nodes = string.Concat(Enumerable.Repeat("n { ", 100_000));
        Assert.Contains("syntax-too-deep", Compiled.Findings($"/dts-v1/; / {{ {nodes}"), StringComparison.Ordinal);
        var parentheses = new string('(', 100_000);
        Assert.Contains("syntax-too-deep", Compiled.Findings($"/dts-v1/; / {{ a = <{parentheses}"), StringComparison.Ordinal);
        var ternaries = string.Concat(Enumerable.Repeat("1?2:", 100_000));
        Assert.Contains("syntax-too-deep", Compiled.Findings($"/dts-v1/; / {{ a = <({ternaries}3)>; }};"), StringComparison.Ordinal);
    }

    [Fact]
    public void Forced_output_holds_what_could_be_made()
    {
        var result = Compiled.Result("/dts-v1/; / { a = <&nowhere>; };", CompileOptions.Default with { Force = true });
        Assert.True(result.Diagnostics.HasErrors);
        Assert.Equal("/{a=ffffffff}", Dtc.Tests.BlobTree.Text(result.Output!));
    }
}
