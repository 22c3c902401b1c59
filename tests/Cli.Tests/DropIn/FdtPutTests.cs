using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>fdtput against dtc's: the same file afterwards, the same words, the same exit code.</summary>
public sealed class FdtPutTests : IDisposable
{
    private static readonly string[] Nodes =
    [
        "/", "/soc", "/soc/serial@1000", "/soc/serial", "soc", "serial0", "/chosen", "/chosen/new", "/new", "/new/deep/er",
        "//soc//", "/new/", "/nowhere/x", "", "rel/x", "new", "/soc/clock/deep/deeper", "/a//b", "/aliases",
    ];

    private static readonly string[] Properties =
        ["one", "reg", "compatible", "new-property", "status", "tus", "empty", "x", "", "a-rather-long-name-of-a-property"];

    private static readonly string[] Values =
    [
        "1", "0", "-1", "0x10", "010", "0b11", "255", "4294967295", "4294967296", "-2147483649", "99999999999999999999",
        "-9223372036854775808", "9223372036854775808", "18446744073709551615", "", " 7", "7 ", "text", "caf\u00e9", "08", "ff",
        "0x", "+5", "--", "-0x5", "a longer text with blanks in it", "0xFFFFFFFFF", "\t3",
    ];

    private static readonly string[] Types =
        ["s", "i", "u", "x", "bx", "hhi", "lu", "bi", "r", "o", "", "lx", "xx", "bs", "hhx", "llx", "bbu", "L", "q"];

    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Random_command_lines_leave_the_same_file()
    {
        byte[][] blobs =
        [
            SampleBlobs.Sound(17), SampleBlobs.Sound(17, 300), SampleBlobs.Sound(16), SampleBlobs.Sound(17, 16), SampleBlobs.Sound(3),
        ];
        var (edited, refused) = (0, 0);
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var blob = blobs[random.Next(10) < 7 ? random.Next(2) : random.Next(blobs.Length)];
            if (Compare(blob, CommandLine(random))) edited++;
            else refused++;
        }

