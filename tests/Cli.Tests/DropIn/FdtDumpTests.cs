using System.Text.RegularExpressions;
using Xunit;

namespace Cli.Tests.DropIn;

/// <summary>fdtdump against the original.</summary>
public sealed class FdtDumpTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Write(byte[] blob)
    {
        var path = _directory["sample.dtb"];
        File.WriteAllBytes(path, blob);
        return path;
    }

    private static void Same(params string[] args) 
    {
        var difference = Comparison.Difference("fdtdump", args);
        Assert.True(difference is null, difference);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    public void All_versions_print_the_same(int version)
    {
        var blob = Write(SampleBlobs.Sound(version));
        Same(blob);
        Same("-d", blob);
        Same("-s", blob);
    }

    [Fact]
    public void Command_lines_are_read_the_same()
    {
        var blob = Write(SampleBlobs.Sound(17));
        string[][] lines =
        [
            [], ["-h"], ["-V"], ["-x"], ["--debug", blob], ["--scan", blob], ["--sc", "--de", blob], ["-ds", blob], ["--scan=1"], [blob, blob],
            [blob, "-d"], ["--", blob], ["/nonexistent"], ["/"], [""],
        ];
        foreach (var line in lines) Same(line);
    }

    [Fact]
    public void Embedded_blobs_are_found_the_same()
    {
        var blob = SampleBlobs.Sound(17, 64);
        var magic = blob[..4];
        byte[][] files =
        [
            [.. new byte[100], .. blob], [.. new byte[101], .. blob, .. new byte[50]], [.. new byte[102], .. blob], [.. magic, 1, 2, 3, .. blob],
            [0xd0, 0xd0, 0x0d, .. blob], [.. new byte[7], .. SampleBlobs.Sound(3)], [.. magic], [.. magic, .. magic, .. magic], [], new byte[2000],
            [.. blob[..200], .. blob],
        ];
        foreach (var file in files)
        {
            var path = Write(file);
            Same("-s", path);
            Same("-sd", path);
            Same(path);
        }
    }

    [Fact]
    public void Damaged_blobs_print_the_same()
    {
        var random = new Random(1821);
        var outside = 0;
        for (var i = 0; i < 500; i++)
        {
            var blob = Write(SampleBlobs.Damaged(random));
            string[] line = random.Next(2) == 0 ? [blob] : ["-d", "-s", blob];
            if (Comparison.Difference("fdtdump", line) is not { } difference) continue;
            // Where the original prints memory behind the file, or dies of it, ours says so and stops.
            var ours = Comparison.Ours("fdtdump", line);
            Assert.True(ours.Code == 1 && Regex.IsMatch(ours.Error, @"\*\* (Value|Property name|Reservations|Tag) "), $"blob {i}: {difference}");
            outside++;
        }

        Assert.InRange(outside, 0, 100);
    }
}
