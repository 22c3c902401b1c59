namespace Dtc.Compiler.Tests;

/// <summary>What each construct of the language puts into the blob.</summary>
public sealed class LanguageTests
{
    [Theory]
    // values
    [InlineData("a;", "a")]
    [InlineData("a = <1 0x10 010 'A' 1UL 0xffffffffULL>;", "a=000000010000001000000008000000410000" + "0001ffffffff")]
    [InlineData("a = <(-1) (~0) (1 + 2 * 3) (7 / 2) (7 % 4) (1 << 4) (1 ? 2 : 3) (!5)>;",
        "a=ffffffffffffffff000000070000000300000003000000100000000200000000")]
    [InlineData("a = <(1 == 1) (1 < 2 && 3 >= 3) (4 | 3 ^ 1 & 1) (0 || 0) (1 << 64) (5 - -2)>;",
        "a=0000000100000001000000060000000000000000" + "00000007")]
    [InlineData("a = <(0 ? 1 : 0 ? 2 : 3)>;", "a=00000003")]
    [InlineData("a = <(10 - 4 - 3) (2 * 6 / 4)>;", "a=0000000300000003")]
    [InlineData("a = /bits/ 8 <1 0xff (-1)>;", "a=01ffff")]
    [InlineData("a = /bits/ 16 <1 0x1234>;", "a=00011234")]
    [InlineData("a = /bits/ 64 <1 0x123456789abcdef0>;", "a=0000000000000001123456789abcdef0")]
    [InlineData("a = [0102 03 aB];", "a=010203ab")]
    [InlineData("a = [];", "a")]
    [InlineData("a = <>;", "a")]
    [InlineData("a = \"x\", \"y\", <1>, [02];", "a=7800790000000001" + "02")]
    [InlineData("a = \"\\x41\\102\\t\\\"\\q\\0\";", "a=41420922710000")]
    [InlineData("a = <'\\n' '\\''>;", "a=0000000a00000027")]
    // names
    [InlineData("#size-cells = <1>;", "#size-cells=00000001")]
    [InlineData("\\bits = <1>;", "bits=00000001")]
    [InlineData("123,abc+x_.y?z*#-;", "123,abc+x_.y?z*#-")]
    [InlineData("n@1,0 { };", "n@1,0{}")]
    // labels and references
    [InlineData("l: n { }; m { r = <&l 5>; };", "n{phandle=00000001};m{r=0000000100000005}")]
    [InlineData("l: n { }; m { r = &l; };", "n{};m{r=\"/n\"}")]
    [InlineData("n { k { }; }; m { r = &{/n/k}, <&{/n/k}>; };", "n{k{phandle=00000001}};m{r=2f6e2f6b0000000001}")]
    [InlineData("l: n { k { }; }; m { r = <&{l/k}>, &{/}; };", "n{k{phandle=00000001}};m{r=000000012f00}")]
    [InlineData("r = <&l>; n { phandle = <1>; }; l: m { };", "r=00000002;n{phandle=00000001};m{phandle=00000002}")]
    [InlineData("l: n { phandle = <&l>; };", "n{phandle=00000001}")]
    [InlineData("a: b: n { c: d: p = e: <f: 1 g: 2 h:> i:, j: \"s\" k:, m: [00 n: 01 o:] q:; };",
        "n{p=0000000100000002730000" + "01}")]
    // removal
    [InlineData("name = \"\"; n@1 { name = \"n\"; };", "n@1{}")]
    [InlineData("r = <&l>; /omit-if-no-ref/ n { }; /omit-if-no-ref/ l: m { };", "r=00000001;m{phandle=00000001}")]
    [InlineData("/omit-if-no-ref/ n { k: k { }; }; /omit-if-no-ref/ o { };", "")]
    public void Body(string body, string expected) =>
        Assert.Equal($"/{{{expected}}}", Compiled.Tree($"/dts-v1/; / {{ {body} }};"));

