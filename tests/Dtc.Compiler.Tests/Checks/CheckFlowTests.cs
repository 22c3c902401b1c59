using Dtc.Tree;

namespace Dtc.Compiler.Tests.Checks;

/// <summary>Levels, and our own flow: every finding at a place in the source, nothing that only follows from an error.</summary>
public sealed class CheckFlowTests
{
    [Fact]
    public void All_checks_of_dtc_are_known_in_its_order()
    {
        Assert.Equal(89, CheckLevels.Names.Count);
        Assert.Equal("duplicate_node_names", CheckLevels.Names[0]);
        Assert.Equal("always_fail", CheckLevels.Names[^1]);
        var rules = Rules.All.Select(rule => rule.Name).ToHashSet();
        Assert.Equal(
            ["omit_unused_nodes", "addr_size_cells", "simple_bus_bridge"], // cannot fail
            CheckLevels.Names.Where(name => !rules.Contains(name)));
    }

    [Theory]
    [InlineData("graph_child_address", true)]
    [InlineData("no-graph_child_address", true)]
    [InlineData("no_interrupt_cells_is_cell", true)]
    [InlineData("sound_dais_property", true)]
    [InlineData("no-no-reg_format", false)]
    [InlineData("reg-format", false)]
    [InlineData("", false)]
    public void Names_are_known_or_retired(string argument, bool known) => Assert.Equal(known, new CheckLevels().TryApply(argument, asError: false));

    [Theory]
    [InlineData("n@1 { };", "2:1 unit_address_vs_reg")]
    [InlineData("n@01 { reg = <1 1>; #address-cells = <1>; };",
        "2:1 unit_address_format\n2:1 avoid_default_addr_size\n2:1 avoid_default_addr_size\n2:8 reg_format")]
    [InlineData("chosen { bootargs = <1>; };", "2:10 chosen_node_bootargs")]
    [InlineData("n { interrupts = <1>; };", "2:5 interrupts_property")]
    [InlineData("a: n { remote-endpoint = [01 02]; };", "2:4 graph_nodes")]
    [InlineData("p { n { remote-endpoint = <1 2>; }; };", "2:1 graph_port\n2:5 graph_endpoint\n2:9 graph_endpoint")]
    [InlineData("g: g { #gpio-cells = <1 2>; }; n { gpios = <&g 1>; };", "2:8 gpios_property")]
    [InlineData("n { status; };", "2:5 status_is_string")]
    // one fault, one message
    [InlineData("n@1@2 { };", "2:1 node_name_format")]
    [InlineData("n { clocks = <&nowhere 1>; };", "2:15 phandle_references")]
    public void A_finding_has_a_place(string nodes, string expected) => Assert.Equal(expected, Compiled.Findings($"/dts-v1/; / {{\n{nodes}\n}};"));

    [Fact]
    public void Warnings_do_not_follow_damage()
    {
        Assert.Equal("2:20 unexpected-identifier", Compiled.Findings("/dts-v1/; / {\nn@1 { reg = <1 0 1 UNDEFINED>; };\n};"));
    }

    [Fact]
    public void Levels_decide_over_the_verdict()
    {
        const string source = "/dts-v1/; / { n@1 { }; };";
        CompileResult Compile(params string[] levels)
        {
            var settings = new CheckLevels();
            foreach (var level in levels) Assert.True(settings.TryApply(level[2..], level[1] == 'E'));
            return Compiled.Result(source, CompileOptions.Default with { Checks = new CheckSettings { Levels = settings } });
        }

        Assert.Equal((0, 1), (Compile().Diagnostics.ErrorCount, Compile().Diagnostics.WarningCount));
        Assert.NotNull(Compile().Output);
        Assert.Equal((1, 0), (Compile("-Eunit_address_vs_reg").Diagnostics.ErrorCount, Compile("-Eunit_address_vs_reg").Diagnostics.WarningCount));
        Assert.Null(Compile("-Eunit_address_vs_reg").Output);
        Assert.Empty(Compile("-Wno-unit_address_vs_reg").Diagnostics.Items);
    }
}
