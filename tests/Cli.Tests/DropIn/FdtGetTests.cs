using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>fdtget against the original.</summary>
public sealed class FdtGetTests : IDisposable
{
    private static readonly string[] Properties =
    [
        "compatible", "model", "empty", "one", "negative", "halves", "bytes", "six", "long", "blanks", "untold", "odd", "zero",
        "#address-cells", "missing", "",
    ];

    private static readonly string[] Paths =
    [
        "/", "", "//", "/soc", "/soc/", "/soc/serial", "/soc/serial@1000", "/soc/serial@2000/", "/soc/serial-long", "/ser", "serial0",
        "serial0/x", "soc/clock/deep", "soc//clock//deep", "rel", "nope", "nope/x", "/soc/clock/deep/deeper", "/aliases", "soc/serial@",
    ];

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Write(byte[] blob)
    {
        var path = _directory["sample.dtb"];
        File.WriteAllBytes(path, blob);
        return path;
    }

    private static void Same(params string[] args) => Assert.Null(Comparison.Difference("fdtget", args));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    public void Values_of_all_kinds_in_all_versions_print_the_same(int version)
    {
        var blob = Write(SampleBlobs.Sound(version));
        foreach (var property in Properties)
        {
            Same(blob, "/", property);
            if (version == 17 || property == "long") Same("-tx", blob, "/", property);
        }

        foreach (var path in Paths)
        {
            Same(blob, path, "reg");
            Same("-p", blob, path);
            Same("-l", blob, path);
        }
    }

    [Fact]
    public void Types_print_the_same()
    {
        var blob = Write(SampleBlobs.Sound(17));
        string[] types =
        [
            "s", "i", "u", "x", "r", "bx", "hx", "lx", "hhx", "hhi", "bi", "hi", "hu", "lu", "li", "llx", "bbx", "Lx", "LLx", "hr", "hhs",
            "", "h", "hh", "q", "xx", "hhhx", "x ", "lhx", "I",
        ];
        foreach (var type in types)
        {
            foreach (var property in new[] { "negative", "halves", "bytes", "blanks", "untold", "empty" })
                Same("-t", type, blob, "/", property);
        }
    }

    [Fact]
    public void Command_lines_are_read_the_same()
    {
        var blob = Write(SampleBlobs.Sound(17));
        string[][] lines =
        [
            [], ["-h"], ["-V"], ["--help"], ["--vers"], ["-x"], ["--nope"], ["-t"], ["--type"], ["--default"], ["-d"], ["--list=1"],
            [blob], [blob, "/"], ["-p", blob], ["-pl", blob, "/"], ["-lp", blob, "/"], ["-l", blob, "/", "/soc", "/chosen"],
            [blob, "/", "model", "/", "one"], [blob, "/", "model", "/", "missing", "/", "one"], [blob, "/", "model", "/none", "x", "/", "one"],
            ["-d", "none", blob, "/none", "x", "/", "model", "/", "missing"], ["-dnone", "-p", blob, "/none", "/"], ["-d", "", blob, "/none", "x"],
            [blob, "/", "model", "-tx"], [blob, "-t", "s", "/", "model"], ["--type=x", blob, "/", "one"], ["--ty", "x", blob, "/", "one"],
            ["--", blob, "-l", "/"], ["-tr", blob, "/", "bytes", "/", "model"], ["-tq", "-x"], ["-x", "-tq"], ["-tx", "-ts", blob, "/", "model"],
            ["/nonexistent/file", "/", "x"], ["/nonexistent/file"], ["/", "/", "x"], [blob + "/x", "/", "x"], ["", "/", "x"],
        ];
        foreach (var line in lines) Same(line);
    }

    [Fact]
    public void Odd_blobs_read_the_same()
    {
        foreach (var content in new byte[][] { [], [0xd0], new byte[1024], SampleBlobs.Sound(17)[..40], SampleBlobs.Sound(17, 300)[..1024] })
        {
            var blob = Write(content);
            Same(blob, "/", "model");
            Same("-l", blob, "/");
        }

        var deep = string.Concat(Enumerable.Repeat("n {", 40)) + string.Concat(Enumerable.Repeat("};", 40));
        var nested = Write(SampleBlobs.Compile("/dts-v1/; / { a = <1>; " + deep + " };"));
        Same("-l", nested, "/");
        Same("-l", nested, "/n/n/n/n/n/n/n/n/n/n");
        Same("-p", nested, "/");
    }

    [Fact]
    public void Damaged_blobs_read_the_same()
    {
        var random = new Random(1820);
        for (var i = 0; i < 700; i++)
        {
            var blob = Write(SampleBlobs.Damaged(random));
            var path = Paths[random.Next(Paths.Length)];
            string[] line = random.Next(4) switch
            {
                0 => ["-p", blob, "/", path],
                1 => ["-l", blob, "/", path],
                2 => ["-tbx", blob, "/", Properties[random.Next(Properties.Length)], "/soc/serial@1000", "reg", "/soc/serial@2000", "reg"],
                _ => ["-d", "default", blob, path, "reg", "/", Properties[random.Next(Properties.Length)], "soc/clock/deep/deeper", "x"],
            };
            if (ReachesBehindBuffer(blob)) Assert.InRange(Comparison.Ours("fdtget", line).Code, 0, 1);
            else
            {
                var difference = Comparison.Difference("fdtget", line);
                Assert.True(difference is null, $"blob {i}: {difference}");
            }
        }
    }

    // The original then reads whatever memory holds.
    private static bool ReachesBehindBuffer(string path)
    {
        var blob = File.ReadAllBytes(path);
        var buffer = 1024;
        while (buffer <= blob.Length) buffer *= 2;
        return blob.Length < 8 || System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(blob.AsSpan(4)) > buffer;
    }
}
