using System.Text;
using System.Text.RegularExpressions;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Types;
using Xunit;

namespace Dtc.Bindings.Tests.Types;

/// <summary>The automaton against the regex engine, which agrees with Python's on these expressions.</summary>
public sealed class PositionAutomatonTests
{
    private const int RandomExpressions = 20_000;

    [Fact]
    public void ExpressionsOfBindingsFindTheSame()
    {
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        var texts = new HashSet<string>(StringComparer.Ordinal) { "", "\n", "uart@10\n", "gpio-é" };
        foreach (var binding in KernelBindings.Set.Bindings) Collect(binding.Schema, patterns, texts);
        var random = new Random(3);
        var sample = texts.Where(_ => random.Next(20) == 0).Concat(["", "\n", "uart@10\n", "gpio-é", "pinctrl-0", "cpu@0,1"]).ToList();
        var made = 0;
        foreach (var pattern in patterns)
        {
            if (PositionAutomaton.TryMake(pattern) is not { } automaton) continue;
            made++;
            Assert.True(PatternText.TryCompile(pattern, out var expression));
            foreach (var text in sample) AssertSame(automaton, expression, text);
        }

        KernelBindings.Report($"bindings: {made} of {patterns.Count} patterns need no regex engine, equal on {sample.Count} texts");
        Assert.True(made > patterns.Count * 9 / 10);
    }

    [Fact]
    public void RandomExpressionsFindTheSame()
    {
        var random = new Random(5);
        var made = 0;
        for (var i = 0; i < RandomExpressions; i++)
        {
            var pattern = Expression(random, 3);
            if (PositionAutomaton.TryMake(pattern) is not { } automaton) continue;
            Assert.True(PatternText.TryCompile(pattern, out var expression), pattern);
            made++;
            for (var j = 0; j < 12; j++) AssertSame(automaton, expression, Text(random));
        }

        Assert.True(made > RandomExpressions / 3, $"{made}");
    }

    // What Python's re says: repeats without a lower bound, braces and brackets that are text.
    [Theory]
    [InlineData("^a{,2}$", "aa", true)]
    [InlineData("^a{,2}$", "aaa", false)]
    [InlineData("^a{,2}$", "a{,2}", false)]
    [InlineData("^a{x}$", "a{x}", true)]
    [InlineData("^a{}$", "a{}", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[[a]+$", "[a", true)]
    [InlineData("^[a-]+$", "a-", true)]
    [InlineData(@"^\s$", "\x1d", true)]
    [InlineData("^(a|b)?$", "\n", true)]
    [InlineData("a$", "ba\n", true)]
    [InlineData("a$", "a\n\n", false)]
    [InlineData("^.$", "\n", false)]
    [InlineData("x|", "", true)]
    [InlineData("^(ab|c){2,3}$", "abcab", true)]
    [InlineData("^(ab|c){2,3}$", "ab", false)]
    [InlineData("^(a|b?)+(a+x)$", "ax", true)]
    [InlineData("^c*(?:([a-b]?|.{0,2}b+)*(c?|a?b*)){2}a+x", "axb", true)]
    public void FormsAreThoseOfPython(string pattern, string text, bool expected) =>
        Assert.Equal(expected, PositionAutomaton.TryMake(pattern)!.Finds(text));

    [Theory]
    [InlineData("(?!a)b")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a*+")]
    [InlineData("[z-a]")]
    [InlineData("[a")]
    [InlineData("a^b")]
    [InlineData("a$b")]
    [InlineData("^*")]
    [InlineData("a{3,2}")]
    [InlineData("{2}")]
    [InlineData("a{65}")]
    [InlineData("a{99999999999}")]
    [InlineData("é")]
    [InlineData("\\")]
    [InlineData(@"\bq")]
    public void OtherFormsAreLeftToTheEngine(string pattern) => Assert.Null(PositionAutomaton.TryMake(pattern));

    [Fact]
    public void NothingBacktracks()
    {
        var automaton = PositionAutomaton.TryMake("^((a*)*b?)*c$")!;
        Assert.False(automaton.Finds(new string('a', 100_000)));
        Assert.Null(PositionAutomaton.TryMake(new string('(', 100_000)));
        Assert.Null(PositionAutomaton.TryMake("(((((((((((){9}){9}){9}){9}){9}){9}){9}){9}){9}){9})"));
        Assert.Null(PositionAutomaton.TryMake("((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})"));
    }

    private static void AssertSame(PositionAutomaton automaton, Regex expression, string text)
    {
        var expected = PatternText.Finds(expression, text);
        var found = automaton.Finds(text);
        if (!Ascii.IsValid(text) && found is null) return;
        Assert.True(expected == found, $"{expression} on {text}: {expected}, not {found}");
    }

    private static void Collect(SchemaValue value, HashSet<string> patterns, HashSet<string> texts)
    {
        if (value.IsString) texts.Add(value.String);
        if (value.IsArray) value.Items.ForEach(item => Collect(item, patterns, texts));
        if (!value.IsObject) return;
        foreach (var (key, inner, _) in Yaml.Members(value))
        {
            texts.Add(key);
            if (key == "pattern" && inner.IsString) patterns.Add(inner.String);
            if (key == "patternProperties" && inner.IsObject) patterns.UnionWith(Yaml.Members(inner).Select(member => member.Key));
            Collect(inner, patterns, texts);
        }
    }

    private static string Expression(Random random, int depth)
    {
        var alternatives = Enumerable.Range(0, random.Next(4) == 0 ? 2 : 1)
            .Select(_ => (random.Next(3) == 0 ? "^" : "") + Sequence(random, depth) + (random.Next(3) == 0 ? "$" : ""));
        return string.Join('|', alternatives);
    }

    private static string Sequence(Random random, int depth) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Repeated(random, depth)));

    // .NET gives up on a loop once a turn of it was empty, Python does not: groups are not repeated here.
    private static string Repeated(Random random, int depth)
    {
        var atom = Atom(random, depth);
        return atom[0] == '(' ? atom + (random.Next(3) == 0 ? "?" : "") : atom + Quantifier(random);
    }

    private static string Atom(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => "[a-b]",
        1 => "[^a]",
        2 => ".",
        3 => @"\.",
        4 or 5 => "abc"[random.Next(3)].ToString(),
        _ => $"({(random.Next(2) == 0 ? "?:" : "")}{Sequence(random, depth - 1)}{(random.Next(2) == 0 ? "|" + Sequence(random, depth - 1) : "")})",
    };

    private static string Quantifier(Random random) => random.Next(9) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => "{2}",
        4 => "{,2}",
        5 => "{1,3}?",
        _ => "",
    };

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => "aabbc.\nx"[random.Next(8)]));
}