    [Theory]
    // merging: values in place, new ones behind, labels add up
    [InlineData("/ { a = <1>; b; n { x; }; }; / { c; a = <2>; n { y; }; m { }; };", "/{a=00000002;b;c;n{x;y};m{}}")]
    [InlineData("/ { l: n { x; }; }; &l { x = \"v\"; k { }; };", "/{n{x=\"v\";k{}}}")]
    [InlineData("/ { n { k { }; }; }; &{/n/k} { x; };", "/{n{k{x}}}")]
    [InlineData("/ { l: n { k { }; }; }; &{l/k} { x; };", "/{n{k{x}}}")]
    [InlineData("/ { l: n { }; }; new: &l { x; }; &new { y; };", "/{n{x;y}}")]
    [InlineData("/ { n { a: m { }; }; }; / { n { b: m { }; }; }; &a { x; }; &b { y; };", "/{n{m{x;y}}}")]
    // deletion and revival in the old place
    [InlineData("/ { a; b; n { }; m { }; }; / { /delete-property/ a; /delete-node/ n; };", "/{b;m{}}")]
    [InlineData("/ { a; b; }; / { /delete-property/ a; }; / { a = <1>; };", "/{a=00000001;b}")]
    [InlineData("/ { n { x; k { }; }; m { }; }; / { /delete-node/ n; }; / { n { y; }; };", "/{n{y};m{}}")]
    [InlineData("/ { l: n { }; m { }; }; /delete-node/ &l;", "/{m{}}")]
    [InlineData("/ { l: n { }; m { }; }; /delete-node/ &{/n};", "/{m{}}")]
    [InlineData("/ { a; }; / { /delete-property/ a; a = \"again\"; };", "/{a=\"again\"}")]
    [InlineData("/ { /delete-property/ a; b; }; / { a; };", "/{a;b}")]
    [InlineData("/ { /delete-node/ n; m { }; }; / { n { }; };", "/{n{};m{}}")]
    [InlineData("/ { }; / { /delete-property/ nothing; /delete-node/ nothing; };", "/{}")]
    [InlineData("/ { l: n { }; }; /delete-node/ &l; / { r = <&l>; l: m { }; };", "/{r=00000001;m{phandle=00000001}}")]
    [InlineData("/ { r = <1>; l: n { }; }; /omit-if-no-ref/ &l;", "/{r=00000001}")]
    // reservations and repeated tags
    [InlineData("/memreserve/ 0x1000 0x20; x: /memreserve/ (1+2) 4; / { };", "[1000+20][3+4]/{}")]
    [InlineData("/dts-v1/; / { };", "/{}")]
    public void Source(string source, string expected) => Assert.Equal(expected, Compiled.Tree("/dts-v1/; " + source));

    [Theory]
    [InlineData("&l { x; };", "/{fragment@0{target=ffffffff;__overlay__{x}};__fixups__{l=\"/fragment@0:target:0\"}}")]
    [InlineData("&{/soc} { x; };", "/{fragment@0{target-path=\"/soc\";__overlay__{x}}}")]
    [InlineData("/ { l: n { }; }; &l { x; };", "/{n{x}}")]
    [InlineData("/ { n { r = <1 &out>, <&out 2>; }; };",
        "/{n{r=00000001ffffffffffffffff00000002};__fixups__{out=2f6e3a723a34002f6e3a723a3800}}")]
    [InlineData("/ { l: n { k { r = <0 &l>; }; }; };",
        "/{n{phandle=00000001;k{r=0000000000000001}};__local_fixups__{n{k{r=00000004}}}}")]
    [InlineData("&a { }; &b { n: n { }; }; &a { r = <&n>; };",
        "/{fragment@0{target=ffffffff;__overlay__{}};fragment@1{target=ffffffff;__overlay__{n{phandle=00000001}}};"
        + "fragment@2{target=ffffffff;__overlay__{r=00000001}};"
        + "__fixups__{a=2f667261676d656e7440303a7461726765743a30002f667261676d656e7440323a7461726765743a3000;b=\"/fragment@1:target:0\"};"
        + "__local_fixups__{fragment@2{__overlay__{r=00000000}}}}")]
    public void Plugin(string source, string expected) => Assert.Equal(expected, Compiled.Tree("/dts-v1/; /plugin/; " + source));