        Assert.True(edited > 120 && refused > 100, $"{edited} edited, {refused} refused");
    }

    [Theory]
    [InlineData("")]
    [InlineData("FILE")]
    [InlineData("FILE|/")]
    [InlineData("-d|FILE")]
    [InlineData("-d|FILE|/")]
    [InlineData("-c|FILE")]
    [InlineData("-r|FILE|/")]
    [InlineData("-r|FILE|/|/soc")]
    [InlineData("-h")]
    [InlineData("-V")]
    [InlineData("--version")]
    [InlineData("-x|FILE|/|p|1")]
    [InlineData("-t|FILE")]
    [InlineData("--type=s|FILE|/|p|one|two")]
    [InlineData("--ty|s|FILE|/|p|one")]
    [InlineData("--re|FILE|/soc")]
    [InlineData("--create=1|FILE|/x")]
    [InlineData("-tr|FILE|/|p|1")]
    [InlineData("FILE|/|p|-ts|one|-v")]
    [InlineData("FILE|/|p|--|-1|-2")]
    [InlineData("missing.dtb|/|p|1")]
    [InlineData("-cpv|FILE|/a/b/c|/a/b/d")]
    [InlineData("-pv|FILE|/a/b|p|-tbu|1|2|3")]
    [InlineData("FILE|/|p|-v")]
    public void Command_lines_are_understood_alike(string line) =>
        Compare(SampleBlobs.Sound(17), line.Length == 0 ? [] : line.Split('|'));

    [Fact]
    public void Two_byte_numbers_are_written_whole()
    {
        // dtc writes the low byte and then what lies in memory.
        var file = Place(SampleBlobs.Sound(17));
        Assert.Equal(0, Comparison.Ours("fdtput", "-thx", file, "/", "p", "1234", "5").Code);
        Assert.Equal("12 34 0 5\n", DtcTools.Run("fdtget", ["-tbx", file, "/", "p"]).Text);
    }

    [Fact]
    public void A_file_keeps_its_mode_and_a_link_stays_one()
    {
        var file = Place(SampleBlobs.Sound(17));
        var link = _temp["link.dtb"];
        File.CreateSymbolicLink(link, file);
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(file, mode);
        Assert.Equal(0, Comparison.Ours("fdtput", link, "/", "p", "7").Code);
        Assert.Equal(mode, File.GetUnixFileMode(file));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("7\n", DtcTools.Run("fdtget", [file, "/", "p"]).Text);
        Assert.Equal(["b.dtb", "link.dtb"], _temp.Files());
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_keeps_its_contents()
    {
        // A limit on the size of files stands for the full disk; the runtime would need larger ones for its own code.
        var blob = SampleBlobs.Sound(17);
        var file = Place(blob);
        var program = typeof(Cli.Hosting.Host).Assembly.Location;
        var script = $"""trap '' XFSZ; ulimit -f 8; exec dotnet "{program}" fdtput -ts "{file}" / p {new string('x', 20000)}""";
        var run = Launcher.Start("env", ["DOTNET_EnableWriteXorExecute=0", "DOTNET_EnableDiagnostics=0", "sh", "-c", script], null, null);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"Couldn't write blob to '{file}': ", run.Error, StringComparison.Ordinal);
        Assert.Equal(blob, File.ReadAllBytes(file));
        Assert.Equal(["b.dtb"], _temp.Files());
    }

    [Fact]
    public void A_blob_that_cannot_be_read_is_left_alone()
    {
        foreach (var blob in new byte[][] { [], [1, 2, 3], SampleBlobs.Sound(17)[..200], new byte[5000] })
        {
            var file = Place(blob);
            foreach (var line in new string[][] { [file, "/", "p", "1"], ["-c", file, "/x"], ["-cp", file, "/x"], ["-r", file, "/soc"], ["-c", file] })
            {
                Assert.Equal(1, Comparison.Ours("fdtput", line).Code);
                Assert.Equal(blob, File.ReadAllBytes(file));
            }
        }
    }

    private static string[] CommandLine(Random random)
    {
        var line = new List<string>();
        var operation = random.Next(8);
        if (operation is 1 or 2) line.Add(random.Next(3) == 0 ? "--create" : "-c");
        else if (operation == 3) line.Add("-r");
        else if (operation == 4) line.Add("-d");
        if (random.Next(3) == 0) line.Add("-p");
        if (random.Next(4) == 0) line.Add("-v");
        line.Add("FILE");
        for (var count = operation is 0 or > 3 ? 1 : 1 + random.Next(3); count > 0; count--) line.Add(Nodes[random.Next(Nodes.Length)]);
        if (operation is 0 or > 3)
        {
            for (var count = operation == 4 ? random.Next(3) : 1; count > 0; count--) line.Add(Properties[random.Next(Properties.Length)]);
        }

        if (operation is 1 or 2 or 3 or 4) return [.. line];
        var type = Types[random.Next(random.Next(4) == 0 ? Types.Length : 8)];
        if (random.Next(4) != 0) line.AddRange(["-t", type]);
        for (var count = random.Next(5); count > 0; count--)
        {
            var value = Values[random.Next(random.Next(4) == 0 ? Values.Length : 5)];
            line.Add(value);
        }

        return [.. line];
    }

    /// <summary>Runs both over copies of a blob; true when they succeeded.</summary>
    private bool Compare(byte[] blob, string[] line)
    {
        var file = Place(blob);
        line = [.. line.Select(a => a == "FILE" ? file : a)];
        var theirs = DtcTools.Run("fdtput", line);
        var expected = File.ReadAllBytes(file);
        File.WriteAllBytes(file, blob);
        var ours = Comparison.Ours("fdtput", line);
        var shown = string.Join('|', line);
        Assert.True(
            (theirs.ExitCode, theirs.Text, theirs.Error) == (ours.Code, ours.Out, ours.Error),
            $"{shown}\ntheirs: {theirs.ExitCode} {theirs.Text}{theirs.Error}\nours: {ours.Code} {ours.Out}{ours.Error}");
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(file)), $"{shown}: the files differ");
        return ours.Code == 0;
    }

    private string Place(byte[] blob)
    {
        File.WriteAllBytes(_temp["b.dtb"], blob);
        return _temp["b.dtb"];
    }
}
