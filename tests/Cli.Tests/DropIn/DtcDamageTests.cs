using System.Buffers.Binary;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace Cli.Tests.DropIn;

/// <summary>dtc against the original over damaged blobs and broken sources, reproducibly from a seed.</summary>
public sealed class DtcDamageTests(ITestOutputHelper log) : IDisposable
{
    private const int Blobs = 1500;
    private const int Sources = 800;
    private const int Depth = 100_000;
    private const string Crashed = "theirs: killed by a signal";

    private const string Source = """
        /dts-v1/;
        /memreserve/ 0x1000 0x20;
        / {
            #address-cells = <1>; /* a comment */
            l1: l2: node@10 { reg = <0x10 (4 + 2 * 3)>; ref = <&l3>, "a\n", [01 02]; path = &l3; };
            l3: other { b = "x", "y"; c = /bits/ 16 <1 'c' 3>; // another
                empty; /delete-property/ d; /delete-node/ e; };
            /omit-if-no-ref/ f { };
        };
        &l3 { more = <(1 ? 2 : 3) (1 << 4) (-1)>; };
        &{/node@10} { yes = "no"; };
        /delete-node/ &l1;
        """;

    private static readonly string[] Words =
    [
        ";", "{", "}", "<", ">", "[", "]", "(", ")", "=", ",", "/", "&", "&l3", "&nope", "&{/nope}", "\"", "'", "'ab'", "''", "1", "08", "0x",
        "99999999999999999999", "FOO", "l9:", "/dts-v1/", "/plugin/;", "/bits/", "/bits/ 7", "/memreserve/", "/delete-node/", "/delete-property/",
        "/incbin/(\"nope\")", "/include/ \"nope\"", "\"\\x\"", "+", "?", ":", "/*", "*/", "\n", "#", "# 7 \"other.dts\"\n", "\\", "name", "@", "$", "p; n { };",
    ];

    private readonly TempDirectory _directory = new();
    private readonly Random _random = new(20261122);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Damaged_blobs_are_taken_and_refused_the_same()
    {
        var path = _directory["blob.dtb"];
        var plugin = _directory.Write("plugin.dts", "/dts-v1/;\n/plugin/;\n&x { a = <&y &l>; l: n { b = <&l &z>; }; };\n");
        byte[][] sound =
        [
            .. ((int[])[1, 2, 3, 16, 17]).Select(version => SampleBlobs.Sound(version)),
            Comparison.Ours("dtc", "-@", plugin).OutBytes,
        ];
        var faults = new List<string>();
        var (refused, crashes) = (0, 0);
        for (var n = 0; n < Blobs; n++)
        {
            File.WriteAllBytes(path, Damage([.. sound[_random.Next(sound.Length)]]));
            string[] args = ["-I", "dtb", "-O", _random.Next(3) == 0 ? "dtb" : "dts", "-q", path];
            var code = Comparison.Ours("dtc", args).Code;
            Assert.InRange(code, 0, 2);
            if (code != 0) refused++;
            if (Comparison.Difference("dtc", args) is not { } difference) continue;
            if (difference.Contains(Crashed, StringComparison.Ordinal)) crashes++; // what it would have made of it nobody knows
            else faults.Add($"blob {n}: {difference}");
        }

        log.WriteLine($"{Blobs} blobs, {refused} refused, dtc crashes where we do not on {crashes}");
        Assert.InRange(refused, Blobs / 10, Blobs * 9 / 10);
        Assert.True(faults.Count == 0, $"{faults.Count} differ\n{string.Join('\n', faults.Take(5))}");
    }

    [Fact]
    public void Broken_sources_are_refused_in_the_same_words()
    {
        var path = _directory["source.dts"];
        var faults = new List<string>();
        var refused = 0;
        for (var n = 0; n < Sources; n++)
        {
            var source = Break(Source + "\n");
            File.WriteAllText(path, source);
            string[] args = ["-q", path];
            if (Comparison.Ours("dtc", args).Code != 0) refused++;
            if (Comparison.Difference("dtc", args) is { } difference) faults.Add($"source {n}: {difference}\n{source}");
        }

        log.WriteLine($"{Sources} sources, {refused} refused");
        Assert.InRange(refused, Sources / 2, Sources - 1);
        Assert.True(faults.Count == 0, $"{faults.Count} differ\n{string.Join('\n', faults.Take(5))}");
    }

