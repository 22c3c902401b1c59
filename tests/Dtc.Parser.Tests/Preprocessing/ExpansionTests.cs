using Dtc.Parser.Preprocessing;

namespace Dtc.Parser.Tests.Preprocessing;

/// <summary>Texts and what gcc 12 makes of them (run by hand; the corpus suite asks gcc itself).</summary>
public sealed class ExpansionTests
{
    [Theory]
    [InlineData("a b\tc  /* x */ d // e\n", "a b c d\n")]
    [InlineData("no newline at the end", "no newline at the end\n")]
    [InlineData("\t\tx = <1>;\r\ny\r\n", "  x = <1>;\ny\n")]
    [InlineData("a \\\nb\nc\n", "a b\n\nc\n")]
    [InlineData("a\\  \nb\n", "ab\n\n")]
    [InlineData("/* one\n two */ a\nb\n", "        a\nb\n")]
    [InlineData("s = \"a  /* b */ // c\";\n", "s = \"a  /* b */ // c\";\n")]
    [InlineData("s = \"one  \n   two\";\n", "s = \"one  \n   two\";\n")]
    [InlineData("#define A 1\nit's A\nA\n", "it's A\n1\n")]
    [InlineData("#define X 2\n#address-cells = <X>;\n", "#address-cells = <2>;\n")]
    [InlineData("#define X 2\ncpu@X -X X-X\n", "cpu@2 -2 2 -2\n")]
    [InlineData("#define M -1\n-M +M (M) M-1 a=M =M\n", "- -1 +-1 (-1) -1 -1 a=-1 =-1\n")]
    [InlineData("#define EQ =\n>EQ <EQ xEQ x EQ\n", "> = < = xEQ x =\n")]
    [InlineData("#define D .5\n#define N 1\nN.N N D.D\n", "1 . 1 1 .5 . .5\n")]
    [InlineData("#define E\n(E) E a E b E\n", "() a b \n")]
    [InlineData("a$b $A\n#define A 1\na$A\n", "a$b $A\n\na$1\n")]
    [InlineData("#define A 1\n1A A1 0xA .5A L\"A\" 1e+A\n", "1A A1 0xA .5A L\"A\" 1e+A\n")]
    [InlineData("#define f(x) [x]\nf(1) f (2) f\nf\n(3) f\n", "[1] [2] f\n[3] f\n\n")]
    [InlineData("#define f(x) [x]\nf(a\n,b) x\n", null)]
    [InlineData("#define f(x,y) x y\nf(a,\n  b) c\nd\n", "a b c\n\nd\n")]
    [InlineData("#define f(x) x\nf(1\n#define y 2\ny) y\n", "1 2 2\n\n\n")]
    [InlineData("#define f(x) x\nf(1\n#if 0\n2\n#else\n3\n#endif\n)\n", "1 3\n\n\n\n\n\n\n")]
    [InlineData("#define s(x) #x\ns( a  \"b\\n\" 'c' )s()\n", "\"a \\\"b\\\\n\\\" 'c'\"\"\"\n")]
    [InlineData("#define g(a,b) a##b\ng(x,1) g(,y) g(z,) g(+,x)g(<,<)\n", "x1 y z +x<<\n")]
    [InlineData("#define RK(x) RK_P##x: pin##x { }\nRK(A0)\n", "RK_PA0: pinA0 { }\n")]
    [InlineData("#define v(...) [__VA_ARGS__]\nv() v(a) v(a,b)\n", "[] [a] [a,b]\n")]
    [InlineData("#define w(f, a...) f(x, ##a)\nw(g) w(g,) w(g,1,2)\n", "g(x) g(x,) g(x,1,2)\n")]
    [InlineData("#define o(a,...) a __VA_OPT__(+ __VA_ARGS__)\no(1) o(1,2)\n", "1 1 + 2\n")]
    [InlineData("#define h(x) # x #y\nh(a)\n", "\"a\" #y\n")]
    [InlineData("#define a b\n#define b a\na b\n", "a b\n")]
    [InlineData("#define f(x) x f\nf(1)(2)(3)\n", "1 f(2)(3)\n")]
    [InlineData("#define f(x) g\n#define g(x) f\nf(1)(2)(3)\n", "g\n")]
    [InlineData("#define NIL(xxx) xxx\n#define G_0(arg) NIL(G_1)(arg)\n#define G_1(arg) NIL(arg)\nG_0(42)\n", "42\n")]
    [InlineData("#define x 3\n#define f(a) f(x * (a))\n#undef x\n#define x 2\n#define g f\n#define z z[0]\n#define h g(~\n"
                + "#define m(a) a(w)\n#define w 0,1\n#define t(a) a\nf(y+1) + f(f(z)) % t(t(g)(0) + t)(1);\n"
                + "g(x+(3,4)-w) | h 5) & m\n(f)^m(m);\n",
        "f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1);\n"
        + "f(2 * (2 +(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);\n\n")]
    [InlineData("#define str(s) # s\n#define xstr(s) str(s)\n#define glue(a, b) a ## b\n#define xglue(a, b) glue(a, b)\n"
                + "#define HIGHLOW \"hello\"\n#define LOW LOW \", world\"\nglue(HIGH, LOW); xglue(HIGH, LOW) xstr(glue(1, 2))\n",
        "\"hello\"; \"hello\" \", world\" \"12\"\n")]
    [InlineData("__LINE__ __FILE__ __INCLUDE_LEVEL__ __COUNTER__ __COUNTER__\n", "1 \"in.dts\" 0 0 1\n")]
    [InlineData("__DTS__ __STDC__ __STDC_HOSTED__ __ASSEMBLER__ __STDC_VERSION__ linux\n", "1 1 1 1 __STDC_VERSION__ linux\n")]
    [InlineData("#line 7 \"o.c\"\n__LINE__ __FILE__\n# 3 \"p.c\" 1 2\n__LINE__ __FILE__\n", "7 \"o.c\"\n\n3 \"p.c\"\n")]
    [InlineData("#ident \"x\"\n#pragma foo\n#sccs \"y\"\n#\nz _Pragma(\"bar\") z\n", "z z\n")]
    public void Text_is_what_gcc_prints(string source, string? expected)
    {
        using var run = new PreprocessingTest(source);
        if (expected is null)
        {
            Assert.True(run.Bag.HasErrors);
            return;
        }

        Assert.Equal(expected.Trim('\n'), run.Text.Trim('\n'));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("2 - 1 - 1", false)]
    [InlineData("1 + 2 * 3 == 7 && !(1 > 2)", true)]
    [InlineData("-1 > 0u", true)]
    [InlineData("-1 > 0", false)]
    [InlineData("(1 ? -1 : 0u) > 0", true)]
    [InlineData("0 && 1 / 0", false)]
    [InlineData("1 || 1 / 0", true)]
    [InlineData("1 ? 2 : 1 / 0", true)]
    [InlineData("0x10 == 16 && 010 == 8 && 0b11 == 3", true)]
    [InlineData("'a' == 97 && '\\n' == 10 && '\\x41' == 'A' && '\\377' < 0", true)]
    [InlineData("1 << 63 < 0 && 1 << -1 == 0 && -8 >> 1 == -4", true)]
    [InlineData("-9 / 2 == -4 && -9 % 2 == -1", true)]
    [InlineData("~0 == -1 && (5 ^ 3) == 6 && (5 | 3) == 7 && (5 & 3) == 1", true)]
    [InlineData("18446744073709551615u == -1", true)]
    [InlineData("UNKNOWN", false)]
    [InlineData("defined __DTS__ && defined(__LINE__) && !defined(UNKNOWN)", true)]
    [InlineData("__has_include(\"sub.h\") && !__has_include(<sub.h>)", true)]
    [InlineData("__LINE__ == 1", true)]
    public void Conditions_count_as_in_c(string condition, bool expected)
    {
        using var run = new PreprocessingTest($"#if {condition}\nyes\n#endif\n", null, ("sub.h", ""));
        Assert.Equal(expected ? "yes" : "", run.Text.Trim());
        Assert.False(run.Bag.HasErrors);
    }