    [Theory]
    [InlineData("/ { a: b: n { c: k { }; }; };",
        "/{n{phandle=00000001;k{phandle=00000002}};__symbols__{a=\"/n\";b=\"/n\";c=\"/n/k\"}}")]
    [InlineData("/ { l: n { }; }; / { m: n { }; };", "/{n{phandle=00000001};__symbols__{m=\"/n\";l=\"/n\"}}")]
    [InlineData("/ { n { }; };", "/{n{}}")]
    [InlineData("/ { x: n { }; y: m { phandle = <1>; }; };", "/{n{phandle=00000002};m{phandle=00000001};__symbols__{x=\"/n\";y=\"/m\"}}")]
    [InlineData("/ { /omit-if-no-ref/ l: n { }; };", "/{n{phandle=00000001};__symbols__{l=\"/n\"}}")]
    public void Symbols(string source, string expected) =>
        Assert.Equal(expected, Compiled.Tree("/dts-v1/; " + source, CompileOptions.Default with { Symbols = true }));

    [Fact]
    public void Aliases_sorting_and_phandle_names_follow_their_options()
    {
        const string source = "/dts-v1/; / { z; a; l: n { }; b { r = <&l>; }; };";
        Assert.Equal("/{z;a;n{phandle=00000001};b{r=00000001};aliases{l=\"/n\"}}",
            Compiled.Tree(source, CompileOptions.Default with { AutoAliases = true }));
        Assert.Equal("/{a;z;b{r=00000001};n{phandle=00000001}}", Compiled.Tree(source, CompileOptions.Default with { Sort = true }));
        Assert.Equal("/{z;a;n{linux,phandle=00000001;phandle=00000001};b{r=00000001}}",
            Compiled.Tree(source, CompileOptions.Default with { PhandleFormat = PhandleFormats.Both }));
        Assert.Equal("/{z;a;n{linux,phandle=00000001};b{r=00000001}}",
            Compiled.Tree(source, CompileOptions.Default with { PhandleFormat = PhandleFormats.Legacy }));
        Assert.Equal("/{z;a;n{phandle=00000001};b{r=00000001};__local_fixups__{b{r=00000000}}}",
            Compiled.Tree(source, CompileOptions.Default with { LocalFixups = true }));
    }

    [Fact]
    public void The_boot_cpu_is_the_first_one_unless_given()
    {
        const string source = "/dts-v1/; / { cpus { cpu@5 { reg = <5>; }; cpu@6 { reg = <6>; }; }; };";
        Assert.Equal(5u, Compiled.Result(source).Tree!.BootCpu);
        Assert.Equal(9u, Compiled.Result(source, CompileOptions.Default with { BootCpu = 9 }).Tree!.BootCpu);
    }

    [Fact]
    public void Includes_are_taken_from_the_including_files_directory()
    {
        Assert.Equal("/{a;b;n{c}}", Compiled.Tree("/dts-v1/; / { /include/ \"sub/one.dtsi\" };", null,
            ("sub/one.dtsi", "a; /include/ \"two.dtsi\""), ("sub/two.dtsi", "b; n { c; };")));
    }

    [Fact]
    public void Metadata_of_the_input_is_kept_and_extended()
    {
        Assert.Equal("/{fragment@0{target=ffffffff;__overlay__{r=ffffffff}};"
            + "__fixups__{l=\"/fragment@0:target:0\";o=\"/fragment@0/__overlay__:r:0\"}}",
            Compiled.Tree("/dts-v1/; /plugin/; / { fragment@0 { target = <&l>; __overlay__ { r = <&o>; }; };"
                + "__fixups__ { l = \"/fragment@0:target:0\"; }; };"));
    }
}
