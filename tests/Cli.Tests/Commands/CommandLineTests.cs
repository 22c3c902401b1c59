using Xunit;

namespace Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("help", "compile")]
    [InlineData("compile", "--help")]
    [InlineData("compile", "--bogus", "-p", "-h")]
    [InlineData("rules", "-h")]
    [InlineData("--version")]
    public void Help_never_fails(params string[] args)
    {
        var run = TestRun.Of(args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.NotEmpty(run.Out);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Theory]
    [InlineData("no command; 'dtc-sharp --help' lists all")]
    [InlineData("unknown command 'complie'; did you mean 'compile'?", "complie")]
    [InlineData("unknown command 'frobnicate'; 'dtc-sharp --help' lists all", "frobnicate")]
    [InlineData("'board.dts' is no command; to compile it: dtc-sharp compile board.dts", "board.dts")]
    [InlineData("unknown option '--hlep'; did you mean '--help'?", "--hlep")]
    [InlineData("'-@' must follow a command, such as compile; 'dtc-sharp --help' lists all", "-@")]
    [InlineData("there is no rule 'DTS9876'; 'dtc-sharp rules' lists all", "rules", "DTS9876")]
    [InlineData("there is no rule 'unreadable-inputs'; did you mean 'unreadable-input'?", "rules", "unreadable-inputs")]
    [InlineData("unknown command '<U+001B>[2J'; 'dtc-sharp --help' lists all", "\e[2J")]
    public void Usage_errors(string message, params string[] args)
    {
        var run = TestRun.Of(args);
        Assert.Equal((2, $"dtc-sharp: {message}\n", ""), (run.Code, run.Error, run.Out));
    }

    [Fact]
    public void Every_option_of_compile_is_in_its_help()
    {
        var help = TestRun.Of("compile", "--help").Out;
        foreach (var spec in Cli.Options.CompileOptionTable.Specs()) Assert.Contains($"--{spec.Long}", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_are_found_by_id_and_name()
    {
        Assert.Equal(TestRun.Of("rules", "dts0001").Out, TestRun.Of("rules", "Unreadable-Input").Out);
        Assert.Equal(Dtc.Tree.Rules.All.Count, TestRun.Of("rules").Out.Count(c => c == '\n'));
    }
}