    [Fact]
    public void Only_the_first_true_group_is_taken()
    {
        using var run = new PreprocessingTest(
            "#define A\n#if 0\n1\n#elif 0\n2\n#elifdef A\n3\n#elif 1 / 0\n4\n#else\n5\n#endif\n"
            + "#if 0\n#if 1\n6\n#else\n7\n#endif\n#elifndef A\n8\n#else\n9\n#endif\n");
        Assert.Empty(run.Found);
        Assert.Equal(["3", "9"], run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Options_define_in_order()
    {
        var options = PreprocessOptions.Default with
        {
            Macros = [new("A"), new("B=2"), new("F(x)=<x>"), new("C=3"), new("C", Undefine: true), new("D=x=y")],
        };
        using var run = new PreprocessingTest("A B F(4) C D\n", options);
        Assert.Empty(run.Found);
        Assert.Equal("1 2 <4> C x=y\n", run.Text);
    }

    [Fact]
    public void Includes_are_searched_as_gcc_does()
    {
        var options = PreprocessOptions.Default with { IncludeDirectories = ["i1", "i2"], ForcedIncludes = ["pre.h"] };
        using var run = new PreprocessingTest(
            "#include \"d/a.h\"\n#define N <b.h>\n#include N\n#include <b.h>\n#include \"g.h\"\n#include \"g.h\"\n#import \"d/a.h\"\nEND PRE\n",
            options,
            ("pre.h", "#define PRE pre\n"), ("d/a.h", "a __INCLUDE_LEVEL__\n#include \"c.h\"\n"), ("d/c.h", "dc\n"), ("i1/c.h", "no\n"),
            ("i1/b.h", "b1\n#include_next <b.h>\n"), ("i2/b.h", "#pragma once\nb2\n"), ("g.h", "#ifndef G\n#define G\ng\n#endif\n"));
        Assert.Empty(run.Found);
        Assert.Equal("a 1 dc b1 b2 b1 g a 1 dc END pre", string.Join(' ', run.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["in.dts", "pre.h", "d/a.h", "d/c.h", "i1/b.h", "i2/b.h", "g.h"], run.Inputs);
    }

    [Fact]
    public void Verbatim_leaves_everything()
    {
        var file = new SourceFile("v.dts", "#define A 1\n/* c */ A\n"u8);
        using var source = Preprocessor.Verbatim(new SourceCache(), file);
        Assert.Equal(file.Length, source.Length);
        Assert.Equal(0, source.Text[source.Length]);
        Assert.Equal((2, 9), (source.Map.Resolve(new(20, 1))!.Line, source.Map.Resolve(new(20, 1))!.Column));
    }
}
