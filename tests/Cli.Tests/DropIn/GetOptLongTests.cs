using System.Text;
using Cli.DropIn;
using Cli.Hosting;
using Xunit;

namespace Cli.Tests.DropIn;

public sealed class GetOptLongTests
{
    private static readonly ToolUsage Usage = new("tool", "tool [options] <file>\n\tmore",
    [
        new('q', "quiet", false, "Say less"),
        new('I', "in-format", true, "\n\tFormat of the input"),
        new('i', "include", true, "Search path"),
        new('f', "in", false, "A name that begins another"),
        new('@', "symbols", false, "Symbols"),
        ToolUsage.Help,
        ToolUsage.VersionOption,
    ]);

    /// <summary>Options and operands as one line, and what was said.</summary>
    private static (string Seen, string Error) Parse(params string[] args)
    {
        using var stderr = new MemoryStream();
        var options = new GetOptLong(Usage, args, new Host { Error = stderr });
        var seen = new StringBuilder();
        while (options.MoveNext())
        {
            seen.Append('-').Append(options.Letter);
            if (options.Argument.Length > 0) seen.Append('(').Append(options.Argument).Append(')');
            seen.Append(' ');
        }

        return (seen.Append(string.Join('|', options.Operands)).ToString(), Encoding.Latin1.GetString(stderr.ToArray()));
    }

    [Theory]
    [InlineData("-q a -@ b", "-q -@ a|b")]
    [InlineData("a -q", "-q a")]
    [InlineData("-q@Ix a", "-q -@ -I(x) a")]
    [InlineData("-Idts -I dtb", "-I(dts) -I(dtb) ")]
    [InlineData("-I -q", "-I(-q) ")]
    [InlineData("-I --", "-I(--) ")]
    [InlineData("--in-format=x --in-format y", "-I(x) -I(y) ")]
    [InlineData("--in-f=a=b --qui --sym", "-I(a=b) -q -@ ")]
    [InlineData("--in a", "-f a")]
    [InlineData("-q -- -@ --quiet", "-q -@|--quiet")]
    [InlineData("- a -", "-|a|-")]
    [InlineData("a -- -q", "a|-q")]
    public void Splits_as_getopt_long(string args, string expected)
    {
        var (seen, error) = Parse(args.Split(' '));
        Assert.Equal(expected, seen);
        Assert.Equal("", error);
    }

    [Theory]
    [InlineData("-x", "tool: invalid option -- 'x'\n")]
    [InlineData("-:", "tool: invalid option -- ':'\n")]
    [InlineData("-\u00e9", "tool: invalid option -- '\u00c3'\n")]
    [InlineData("-I", "tool: option requires an argument -- 'I'\n")]
    [InlineData("--foo", "tool: unrecognized option '--foo'\n")]
    [InlineData("--foo=bar", "tool: unrecognized option '--foo=bar'\n")]
    [InlineData("--in-formats", "tool: unrecognized option '--in-formats'\n")]
    [InlineData("--quiet=2", "tool: option '--quiet' doesn't allow an argument\n")]
    [InlineData("--qui=", "tool: option '--quiet' doesn't allow an argument\n")]
    [InlineData("--inc", "tool: option '--include' requires an argument\n")]
    [InlineData("--i=3", "tool: option '--i=3' is ambiguous; possibilities: '--in-format' '--include' '--in'\n")]
    public void Says_what_is_wrong_in_glibcs_words(string arg, string message)
    {
        var (seen, error) = Parse("a", arg);
        Assert.Equal("-? a", seen);
        Assert.Equal(message, error);
    }

    [Fact]
    public void Empty_arguments_are_operands_or_values()
    {
        Assert.Equal("a|", Parse("a", "").Seen);
        Assert.Equal("-I a", Parse("-I", "", "a").Seen);
        Assert.Equal("-I a", Parse("--in-format=", "a").Seen);
    }

    [Fact]
    public void Usage_aligns_the_options_and_tells_the_letters()
    {
        const string text =
            "Usage: tool [options] <file>\n\tmore\n\nOptions: -[qI:i:f@hV]\n"
            + "  -q, --quiet           Say less\n"
            + "  -I, --in-format <arg> \n\tFormat of the input\n"
            + "  -i, --include <arg>   Search path\n"
            + "  -f, --in              A name that begins another\n"
            + "  -@, --symbols         Symbols\n"
            + "  -h, --help            Print this help and exit\n"
            + "  -V, --version         Print version and exit\n";
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var host = new Host { Out = stdout, Error = stderr };

        Assert.Equal(0, Usage.PrintHelp(host));
        Assert.Equal(1, Usage.Fail(host, "unknown option"));
        Assert.Equal(0, ToolUsage.PrintVersion(host));

        Assert.Equal(text + "Version: DTC 1.8.1\n", Encoding.UTF8.GetString(stdout.ToArray()));
        Assert.Equal(text + "\nError: unknown option\n", Encoding.UTF8.GetString(stderr.ToArray()));
    }
}
