using Dtc.Compiler;
using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>fdtoverlay against dtc's: the same output, the same words, the same exit code.</summary>
public sealed class FdtOverlayTests : IDisposable
{
    private const string Base =
        """
        /dts-v1/;
        / {
            user = <&irq>;
            soc: soc { uart: serial@0 { reg = <0>; status = "disabled"; }; irq: pic { phandle = <7>; }; };
        };
        """;

    private static readonly string[] Overlays =
    [
        "&uart { status = \"okay\"; interrupt-parent = <&irq>; };",
        "&soc { added: new@1 { odd = [01 02 03]; self = <&added>; }; };",
        "&{/soc/serial@0} { deep { deeper { x = \"a rather long text to move things\"; }; }; };",
        "&irq { phandle = <1>; me: child { ref = <&me &uart>; }; };",
        "&nowhere { x; };",
        "&{/not/there} { x; };",
        "&added { from-the-second = <&soc>; };",
        "&soc { big = [" + "0123456789abcdef0123456789abcdef" + "]; };",
    ];

    private readonly TempDirectory _temp = new();

    public FdtOverlayTests()
    {
        File.WriteAllBytes(_temp["base"], Compile("base.dts", Base, true));
        File.WriteAllBytes(_temp["plain"], Compile("base.dts", Base, false));
        for (var i = 0; i < Overlays.Length; i++)
            File.WriteAllBytes(_temp[$"o{i}"], Compile("overlay.dts", "/dts-v1/; /plugin/; " + Overlays[i], true));
        File.WriteAllBytes(_temp["big"], Compile("big.dts", $"/dts-v1/; /plugin/; &soc {{ {string.Concat(Enumerable.Range(0, 4000).Select(i => $"p{i} = [{i % 256:x2}];"))} }};", true));
        File.WriteAllBytes(_temp["cut"], File.ReadAllBytes(_temp["big"])[..1000]);
        File.WriteAllBytes(_temp["text"], "this is no blob, but long enough to have a header in it"u8.ToArray());
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-h")]
    [InlineData("-V")]
    [InlineData("-i|base")]
    [InlineData("-i|base|-o|out")]
    [InlineData("-o|out|o0")]
    [InlineData("-i|base|o0")]
    [InlineData("-x")]
    [InlineData("-i")]
    [InlineData("--input=base|--out|out|--verb|o0|o1")]
    [InlineData("-v|-i|base|-o|out|o0")]
    [InlineData("-i|missing|-o|out|o0")]
    [InlineData("-i|base|-o|out|missing")]
    [InlineData("-i|base|-o|out|o0|missing")]
    [InlineData("-i|text|-o|out|o0")]
    [InlineData("-i|base|-o|out|text")]
    [InlineData("-i|base|-o|out|cut")]
    [InlineData("-i|cut|-o|out|o0")]
    [InlineData("-i|plain|-o|out|o0")]
    [InlineData("-i|plain|-o|out|o2")]
    [InlineData("-i|base|-o|nowhere/out|o0")]
    [InlineData("-i|base|-o|.|o0")]
    [InlineData("-i|base|-o|-|o0")]
    [InlineData("-i|base|-o|out|big")]
    [InlineData("-i|base|-o|out|big|o0|big|o1")]
    [InlineData("-i|base|-o|out|o4|o0")]
    [InlineData("-i|base|-o|out|o6")]
    [InlineData("-i|base|-o|out|o1|o6")]
    public void Command_lines_are_understood_alike(string line) => Compare(line.Length == 0 ? [] : line.Split('|'));

    [Fact]
    public void Symbols_that_do_not_fit_ask_for_more_room()
    {
        // The base is full when the overlay is merged, for it replaces a value by one as long; only its symbol is new.
        File.WriteAllBytes(_temp["base"], Compile("full.dts", "/dts-v1/; / { u: uart { status = \"okay\"; }; };", true));
        const string overlay = "/dts-v1/; /plugin/; / { fragment@0 { target-path = \"/uart\"; "
            + "newlabel: __overlay__ { status = \"fine\"; }; }; };";
        File.WriteAllBytes(_temp["o0"], Compile("same-size.dts", overlay, true));
        Compare(["-i", "base", "-o", "out", "o0"]);
        Assert.True(File.Exists(_temp["out"]));
    }

    [Fact]
    public void Random_sequences_give_the_same_blob()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            var names = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => $"o{random.Next(random.Next(3) == 0 ? 8 : 4)}");
            Compare(["-i", random.Next(8) == 0 ? "plain" : "base", "-o", "out", .. names]);
        }
    }

    private void Compare(string[] line)
    {
        string[] full = [.. line.Select(a => a is "base" or "plain" or "out" or "missing" or "cut" or "big" or "text" or "nowhere/out"
            || (a.Length == 2 && a[0] == 'o') ? _temp[a] : a == "." ? _temp.Path : a.Replace("=base", "=" + _temp["base"], StringComparison.Ordinal))];
        var output = _temp["out"];
        File.Delete(output);
        var theirs = DtcTools.Run("fdtoverlay", full);
        var expected = File.Exists(output) ? File.ReadAllBytes(output) : null;
        File.Delete(output);
        var ours = Comparison.Ours("fdtoverlay", full);
        var actual = File.Exists(output) ? File.ReadAllBytes(output) : null;
        var shown = string.Join('|', line);
        Assert.True(
            (theirs.ExitCode, theirs.Error) == (ours.Code, ours.Error) && theirs.Output.AsSpan().SequenceEqual(ours.OutBytes),
            $"{shown}\ntheirs: {theirs.ExitCode} {theirs.Error}\nours: {ours.Code} {ours.Error}");
        Assert.True(expected is null == actual is null && expected.AsSpan().SequenceEqual(actual), $"{shown}: the outputs differ");
    }

    private byte[] Compile(string name, string source, bool symbols)
    {
        var result = new DtsCompiler().Compile(_temp.Write(name, source), new CompileOptions { Symbols = symbols });
        return result.Output ?? throw new InvalidOperationException(source);
    }
}
