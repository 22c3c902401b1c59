using Dtc.Tree;

namespace Dtc.Parser.Tests.Preprocessing;

public sealed class SourceMapTests
{
    private static string At(SourceLocation at) => $"{at.File}:{at.Line}:{at.Column}-{at.EndLine}:{at.EndColumn}";

    private static string Chain(SourceLocation at) =>
        string.Join(" < ", at.Chain.Select(l => $"{l.Kind} {l.Name} {l.File}:{l.Line}:{l.Column}"));

    [Fact]
    public void Plain_text_keeps_its_place()
    {
        using var run = new PreprocessingTest("/* c */\tfoo   bar /* d */ \\\n baz\n\tqux\n");
        Assert.Equal("in.dts:1:9-1:12", At(run.Where("foo")));
        Assert.Equal("in.dts:1:15-1:18", At(run.Where("bar")));
        Assert.Equal("in.dts:2:2-2:5", At(run.Where("baz")));
        Assert.Equal("in.dts:3:2-3:5", At(run.Where("qux")));
        Assert.Equal("\tqux", run.Where("qux").LineText);
        Assert.Equal("in.dts:1:9-2:5", At(run.Where("foo bar baz")));
    }

    [Fact]
    public void Macro_text_leads_to_the_invocation_and_its_definitions()
    {
        using var run = new PreprocessingTest("#define IN 1 + 2\n#define OUT (IN)\nx OUT y\n");
        Assert.Equal("x (1 + 2) y", run.Text.Trim());
        Assert.Equal("in.dts:3:3-3:6", At(run.Where("+")));
        Assert.Equal("MacroDefinition IN in.dts:1:9 < MacroDefinition OUT in.dts:2:9", Chain(run.Where("+")));
        Assert.Equal("MacroDefinition OUT in.dts:2:9", Chain(run.Where("(")));
        Assert.Equal("in.dts:3:7-3:8", At(run.Where("y")));
    }

    [Fact]
    public void Arguments_keep_their_own_place()
    {
        using var run = new PreprocessingTest("#define F(a, b) <b a>\nx F(one, two) y\n");
        Assert.Equal("in.dts:2:5-2:8", At(run.Where("one")));
        Assert.Equal("in.dts:2:10-2:13", At(run.Where("two")));
        Assert.Empty(run.Where("two").Chain);
        Assert.Equal("in.dts:2:3-2:4", At(run.Where("<")));
    }

    [Fact]
    public void Includes_come_after_macros_in_the_chain()
    {
        using var run = new PreprocessingTest(
            "\n#include \"a.h\"\nz\n", null, ("a.h", "#define V 5\n  #include \"b.h\"\n"), ("b.h", "w\nV\n"));
        Assert.Equal("b.h:2:1-2:2", At(run.Where("5")));
        Assert.Equal(
            "MacroDefinition V a.h:1:9 < IncludedFrom  a.h:2:4 < IncludedFrom  in.dts:2:2", Chain(run.Where("5")));
        Assert.Equal("in.dts:3:1-3:2", At(run.Where("z")));
    }

    [Fact]
    public void Line_markers_rename_lines()
    {
        using var run = new PreprocessingTest("a\n# 100 \"orig.dts\"\nb\nc\n#line 7\nd\n");
        Assert.Equal("in.dts:1:1-1:2", At(run.Where("a")));
        Assert.Equal("orig.dts:100:1-100:2", At(run.Where("b")));
        Assert.Equal("orig.dts:101:1-101:2", At(run.Where("c")));
        Assert.Equal("orig.dts:7:1-7:2", At(run.Where("d")));
        Assert.Equal("d", run.Where("d").LineText);
    }

    [Fact]
    public void Included_texts_follow_the_expansion()
    {
        using var run = new PreprocessingTest("#include \"d/a.h\"\n", null, ("d/a.h", "/include/ \"v.dtsi\"\n"));
        Assert.Equal("d", run.Map.DirectoryAt(0));
        var first = run.Map.AppendIncluded(new SourceFile("v/v.dtsi", "one\ntwo\nthree\n"u8), 0);
        var second = run.Map.AppendIncluded(new SourceFile("w.dtsi", "four\n"u8), first + 4);
        Assert.Equal(run.Text.Length + 1, first);
        Assert.True(second > first + 14);
        run.Map.AddLineMarker(first + 4, "m.dts", 50);
        Assert.Equal("v/v.dtsi:2:1-2:4", At(run.Map.Resolve(new SourceSpan(first + 4, 3))!));
        Assert.Equal("m.dts:50:1-50:6", At(run.Map.Resolve(new SourceSpan(first + 8, 5))!));
        Assert.Equal("v", run.Map.DirectoryAt(first));
        var four = run.Map.Resolve(new SourceSpan(second, 4))!;
        Assert.Equal("w.dtsi:1:1-1:5", At(four));
        Assert.Equal("IncludedFrom  v/v.dtsi:2:1 < IncludedFrom  d/a.h:1:1 < IncludedFrom  in.dts:1:2", Chain(four));
    }

    [Fact]
    public void Physical_places_and_the_end()
    {
        using var run = new PreprocessingTest("#define A b\nc A\n");
        var b = run.Text.IndexOf('b', StringComparison.Ordinal);
        Assert.Equal(("in.dts", 14), (run.Map.Physical(b)!.Value.File.Path, run.Map.Physical(b)!.Value.Offset));
        Assert.Equal("in.dts:3:1-3:1", At(run.Map.Resolve(new SourceSpan(run.Text.Length, 0))!));
        Assert.Null(run.Map.Resolve(SourceSpan.None));
        run.Dispose();
        Assert.Equal("in.dts:2:1-2:2", At(run.Map.Resolve(new SourceSpan(run.Text.IndexOf('c', StringComparison.Ordinal), 1))!));
    }

    [Fact]
    public void Errors_within_macros_have_the_whole_chain()
    {
        using var run = new PreprocessingTest("#define F(x) x\n#define G F(1,2)\n\n y G\n");
        var at = run.Map.Resolve(run.Bag.Items[0].Span)!;
        Assert.Equal("in.dts:4:4-4:5", At(at));
        Assert.Equal("MacroDefinition G in.dts:2:9", Chain(at));
    }
}
