using Cli.Hosting;
using Cli.Options;
using Dtc.Compiler;
using Xunit;

namespace Cli.Tests.Options;

public sealed class OptionParserTests
{
    private static (CompileArguments Arguments, List<string> Operands) Parse(params string[] args)
    {
        var arguments = new CompileArguments();
        var operands = new OptionParser<CompileArguments>(CompileOptionTable.Specs(), "dtc-sharp compile").Parse(args, arguments);
        return (arguments, operands);
    }

    private static string Refuse(params string[] args) => Assert.Throws<UsageException>(() => Parse(args)).Message;

    [Theory]
    [InlineData("-DNAME=V")]
    [InlineData("-D", "NAME=V")]
    [InlineData("--define=NAME=V")]
    [InlineData("--define", "NAME=V")]
    public void Macros_are_taken_glued_and_separate(params string[] args) =>
        Assert.Equal("NAME=V", Assert.Single(Parse(args).Arguments.Macros).Text);

    [Fact]
    public void Definitions_and_undefinitions_keep_their_order()
    {
        var macros = Parse("-DA", "-UA", "-DA=2", "-UB").Arguments.Macros;
        Assert.Equal(["A", "-A", "A=2", "-B"], macros.Select(m => m.Undefine ? "-" + m.Text : m.Text));
    }

    [Theory]
    [InlineData("-Ione", "-I", "two", "--include-dir=three")]
    [InlineData("-Ione", "--include-dir", "two", "-Ithree")]
    public void Include_directories_are_repeatable(params string[] args) =>
        Assert.Equal(["one", "two", "three"], Parse(args).Arguments.IncludeDirectories);

    [Theory]
    [InlineData("-include", "x.h")]
    [InlineData("--include", "x.h")]
    [InlineData("--include=x.h")]
    public void Forced_includes_have_two_spellings(params string[] args) =>
        Assert.Equal(["x.h"], Parse(args).Arguments.ForcedIncludes);

    [Fact]
    public void Options_may_follow_inputs()
    {
        var (arguments, operands) = Parse("a.dts", "-@", "b.dts", "-o", "-");
        Assert.True(arguments.Symbols);
        Assert.Equal("-", arguments.Out);
        Assert.Equal(["a.dts", "b.dts"], operands);
    }

    [Fact]
    public void Letters_are_bundled_and_the_last_may_take_the_rest()
    {
        var (arguments, _) = Parse("-s@fqqp0x20");
        Assert.True(arguments.Sort && arguments.Symbols && arguments.Force);
        Assert.Equal(2, arguments.Quiet);
        Assert.Equal(32, arguments.Pad);
    }

    [Fact]
    public void Two_dashes_end_the_options() =>
        Assert.Equal(["-", "-x.dts", "--"], Parse("-", "--", "-x.dts", "--").Operands);

    [Fact]
    public void Long_options_may_be_abbreviated()
    {
        Assert.True(Parse("--sym").Arguments.Symbols);
        Assert.Equal(["x.h"], Parse("--include", "x.h").Arguments.ForcedIncludes); // exact beats --include-dir
        Assert.Contains("ambiguous", Refuse("--inc", "x.h"), StringComparison.Ordinal);
    }

    [Fact]
    public void Phandle_forms_are_words() => Assert.Equal(PhandleFormats.Both, Parse("-Hboth").Arguments.Phandle);

    [Theory]
    [InlineData("unknown option '--symbls'; did you mean '--symbols'?", "--symbls")]
    [InlineData("unknown option '-i'; did you mean '-I'?", "-i")]
    [InlineData("unknown option '-z'; 'dtc-sharp compile --help' lists all", "-sz")]
    [InlineData("--out needs an argument: FILE", "a.dts", "-o")]
    [InlineData("--symbols takes no argument", "--symbols=yes")]
    [InlineData("-H: 'old' is not one of legacy, epapr, both", "-H", "old")]
    [InlineData("-D: '=1' does not start with a macro name", "-D=1")]
    [InlineData("-V: '4' is not a blob version; 1, 2, 3, 16 or 17 can be written", "-V4")]
    [InlineData("-a: '24' is not a power of two", "-a24")]
    [InlineData("-a: '0' is not a power of two", "-a0")]
    [InlineData("-I: the argument is empty", "-I", "")]
    public void What_is_wrong_is_said(string message, params string[] args) => Assert.Equal(message, Refuse(args));
}
