using System.Buffers;
using System.Text;
using Cli.Rendering;
using Dtc.Tree;
using Xunit;

namespace Cli.Tests.Rendering;

public sealed class TextRendererTests
{
    private static string Render(Diagnostic diagnostic, ISourceMap? map, Palette? palette = null, bool brief = false)
    {
        var output = new ArrayBufferWriter<byte>();
        new TextRenderer(palette ?? Palette.None, brief).Append(output, diagnostic, "board.dts", map);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static Diagnostic At(int start, int length, string message = "no such label") =>
        new(TestRun.SampleRule, new SourceSpan(start, length), message);

    [Fact]
    public void Shows_place_rule_source_and_caret()
    {
        var map = new FakeMap("board.dts", "/ {\n\tlink = <&uart>;\n};\n");
        Assert.Equal(
            """
            board.dts:2:10: error[DTS0999]: no such label
                2 |         link = <&uart>;
                  |                 ^~~~~

            """,
            Render(At(13, 5), map));
    }

    [Fact]
    public void Shows_how_the_text_got_there_and_the_way_out()
    {
        var map = new FakeMap(
            "pins.dtsi",
            "a: b { };\n",
            new SourceLink(SourceLinkKind.MacroDefinition, "PIN", "pins.h", 3, 9),
            new SourceLink(SourceLinkKind.IncludedFrom, "", "board.dts", 1, 1));
        var diagnostic = new Diagnostic(TestRun.SampleRule, new SourceSpan(0, 2), "used twice")
        {
            Help = "did you mean 'c'?",
            Related = [new RelatedSpan("first used here", new SourceSpan(3, 1))],
        };
        Assert.Equal(
            """
            pins.dtsi:1:1: error[DTS0999]: used twice
                1 | a: b { };
                  | ^~
              note: in expansion of macro 'PIN' (defined at pins.h:3:9)
              note: included from board.dts:1:1
            pins.dtsi:1:4: note: first used here
                1 | a: b { };
                  |    ^
              note: in expansion of macro 'PIN' (defined at pins.h:3:9)
              note: included from board.dts:1:1
              help: did you mean 'c'?

            """,
            Render(diagnostic, map));
    }

    [Fact]
    public void Without_a_span_the_file_is_named()
    {
        var diagnostic = new Diagnostic(TestRun.SampleRule, SourceSpan.None, "gone") { File = "other.dts" };
        Assert.Equal("other.dts: error[DTS0999]: gone\n", Render(diagnostic, null));
        Assert.Equal(
            "board.dts: error[DTS0999]: gone\n",
            Render(new Diagnostic(TestRun.SampleRule, SourceSpan.None, "gone"), new FakeMap("x", "x")));
    }

    [Fact]
    public void Brief_is_one_line()
    {
        var map = new FakeMap("board.dts", "abc");
        Assert.Equal("board.dts:1:2: error[DTS0999]: no such label\n", Render(At(1, 1), map, brief: true));
    }

    [Fact]
    public void A_span_over_lines_is_underlined_to_the_end_of_the_first()
    {
        var map = new FakeMap("b.dts", "x = <1\n  2>;");
        Assert.EndsWith("    1 | x = <1\n      |     ^~\n", Render(At(4, 6), map), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_span_and_the_end_of_a_line_get_a_caret()
    {
        var map = new FakeMap("b.dts", "ab\n");
        Assert.EndsWith("      | ^\n", Render(At(0, 0), map), StringComparison.Ordinal);
        Assert.EndsWith("      |   ^\n", Render(At(2, 1), map), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lines_are_windowed_around_the_span()
    {
        var map = new FakeMap("b.dts", new string('a', 500) + "BUG" + new string('z', 500));
        var lines = Render(At(500, 3), map).Split('\n');
        Assert.StartsWith("    1 | ...aaa", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("zzz...", lines[1], StringComparison.Ordinal);
        Assert.True(lines[1].Length <= 8 + 160 + 6);
        Assert.Equal("BUG", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), 3));
        Assert.EndsWith("^~~", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_longer_than_the_window_is_cut()
    {
        var lines = Render(At(0, 900), new FakeMap("b.dts", new string('a', 1000))).Split('\n');
        Assert.Equal(8 + 160, lines[2].Length);
    }

    [Fact]
    public void Bytes_are_mapped_to_columns()
    {
        // é: two bytes, one column; 日: three bytes, two columns; U+FFFD: one stray byte.
        var at = new SourceLocation("b.dts", 1, 8, 1, 9, "é日\uFFFD X", []);
        var text = new StringBuilder();
        SourceExcerpt.Append(text, at, "", "");
        Assert.Equal("    1 | é日\uFFFD X\n      |      ^\n", text.ToString());
    }

    [Fact]
    public void Nothing_in_the_input_reaches_the_terminal_raw()
    {
        const string Hostile = "\e[2J\u009b31m\u202e\a";
        var map = new FakeMap($"b{Hostile}.dts", $"x{Hostile}y");
        var text = Render(At(0, 1, $"bad '{Hostile}\n'"), map);
        Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || c == '\u202e'));
        Assert.Contains("x<U+001B>[2J<U+009B>31m<U+202E><U+0007>y", text, StringComparison.Ordinal);
        Assert.Contains("<U+000A>'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_are_closed_on_every_line()
    {
        var text = Render(At(1, 1), new FakeMap("b.dts", "abc"), Palette.Ansi);
        Assert.Contains("\e[1;31merror[DTS0999]: \e[0m", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Contains('\e')))
            Assert.True(line.LastIndexOf("\e[0m", StringComparison.Ordinal) == line.LastIndexOf('\e'));
    }

    [Fact]
    public void Endless_chains_are_shortened()
    {
        var chain = Enumerable.Range(1, 200)
            .Select(i => new SourceLink(SourceLinkKind.IncludedFrom, "", $"f{i}", 1, 1)).ToArray();
        var lines = Render(At(0, 1), new FakeMap("b.dts", "a", chain)).Split('\n');
        Assert.Equal(
            ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "191 more", "f200"],
            lines[3..^1].Select(l => l.Contains("more", StringComparison.Ordinal) ? l["  note: ... ".Length..] : l.Split(' ')[^1].Split(':')[0]));
    }
}
