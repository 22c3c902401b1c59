using System.Diagnostics;
using System.Text;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Dtc.Parser.Tests.Preprocessing;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("x\n#include \"no.h\"\n", "in.dts:2:10 DTS0101 no.h: no such file")]
    [InlineData("#include\n", "in.dts:1:2 DTS0103 #include expects \"FILENAME\" or <FILENAME>")]
    [InlineData("#include foo\n", "in.dts:1:2 DTS0103 #include expects \"FILENAME\" or <FILENAME>")]
    [InlineData("#include \"\"\n", "in.dts:1:10 DTS0103 empty file name in #include")]
    [InlineData("a\n  #ifdef X\nb\n", "in.dts:2:4 DTS0105 unterminated #ifdef")]
    [InlineData("#else\n", "in.dts:1:2 DTS0106 #else without #if")]
    [InlineData("#if 1\n#else\n#else\n#endif\n", "in.dts:3:2 DTS0106 #else after #else")]
    [InlineData("#endif\n", "in.dts:1:2 DTS0106 #endif without #if")]
    [InlineData("#if\n#endif\n", "in.dts:1:4 DTS0107 #if with no expression")]
    [InlineData("#if 1 +\n#endif\n", "in.dts:1:8 DTS0107 #if expression ends where a value should stand")]
    [InlineData("#if (1\n#endif\n", "in.dts:1:7 DTS0107 missing ')' in expression")]
    [InlineData("#if FOO(1)\n#endif\n", "in.dts:1:8 DTS0107 missing binary operator before token \"(\"")]
    [InlineData("#if 1.5\n#endif\n", "in.dts:1:5 DTS0107 floating constant in preprocessor expression")]
    [InlineData("#if \"s\"\n#endif\n", "in.dts:1:5 DTS0107 token \"\"s\"\" is not valid in preprocessor expressions")]
    [InlineData("#if 4 / 0\n#endif\n", "in.dts:1:7 DTS0108 division by zero in #if")]
    [InlineData("#if 0x7fffffffffffffff + 1\n#endif\n", "in.dts:1:24 DTS0109 integer overflow in preprocessor expression")]
    [InlineData("#define f(x,x) x\n", "in.dts:1:13 DTS0110 duplicate macro parameter \"x\"")]
    [InlineData("#define A ## b\n", "in.dts:1:11 DTS0110 '##' cannot appear at either end of a macro expansion")]
    [InlineData("#define f(x\n", "in.dts:1:12 DTS0110 expected ')' before end of line")]
    [InlineData("#define 1\n", "in.dts:1:9 DTS0110 macro names must be identifiers")]
    [InlineData("#define A 1\n#define A 1\n#define A 2\n", "in.dts:3:9 DTS0111 \"A\" redefined")]
    [InlineData("#define f(x) x\n  f(1,2)\n", "in.dts:2:3 DTS0112 macro \"f\" passed 2 arguments, but takes just 1")]
    [InlineData("#define f(x,y) x\nf(1)\n", "in.dts:2:1 DTS0112 macro \"f\" requires 2 arguments, but only 1 given")]
    [InlineData("#define f(x) x\na f(1\n", "in.dts:2:3 DTS0113 unterminated argument list invoking macro \"f\"")]
    [InlineData("a\n /* b\nc\n", "in.dts:2:2 DTS0116 unterminated comment")]
    [InlineData("#error  do not\n", "in.dts:1:1 DTS0117 #error do not")]
    [InlineData("#warning hm\n", "in.dts:1:1 DTS0118 #warning hm")]
    [InlineData("#line x\n", "in.dts:1:7 DTS0119 \"x\" after #line is not a positive integer")]
    [InlineData("#if 1\n#endif foo\n", "in.dts:2:8 DTS0120 extra tokens at end of #endif directive")]
    [InlineData("a\nb\0c\n", "in.dts:2:2 DTS0121 the text holds a NUL byte")]
    [InlineData("#ifdef\n#endif\n", "in.dts:1:2 DTS0129 no macro name given in #ifdef directive")]
    [InlineData("a \\ \nb\n", "in.dts:1:3 DTS0123 blanks between the backslash and the end of the line")]
    public void Fault_is_reported_where_it_is(string source, string expected)
    {
        using var run = new PreprocessingTest(source);
        Assert.Equal([expected], run.Found);
    }

    [Fact]
    public void All_faults_of_a_run_are_reported()
    {
        using var run = new PreprocessingTest("#include \"x\"\n#if (\n#endif\n#define f(x) x\nf()f(1,2)\n#endif\n#error e\nlast\n");
        Assert.Equal(["DTS0101", "DTS0107", "DTS0112", "DTS0106", "DTS0117"], run.Bag.Items.Select(d => d.Rule.Id));
        Assert.Contains("last", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_skipped_groups_are_not()
    {
        using var run = new PreprocessingTest("#if 0\n#include \"x\"\n#if (\n#else junk\n#endif junk\n#error e\n#define 1\n#foo\n#endif\n");
        Assert.Empty(run.Found);
    }

    [Fact]
    public void Missing_include_says_where_it_looked()
    {
        var options = PreprocessOptions.Default with { IncludeDirectories = ["i1", "i2"] };
        using var run = new PreprocessingTest("#include \"d/a.h\"\n", options, ("d/a.h", "#include \"no.h\"\n#include <no.h>\n"));
        Assert.Equal(["looked in d, i1, i2", "looked in i1, i2"], run.Bag.Items.Select(d => d.Help));
        Assert.Equal("d/a.h", run.Map.Resolve(run.Bag.Items[0].Span)!.File);
        Assert.Equal("in.dts", run.Map.Resolve(run.Bag.Items[0].Span)!.Chain[0].File);
    }

    [Fact]
    public void Redefinition_names_the_earlier_one()
    {
        using var run = new PreprocessingTest("#include \"a.h\"\n#define A 2\n", null, ("a.h", "\n#define A 1\n"));
        var earlier = run.Map.Resolve(run.Bag.Items[0].Related[0].Span)!;
        Assert.Equal(("a.h", 2, 9), (earlier.File, earlier.Line, earlier.Column));
        Assert.Equal(Severity.Warning, run.Bag.Items[0].Severity);
    }

    [Fact]
    public void Include_cycle_is_one_error()
    {
        using var run = new PreprocessingTest("#include \"a.h\"\n", null, ("a.h", "a\n#include \"a.h\"\n#include \"a.h\"\n"));
        Assert.Equal(["a.h:2:2 DTS0102 includes are nested more than 200 deep"], run.Found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Bombs_end_in_one_error(int kind)
    {
        var source = new StringBuilder();
        switch (kind)
        {
            case 0: // 10^30 tokens
                source.Append("#define A0 x x x x x x x x x x\n");
                for (var i = 1; i < 30; i++) source.Append($"#define A{i} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1} A{i - 1}\n");
                source.Append("A29\nafter\n");
                break;
            case 1: // arguments that double
                source.Append("#define D(x) x x\n");
                source.Append(string.Concat(Enumerable.Repeat("D(", 60))).Append('y').Append(')', 60).Append("\nafter\n");
                break;
            case 2: // deep recursion
                source.Append("#define I(x) x\n");
                source.Append(string.Concat(Enumerable.Repeat("I(", 100_000))).Append('y').Append(')', 100_000).Append("\nafter\n");
                break;
            default: // strings that double
                source.Append("#define S(x) #x\n#define T(x) S(x)S(x)\n");
                source.Append(string.Concat(Enumerable.Repeat("T(", 60))).Append("\"\\\\\"").Append(')', 60).Append("\nafter\n");
                break;
        }

        var watch = Stopwatch.StartNew();
        using var run = new PreprocessingTest(source.ToString());
        Assert.Single(run.Bag.Items);
        Assert.True(run.Bag.Items[0].Rule.Id is "DTS0114" or "DTS0115", run.Found[0]);
        Assert.EndsWith("after\n", run.Text, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "took " + watch.Elapsed); // generous: the aim is 1 s in Release
    }

    [Fact]
    public void Deep_conditions_are_an_error()
    {
        using var run = new PreprocessingTest("#if " + new string('(', 100_000) + "1" + new string(')', 100_000) + "\n#endif\n#if " + new string('!', 100_000) + "1\n#endif\n");
        Assert.Equal(["DTS0115", "DTS0115"], run.Bag.Items.Select(d => d.Rule.Id));
    }

    [Fact]
    public void Many_open_conditionals_are_reported_without_overflow()
    {
        using var run = new PreprocessingTest(string.Concat(Enumerable.Repeat("#if 1\n", 50_000)));
        Assert.Equal(50_000, run.Bag.ErrorCount);
    }

    [Fact]
    public void Bad_utf8_is_an_error_outside_comments_only()
    {
        using var run = new PreprocessingTest([.. "/* \xFF"u8[..3], 0xFF, .. " */ a\n// "u8, 0xE9, .. "\nb "u8, 0xE9, .. "\n"u8]);
        Assert.Equal(["in.dts:3:3 DTS0122 byte 0xE9 is not valid UTF-8"], run.Found);
    }

    [Fact]
    public void A_directory_is_not_an_included_file()
    {
        var root = Directory.CreateTempSubdirectory("dtc-sharp");
        try
        {
            root.CreateSubdirectory("one/x.h");
            root.CreateSubdirectory("two");
            File.WriteAllText(Path.Combine(root.FullName, "two", "x.h"), "found\n");
            var options = PreprocessOptions.Default with { IncludeDirectories = [root.FullName + "/one", root.FullName + "/two"] };
            using var run = new PreprocessingTest("#include <x.h>\n#include <two>\n", options);
            Assert.Equal(["in.dts:2:10 DTS0101 two: no such file"], run.Found);
            Assert.Equal("found\n", run.Text);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_rule_has_its_own_id_and_name()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(r => r.Id).Distinct().Count());
        Assert.Equal(Rules.All.Count, Rules.All.Select(r => r.Name).Distinct().Count());
    }
}
