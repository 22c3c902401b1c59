using System.Text;
using Cli.Options;
using Cli.Output;
using Dtc.Compiler;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Output;

public sealed class DependencyFileTests
{
    private static string Make(object format, string target, string input, string[] preprocessed, string[] included) =>
        Encoding.UTF8.GetString(DependencyFile.Make(
            (DepfileFormat)format,
            target,
            input,
            new CompileResult { Diagnostics = new DiagnosticBag(), PreprocessorInputs = preprocessed, IncludedFiles = included }));

    [Fact]
    public void Dtc_lists_what_dtc_opens_on_one_line() =>
        Assert.Equal(
            "out\\ put.dtb: my\\ board.dts a$.dtsi logo#.bin logo#.bin\n",
            Make(DepfileFormat.Dtc, "out put.dtb", "my board.dts", ["my board.dts", "pins.h"], ["a$.dtsi", "logo#.bin", "logo#.bin"]));

    [Fact]
    public void Make_lists_all_files_once_with_phony_targets() =>
        Assert.Equal(
            """
            b.dtb: \
              b.dts \
              pins.h \
              a.dtsi

            pins.h:

            a.dtsi:

            """,
            Make(DepfileFormat.Make, "b.dtb", "b.dts", ["b.dts", "pins.h"], ["a.dtsi", "pins.h", "a.dtsi"]));

    [Fact]
    public void Ninja_wants_the_rule_alone() =>
        Assert.Equal("b.dtb: \\\n  b.dts \\\n  pins.h\n", Make(DepfileFormat.Ninja, "b.dtb", "b.dts", ["b.dts", "pins.h"], []));

    [Theory]
    [InlineData("a b", "a\\ b")]
    [InlineData("a\\ b", "a\\\\\\ b")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a#b", "a\\#b")]
    [InlineData("$a", "$$a")]
    public void Make_escapes_as_gcc_does(string path, string escaped) =>
        Assert.Equal($"{escaped}: \\\n  in\n", Make(DepfileFormat.Ninja, path, "in", [], []));

    [Fact]
    public void Standard_input_is_no_prerequisite() =>
        Assert.Equal("b.dtb: \\\n  x.h\n", Make(DepfileFormat.Ninja, "b.dtb", "-", ["<stdin>", "x.h"], []));
}
