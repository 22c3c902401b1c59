using Cli.Tests.DropIn;
using Cli.Tests.Guests;
using Cli.Tests.Output;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary>What the commands about guests write spares what they read.</summary>
public sealed class GuestOverwriteTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public GuestOverwriteTests()
    {
        _temp.Write("guests.yaml", "version: 1\nplatform: vexpress-a15\nhost: { cpus: 1, memory: 512MiB, tree: host.dts }\ndomains:\n  - { name: linux, kernel: zImage }\n");
        _temp.Write("host.dts", GuestFiles.Board);
        File.WriteAllBytes(_temp["zImage"], GuestFiles.Kernel());
    }

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("guests.yaml")]
    [InlineData("host.dts")]
    [InlineData("zImage")]
    public void TheLock(string file)
    {
        InputGuardTests.HardLink(_temp[file], _temp["lock.yaml"]);
        foreach (var output in (string[])[_temp[file], _temp["lock.yaml"]]) Refused(1, "GST0019", file, "plan", _temp["guests.yaml"], "--update-lock", "--lock", output);
    }

    [Fact]
    public void TheTrees() => Refused(2, "DTS0002", "host.dts", "generate", _temp["guests.yaml"], "-o", _temp["."]);

    [Fact]
    public void ThePlanInADirectoryOfItsOwn() =>
        Assert.Equal(0, DtSchemaBoard.Run("generate", _temp["guests.yaml"], "-o", _temp["out"], "--lock", _temp["lock.yaml"]).Code);

    private void Refused(int code, string rule, string file, params string[] args)
    {
        var before = File.ReadAllBytes(_temp[file]);
        var files = _temp.Files();
        var run = DtSchemaBoard.Run(args);
        Assert.True(run.Code == code, run.Out + run.Error);
        Assert.Contains($"[{rule}]", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp[file]));
        Assert.Equal(files, _temp.Files());
    }
}
