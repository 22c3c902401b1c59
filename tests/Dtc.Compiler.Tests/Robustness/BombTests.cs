using System.Diagnostics;
using System.Text;
using Dtc.Parser;
using Dtc.Tests;

namespace Dtc.Compiler.Tests.Robustness;

/// <summary>Inputs made to take for ever or to fill the memory: each ends in a blob or in errors, soon.</summary>
[Collection(TimedSuite.Name)]
public sealed class BombTests
{
    private const int Many = 100_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private static readonly Dictionary<string, (bool Compiles, Func<string> Source)> Bombs = new()
    {
        // preprocessor
        ["billion laughs of objects"] = (false, () =>
            $"#define L0 lol\n{Repeat(60, i => $"#define L{i + 1} L{i} L{i} L{i} L{i}\n")}{Tag} / {{ a = <L60>; }};"),
        ["billion laughs of functions"] = (false, () =>
            $"#define L0(x) x x\n{Repeat(60, i => $"#define L{i + 1}(x) L{i}(L{i}(x))\n")}{Tag} / {{ a = <L60(1)>; }};"),
        ["billion laughs in a condition"] = (false, () =>
            $"#define L0 1\n{Repeat(60, i => $"#define L{i + 1} L{i}+L{i}+L{i}\n")}#if L60\n#endif\n{Tag} / {{ }};"),
        ["billion laughs of nothing"] = (false, () =>
            $"#define L0\n{Repeat(20, i => $"#define L{i + 1} L{i} L{i}\n")}{Tag} / {{ a = <L20>; }};"),
        ["macro of itself"] = (false, () => $"#define F(x) F(F(x) x)\n#define X X X\n{Tag} / {{ a = <F(F(F(X)))>; }};"),
        ["growth by ##"] = (false, () =>
            $"#define C_(a, b) a##b\n#define C(a, b) C_(a, b)\n#define L0 x\n{Repeat(60, i => $"#define L{i + 1} C(L{i}, L{i})\n")}{Tag} / {{ a = <L60>; }};"),
        ["growth by #"] = (false, () =>
            $"#define S_(a) #a\n#define S(a) S_(a)\n#define L0 \"\\\\\"\n{Repeat(60, i => $"#define L{i + 1} S(L{i})\n")}{Tag} / {{ a = L60; }};"),
        ["nested calls"] = (true, () => $"#define F(x) x\n{Tag} / {{ a = <{Repeat(200, _ => "F(")}1{new string(')', 200)}>; }};"),
        ["many nested calls"] = (false, () => $"#define F(x) x\n{Tag} / {{ a = <{Repeat(Many, _ => "F(")}1{new string(')', Many)}>; }};"),
        ["unclosed calls"] = (false, () => $"#define F(x) x\n{Tag} / {{ a = <{Repeat(Many, _ => "F ( ")}>; }};"),
        ["call of many arguments"] = (false, () => $"#define F(x, ...) x\n{Tag} / {{ a = <F(1{Repeat(10 * Many, _ => ",")}) F(,>; }};"),
        ["many macros"] = (true, () => $"{Repeat(Many, i => $"#define M{i} {i}\n")}{Tag} / {{ a = <{Repeat(Many, i => $"M{i} ")}>; }};"),
        ["macro redefined"] = (true, () => $"{Repeat(Many, i => $"#define M {i}\n")}{Tag} / {{ a = <M>; }};"),
        ["parentheses in #if"] = (false, () => $"#if {new string('(', 10 * Many)}1{new string(')', 10 * Many)}\n#endif\n{Tag} / {{ }};"),
        ["signs in #if"] = (false, () => $"#if {new string('-', 10 * Many)}\n#endif\n{Tag} / {{ }};"),
        ["conditionals in #if"] = (false, () => $"#if {Repeat(Many, _ => "1?")}\n#endif\n{Tag} / {{ }};"),
        ["nested #if"] = (true, () => $"{Repeat(Many, _ => "#if 1\n")}{Repeat(Many, _ => "#endif\n")}{Tag} / {{ }};"),
        ["unclosed #if"] = (false, () => $"{Repeat(Many, _ => "#if 0\n")}{Tag} / {{ }};"),
        ["splices"] = (true, () => $"{Repeat(10 * Many, _ => "\\\n")}{Tag} / {{ }};"),
        ["#include cycle"] = (false, () => $"#include \"board.dts\"\n{Tag} / {{ }};"),
        ["#include fan-out"] = (false, () => "#include \"fan0.h\"\n/dts-v1/; / { };"),

        // values
        ["parentheses"] = (false, () => $"{Tag} / {{ a = <{new string('(', 10 * Many)}1{new string(')', 10 * Many)}>; }};"),
        ["closing parentheses"] = (false, () => $"{Tag} / {{ a = <{new string(')', 10 * Many)}>; }};"),
        ["signs"] = (true, () => $"{Tag} / {{ a = <({new string('~', 10 * Many)}1)>; }};"),
        ["long sum"] = (true, () => $"{Tag} / {{ a = <(1{Repeat(10 * Many, _ => "+1")})>; }};"),
        ["long line"] = (true, () => $"{Tag} / {{ a = <{Repeat(5_000_000, _ => "1 ")}>; }};"),
        ["long string"] = (true, () => $"{Tag} / {{ a = \"{new string('x', 10_000_000)}\"; }};"),
        ["unclosed string"] = (false, () => $"{Tag} / {{ a = \"{new string('x', 10_000_000)}"),
        ["quotes"] = (false, () => $"{Tag} / {{ a = {new string('\'', 10 * Many)}; }};"),
        ["unclosed characters"] = (false, () => $"{Tag} / {{ a = <{Repeat(Many, _ => "'\\")}"),
        ["many strings"] = (true, () => $"{Tag} / {{ a = \"\"{Repeat(10 * Many, _ => ",\"\"")}; }};"),
        ["strings without commas"] = (false, () => $"{Tag} / {{ a = {Repeat(Many, _ => "\"\" ")}; }};"),
        ["slashes"] = (false, () => $"{Tag} / {{ a = <1>; }};\n{Repeat(10 * Many, _ => "/ ")}"),
        ["comment starts"] = (false, () => $"{Tag} / {{ a = <1>; }};\n{Repeat(10 * Many, _ => "/* ")}"),
        ["open references"] = (false, () => $"{Tag} / {{ a = {Repeat(Many, _ => "&{")}; }};"),

        // nodes
        ["nested nodes"] = (false, () => $"{Tag} / {{ {Repeat(10 * Many, _ => "n{")}{Repeat(10 * Many, _ => "};")}}};"),
        ["closing braces"] = (false, () => $"{Tag} / {{ }};{Repeat(10 * Many, _ => "};")}"),
        ["long names"] = (true, () => $"{Tag} / {{ {Repeat(50, _ => $"{new string('n', 10_000)} {{ p{new string('q', 10_000)} = <1>; ")}{Repeat(50, _ => "};")}}};"),
        ["long label"] = (false, () => $"{Tag} / {{ {new string('l', 1_000_000)}: n {{ }}; a = <&{new string('m', 1_000_000)}>; }};"),
        ["labels of one node"] = (true, () => $"{Tag} / {{ {Repeat(2 * Many, i => $"l{i}: ")}n {{ }}; }};"),
        ["labels of one merged node"] = (true, () => $"{Tag} / {{ n {{ }}; }}; / {{ {Repeat(Many, i => $"l{i}: ")}n {{ }}; }};"),
        ["labels added one by one"] = (true, () => $"{Tag} / {{ l: n {{ }}; }}; {Repeat(Many, i => $"l{i}: &l {{ }};\n")}"),
        ["labels of one property"] = (true, () => $"{Tag} / {{ {Repeat(2 * Many, i => $"l{i}: ")}p; }};"),
        ["labels of one property, merged"] = (true, () => $"{Tag} / {{ p; }}; / {{ {Repeat(Many, i => $"l{i}: ")}p; }};"),
        ["labels of one reservation"] = (true, () => $"{Tag} {Repeat(Many, i => $"l{i}: ")}/memreserve/ 1 2; / {{ }};"),
        ["labels in a value"] = (true, () => $"{Tag} / {{ p = <{Repeat(Many, i => $"l{i}: ")}>; }};"),
        ["one label on many nodes"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"l: n{i} {{ }};\n")}}}; {Repeat(1000, _ => "&l { };\n")}"),
        ["references to a label of many nodes"] = (false, () => $"{Tag} / {{ r = <{Repeat(Many, _ => "&l ")}>; {Repeat(Many, i => $"n{i} {{ }};")} l: a {{ }}; l: b {{ }}; }};"),
        ["labels that die"] = (true, () => $"{Tag} / {{ }}; {Repeat(Many / 10, i => $"/ {{ l: n{i} {{ }}; }}; /delete-node/ &l;\n")}"),
        ["properties merged"] = (true, () => $"{Tag} / {{ {Repeat(Many, i => $"p{i};")} }}; / {{ {Repeat(Many, i => $"p{i} = <1>;")} }};"),
        ["children merged"] = (true, () => $"{Tag} / {{ {Repeat(Many, i => $"n{i} {{ }};")} }}; / {{ {Repeat(Many, i => $"n{i} {{ p; }};")} }};"),
        ["one property many times"] = (false, () => $"{Tag} / {{ {Repeat(Many, _ => "p;")} }};"),
        ["one node many times"] = (false, () => $"{Tag} / {{ {Repeat(Many, _ => "n { };")} }};"),
        ["one node many times, merged"] = (true, () => $"{Tag} / {{ n {{ }}; }}; / {{ {Repeat(Many, _ => "n { a; };")} }};"),
        ["deletions"] = (true, () => $"{Tag} / {{ n {{ }}; }}; / {{ {Repeat(Many, i => $"/delete-property/ p{i};")}{Repeat(Many, i => $"/delete-node/ n{i};")} }};"),
        ["place-holders"] = (true, () => $"{Tag} / {{ {Repeat(Many, _ => "/delete-property/ p;")}{Repeat(Many, _ => "/delete-node/ n;")} }}; / {{ r = &{{/}}; }};"),
        ["name properties"] = (true, () => $"{Tag} / {{ {Repeat(Many, i => $"n{i} {{ name = \"n{i}\"; }};")} }};"),
        ["unknown references"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"label{i}: n{i} {{ r = <&lable{i}>; }};")} }};"),
        ["unknown path references"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"label{i}: n{i} {{ r = &lable{i}; }};")} }};"),
        ["unknown targets"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"label{i}: n{i} {{ }};")} }}; {Repeat(Many, i => $"&lable{i} {{ }};\n")}"),
        ["syntax errors"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"p{i} = <1;\nq = ;\n")} }};"),
        ["unclosed bodies"] = (false, () => $"{Tag} {Repeat(Many, _ => "/ { n {\n")}"),
        ["undefined macros"] = (false, () => $"{Tag} / {{ a = <{Repeat(Many, i => $"MACRO_{i}(1, (2) ")}>; }};"),
        ["semicolons"] = (false, () => $"{Tag} / {{ {Repeat(10 * Many, _ => ";")} }};{Repeat(10 * Many, _ => ";")}"),
        ["version tags"] = (true, () => $"{Repeat(Many, _ => Tag)} / {{ }};"),
        ["references to one path"] = (true, () =>
            $"{Tag} / {{ r = {string.Join(',', Enumerable.Repeat("&l", 10_000))}; {Repeat(500, _ => "a {")} l: z {{ }}; {Repeat(500, _ => "};")} }};"),
        ["explicit phandles"] = (true, () => $"{Tag} / {{ r = <{Repeat(Many, i => $"&l{i} ")}>; {Repeat(Many, i => $"n{i} {{ phandle = <{i + 1}>; }}; l{i}: m{i} {{ }};")} }};"),
        ["one phandle many times"] = (false, () => $"{Tag} / {{ {Repeat(Many, i => $"n{i} {{ phandle = <1>; }};")} }};"),
        ["omitted nodes"] = (true, () => $"{Tag} / {{ {Repeat(Many, i => $"/omit-if-no-ref/ n{i} {{ }};")} }};"),

        // plugins
        ["fragments"] = (true, () => $"/dts-v1/; /plugin/; {Repeat(Many / 10, i => $"&ext{i % 10} {{ a = <&out>; l{i}: n {{ b = <&l{i}>; }}; }};\n")}"),
        ["open references of one label"] = (true, () => $"/dts-v1/; /plugin/; / {{ {Repeat(Many, i => $"n{i} {{ r = <&out>; }};")} }};"),
        ["open references of many labels"] = (true, () => $"/dts-v1/; /plugin/; / {{ r = <{Repeat(Many, i => $"&out{i} ")}>; }};"),
        ["local references"] = (true, () => $"/dts-v1/; /plugin/; / {{ r = <{Repeat(Many, _ => "&l ")}>; l: l {{ }}; }};"),
        ["recorded references"] = (true, () =>
            $"/dts-v1/; /plugin/; / {{ r = <{Repeat(Many / 10, _ => "0 ")}>; __fixups__ {{ {Repeat(10, i => $"x{i} = {string.Join(',', Enumerable.Range(0, Many / 100).Select(k => $"\"/:r:{4 * (k + i * Many / 100)}\""))};")} }}; }};"),
        ["recorded local references"] = (true, () =>
            $"/dts-v1/; /plugin/; / {{ r = <{Repeat(Many / 25, _ => "1 ")}>; phandle = <1>; __local_fixups__ {{ r = <{Repeat(Many / 25, i => $"{4 * i} ")}>; }}; }};"),

        // files
        ["/include/ cycle"] = (false, () => $"{Tag} / {{ /include/ \"board.dts\" }};"),
        ["/include/ fan-out"] = (false, () => $"{Tag} / {{ /include/ \"fan0.dtsi\" }};"),
        ["/include/ of many files"] = (true, () => $"{Tag} / {{ {Repeat(Many / 2, _ => "/include/ \"empty.dtsi\"\n")} }};"),
        ["line markers"] = (true, () => $"{Tag}\n{Repeat(Many, i => $"# {i} \"file{i}\"\n")}/ {{ }};"),
        ["bytes"] = (false, () => Repeat(Many, i => $"{(char)(i % 256)}{(char)(i / 256)}")),
    };

    private const string Tag = "/dts-v1/;";

    public static TheoryData<string> Names => [.. Bombs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bomb(string name)
    {
        var (compiles, source) = Bombs[name];
        var text = source();
        var options = CompileOptions.Default with { Symbols = true };
        var result = Timed(name, () => Compiled.Result(text, options, Files));
        Assert.Equal(result.Diagnostics.HasErrors, result.Output is null);
        Assert.True(compiles == result.Output is not null, FirstLines(Compiled.Findings(result, messages: true)));
        if (result.Output is not null) DeepStack.Run(() => Assert.Null(BlobTree.Difference(result.Tree!, result.Output)), () => null);
    }

    [Theory]
    [InlineData("/incbin/(\"huge\")", false)]
    [InlineData("/incbin/(\"huge\", 0x200000000, 16)", true)]
    [InlineData("/incbin/(\"huge\", 0xffffffffffffffff, 16)", false)]
    [InlineData("/incbin/(\"huge\", 0x7fffffffffffffff, 0xffffffffffffffff)", true)]
    [InlineData("/incbin/(\"huge\", 10737418239, 5)", true)]
    public void Sparse_file(string value, bool compiles)
    {
        var directory = Directory.CreateTempSubdirectory("dtc-sharp-");
        try
        {
            using (var file = File.Create(Path.Combine(directory.FullName, "huge"))) file.SetLength(10L << 30);
            var sources = new SourceCache();
            var path = Path.Combine(directory.FullName, "board.dts");
            sources.Add(new SourceFile(path, Encoding.Latin1.GetBytes($"{Tag} / {{ a = {value}; }};")));
            var result = Timed(value, () => new DtsCompiler(sources).Compile(path, CompileOptions.Default));
            Assert.True(compiles == result.Output is not null, Compiled.Findings(result, messages: true));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Sizes_at_the_end_of_the_range()
    {
        CompileOptions[] all =
        [
            new() { MinimumSize = int.MaxValue }, new() { Padding = int.MaxValue }, new() { Alignment = 1 << 30, Padding = 1 << 30 },
            new() { MinimumSize = 1 << 28 }, new() { Padding = 1 << 28 }, new() { ReservedEntries = int.MaxValue },
            new() { ReservedEntries = int.MaxValue / 16 },
        ];
        foreach (var options in all)
        {
            var result = Timed(options.ToString(), () => Compiled.Result($"{Tag} / {{ }};", options));
            Assert.Equal(result.Diagnostics.HasErrors, result.Output is null);
        }
    }

    private static (string, string)[] Files =>
    [
        .. Enumerable.Range(0, 100).SelectMany(i => new[]
        {
            ($"fan{i}.h", string.Concat(Enumerable.Repeat($"#include \"fan{i + 1}.h\"\n", 10))),
            ($"fan{i}.dtsi", string.Concat(Enumerable.Repeat($"/include/ \"fan{i + 1}.dtsi\"\n", 10))),
        }),
        ("empty.dtsi", ""),
    ];

    // Once more when it took too long: it may have been the machine.
    private static CompileResult Timed(string name, Func<CompileResult> compile)
    {
        CompileResult? result = null;
        var watch = Stopwatch.StartNew();
        var elapsed = TimeSpan.Zero;
        void Once()
        {
            watch.Restart();
            result = compile();
            elapsed = watch.Elapsed;
        }

        string? Hangs() => watch.Elapsed < 5 * Limit ? null : $"{name} hangs";
        DeepStack.Run(Once, Hangs);
        if (elapsed > Limit) DeepStack.Run(Once, Hangs);
        Console.WriteLine($"bomb {name}: {elapsed.TotalMilliseconds:f0} ms");
        Assert.True(elapsed <= Limit, $"{name} takes {elapsed.TotalMilliseconds:f0} ms");
        return result!;
    }

    private static string Repeat(int count, Func<int, string> text)
    {
        var all = new StringBuilder();
        for (var i = 0; i < count; i++) all.Append(text(i));
        return all.ToString();
    }

    private static string FirstLines(string text) => text.Length > 400 ? text[..400] : text;
}
