using System.Text;
using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>convert-dtsv0 against the original, on sources put together from the words it knows and from nonsense.</summary>
public sealed class ConvertDtsV0Tests : IDisposable
{
    private static readonly string[] Words =
    [
        "/ {", "{", "}", ";", "};", "[", "]", "<", ">", "=", "-", "@", "&", "&{", "&/", "&{/soc/x@1}", "&/soc/x@1,2", "&label", "&{/}", "label:", "l2: ",
        "reg", "ranges", "dcr-reg", "phy-map", "clock-frequency", "-frequency", "num-x", "#address-cells", "d-cache-line-size", "cell-index",
        "interrupts", "cache-size", "x-channel", "fifo-size", "tx-fifo-size", "current-speed", "bank-width", "a@10",
        "10", "0", "ff", "DEADBEEF", "123456789abcdef0", "12345678901234567890", "fffffffffffffffff", "9", "zz", "0x10",
        "d#", "o#", "b#", "h#", "d#100", "o#17", "b#101", "h#1f", "b#12", "d#ff", "o#8",
        "/memreserve/ 100-1ff;", "/memreserve/ 100 200;", "/memreserve/ d#10 - d#20;", "/memreserve/", "/include/ \"x\"", "/include/ /* c */ \"y\"", "/include/ x",
        "\"string\"", "\"es\\\"c\"", "\"open", "\"line\\\nend\"", "// comment\n", "/* comment */", "/* ** / **/", "/*/", "//", "/*", "/", "\\", "'", "\u00e9", "\0",
        " ", "  ", "\t", "\n", "\r\n", "\f", "0 1 2 3", "01 02", "0102", "1", "abc", "a-b", "e", "bd", "d",
    ];

    private readonly TempDirectory _theirs = new();
    private readonly TempDirectory _ours = new();

    public void Dispose()
    {
        _theirs.Dispose();
        _ours.Dispose();
    }

    [Fact]
    public void Sources_convert_the_same()
    {
        var random = new Random(2005);
        for (var i = 0; i < 700; i++)
        {
            var files = new string[random.Next(1, 4)];
            for (var f = 0; f < files.Length; f++) files[f] = $"s{i}-{f}.dts";
            foreach (var file in files)
            {
                var source = Source(random, random.Next(5) == 0);
                _theirs.Write(file, source);
                _ours.Write(file, source);
            }

            var theirs = DtcTools.Run("convert-dtsv0", files.Select(f => _theirs[f]));
            var ours = Comparison.Ours("convert-dtsv0", [.. files.Select(f => _ours[f])]);
            Assert.Equal((theirs.ExitCode, theirs.Error.Replace(_theirs.Path, "", StringComparison.Ordinal)), (ours.Code, ours.Error.Replace(_ours.Path, "", StringComparison.Ordinal)));
            foreach (var file in files)
            {
                var hasIt = File.Exists(_ours[file + "v1"]);
                // The original leaves what it had written when it gives up; ours leaves nothing.
                if (theirs.ExitCode == 0) Assert.True(hasIt);
                if (!hasIt) continue;
                Assert.True(
                    File.ReadAllBytes(_theirs[file + "v1"]).AsSpan().SequenceEqual(File.ReadAllBytes(_ours[file + "v1"])),
                    $"source {i}:\n{File.ReadAllText(_theirs[file])}\ntheirs:\n{File.ReadAllText(_theirs[file + "v1"])}\nours:\n{File.ReadAllText(_ours[file + "v1"])}");
            }
        }
    }

    [Fact]
    public void Command_lines_are_read_the_same()
    {
        var directory = _ours.Path;
        Directory.CreateDirectory(_ours["dir"]);
        Directory.CreateDirectory(_ours["taken.dtsv1"]);
        var taken = _ours.Write("taken.dts");
        string[][] lines =
        [
            [], ["-h"], ["-V"], ["--version", "x"], ["-x"], ["--foo"], ["--help=1"], ["--"], ["--", taken], ["-"],
            [$"{directory}/missing.dts"], [$"{directory}/dir"], [$"{directory}/taken.dts/x"], [""],
        ];
        foreach (var line in lines) Assert.Null(Comparison.Difference("convert-dtsv0", line));

        _ours.Write("taken.dts", "/ { };");
        Assert.Null(Comparison.Difference("convert-dtsv0", taken));
    }

    private static string Source(Random random, bool nonsense)
    {
        var text = new StringBuilder();
        if (!nonsense)
        {
            if (random.Next(3) == 0) text.Append("/memreserve/ 1000-1fff;\n");
            text.Append("/ {\n");
        }

        for (var count = random.Next(60); count > 0; count--)
        {
            if (nonsense || random.Next(4) == 0)
            {
                text.Append(Words[random.Next(Words.Length)]);
                if (random.Next(2) == 0) text.Append(' ');
                if (random.Next(400) == 0) text.Append("/dts-v1/");
                continue;
            }

            text.Append(Words[random.Next(21, 38)]).Append(" = ");
            switch (random.Next(4))
            {
                case 0:
                    text.Append("\"text 10 d#10\"");
                    break;
                case 1:
                    text.Append("[01 02 ab CD]");
                    break;
                default:
                    text.Append('<');
                    for (var cells = random.Next(4); cells >= 0; cells--) text.Append(Words[random.Next(38, 57)]).Append(' ');
                    text.Append('>');
                    break;
            }

            text.Append(random.Next(8) == 0 ? ", " : ";\n");
        }

        return text.Append(nonsense ? "" : "};\n").ToString();
    }
}