    [Theory]
    [InlineData("/ { p = <", "-(", "1", ")", ">; };")]
    [InlineData("/ { p = <", "1+(", "1", ")", ">; };")]
    [InlineData("/ { p = <(", "1?", "1", ":1", ")>; };")]
    [InlineData("/ { p = <(", "1?1:", "1", "", ")>; };")]
    [InlineData("/ { ", "a{", "", "};", "};")]
    [InlineData("/ { ", "p; l: a{", "", "};", "};")]
    [InlineData("/ { ", "c{}; a{", "", "};", "};")]
    [InlineData("/memreserve/ 1 1; / { }; / { ", "a{", "p = \"x\", <1>;", "};", "};")]
    // What only dtc's parser recurses for is taken, unless something else is wrong with the source.
    [InlineData("/ { p = <(", "-", "1", "", ")>; q = ; };")]
    [InlineData("/ { ", "l: ", "a", "", "{ q = ; }; };")]
    [InlineData("/ { ", "/omit-if-no-ref/ ", "a", "", "{ q = ; }; };")]
    [InlineData("/ { ", "a{};", "", "", "q = ; };")]
    [InlineData("", "/memreserve/ 1 1; ", "", "", "/ { q = ; };")]
    [InlineData("", "/dts-v1/; ", "", "", "/ { q = ; };")]
    [InlineData("/ { ", "p;", "", "", "q = ; };")]
    public void Sources_nested_too_deep_are_refused_in_the_same_words(string start, string open, string middle, string close, string end)
    {
        var path = _directory["deep.dts"];
        var text = new StringBuilder("/dts-v1/;\n").Append(start).Insert(start.Length + 10, open, Depth).Append(middle);
        text.Insert(text.Length, close, Depth).Append(end).Append('\n');
        File.WriteAllText(path, text.ToString());
        Assert.Null(Comparison.Difference("dtc", "-q", "-O", "null", path));
    }

    [Theory]
    [InlineData("p = /bits/ 8 <", "300 ")]
    [InlineData("p = <", "(1/0) ")]
    public void Many_findings_before_a_syntax_error_are_told_in_the_same_order(string start, string value)
    {
        var text = new StringBuilder($"/dts-v1/;\n/ {{ {start}").Insert(start.Length + 14, value, 60_000).Append(">; q = ; };\n");
        var path = _directory.Write("many.dts", text.ToString());
        Assert.Null(Comparison.Difference("dtc", "-O", "null", path));
    }

    [Theory]
    [InlineData("-p", "2147483647", "")]
    [InlineData("-R", "4294967295", "")]
    [InlineData("-S", "0", "/delete-node/ &{/};")]
    public void What_cannot_be_written_is_told(string option, string value, string rest)
    {
        var path = _directory.Write("small.dts", $"/dts-v1/;\n/ {{ }};\n{rest}\n");
        var run = Comparison.Ours("dtc", "-q", option, value, "-o", _directory["small.dtb"], path);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("FATAL ERROR: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_directory["small.dtb"]));
    }

    private byte[] Damage(byte[] blob)
    {
        for (var n = _random.Next(1, 4); n > 0; n--)
        {
            var cell = 4 * _random.Next(blob.Length / 4);
            switch (_random.Next(6))
            {
                case 0:
                    blob[_random.Next(blob.Length)] = (byte)_random.Next(256);
                    break;
                case 1:
                    BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(cell), (uint)_random.Next(1, 10));
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(cell), (uint)_random.Next(blob.Length + 8));
                    break;
                case 3:
                    uint[] edges = [0, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, (uint)blob.Length];
                    BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(4 * _random.Next(10)), edges[_random.Next(edges.Length)]);
                    break;
                case 4:
                    BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(cell), 4);
                    break;
                case 5 when _random.Next(8) == 0:
                    blob = blob[..Math.Max(40, _random.Next(blob.Length))];
                    break;
            }
        }

        return blob;
    }

    private string Break(string source)
    {
        var text = new StringBuilder(source);
        for (var n = _random.Next(1, 3); n > 0; n--)
        {
            var at = _random.Next(text.Length);
            switch (_random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(_random.Next(1, 6), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Words[_random.Next(Words.Length)]);
                    break;
                case 2:
                    text.Insert(at, $" {Words[_random.Next(Words.Length)]} ");
                    break;
                default:
                    for (; at < text.Length && text[at] != ' '; at++)
                    {
                    }

                    text.Insert(at, $" {Words[_random.Next(Words.Length)]} ");
                    break;
            }
        }

        return text.ToString();
    }
}
