using System.Diagnostics;
using Cli.Output;
using Xunit;

namespace Cli.Tests.Guests;

/// <summary>The files of <c>generate</c>: all or none, nothing of the user's lost.</summary>
public sealed class GenerateTests : IDisposable
{
    private readonly GuestFiles _files = new();

    private string Out => _files["out"];

    public void Dispose() => _files.Dispose();

    private (int Code, string Out, string Error) Generate(string? directory = null) => GuestFiles.Run("generate", _files.Configuration, "-o", directory ?? Out);

    [Fact]
    public void AllIsWrittenAndListed()
    {
        var run = Generate();
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] names = ["files.sha256", "host.dtb", "host.dts", "linux.dtb", "linux.dts", "plan.json", "qemu.sh", "report.txt"];
        Assert.Equal(names, Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var check = Process.Start(new ProcessStartInfo("sha256sum", ["-c", "--quiet", "files.sha256"]) { WorkingDirectory = Out })!;
        check.WaitForExit();
        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public void AnInputIsRefusedAtItsPlace()
    {
        _files.Configure(GuestFiles.Good.Replace("board.dts", "host.dts", StringComparison.Ordinal).Replace("zImage", "linux.dtb", StringComparison.Ordinal));
        File.Move(_files["board.dts"], _files["host.dts"]);
        File.Move(_files["zImage"], _files["linux.dtb"]);
        var before = File.ReadAllBytes(_files["host.dts"]);
        var run = Generate(_files.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("guests.yaml:3:34: error[DTS0002]", run.Error, StringComparison.Ordinal);
        Assert.Contains("guests.yaml:5:20: error[DTS0002]", run.Error, StringComparison.Ordinal);
        Assert.Contains("give another directory", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_files["host.dts"]));
        Assert.Equal(["guests.yaml", "host.dts", "linux.dtb"], _files.Files());
    }

    [Fact]
    public void WhatTheHostsTreeIncludesIsAnInput()
    {
        File.Move(_files["board.dts"], _files["host.dts"]);
        _files.Write("board.dts", "/include/ \"host.dts\"\n/ { model = \"mine\"; };\n");
        var run = Generate(_files.Path);
        Assert.Equal(2, run.Code);
        Assert.Contains("guests.yaml:3:34: error[DTS0002]", run.Error, StringComparison.Ordinal);
        Assert.Equal(["board.dts", "guests.yaml", "host.dts", "zImage"], _files.Files());
    }

    [Theory]
    [InlineData("host.dtb")]
    [InlineData("qemu.sh")]
    public void WhatStandsInTheWayLeavesAllAsItWas(string name)
    {
        Directory.CreateDirectory(Path.Combine(Out, name));
        File.WriteAllText(Path.Combine(Out, "host.dts"), "mine");
        var run = Generate();
        Assert.Equal(2, run.Code);
        Assert.Contains("it is a directory; nothing was changed", run.Error, StringComparison.Ordinal);
        Assert.Equal(["host.dts", name], Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal).OrderBy(other => other != "host.dts"));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "host.dts")));
    }

    /// <summary>What fails in the middle of writing, as a full disk does.</summary>
    [Fact]
    public void AFileThatCannotBeWrittenLeavesAllAsItWas()
    {
        var set = new OutputSet(Out, [new OutputContent("a", [1]), new OutputContent(new string('b', 300), [2])]);
        Assert.NotNull(set.TryWrite(_ => false));
        Assert.False(Directory.Exists(Out));
        Directory.CreateDirectory(Out);
        Assert.NotNull(set.TryWrite(_ => false));
        Assert.Empty(Directory.GetFileSystemEntries(Out));
    }

    [Fact]
    public void WhatIsNotMadeAnyMoreGoes()
    {
        Assert.Equal(0, Generate().Code);
        File.WriteAllText(Path.Combine(Out, "mine.dts"), "mine");
        _files.Configure(GuestFiles.Good.Replace("name: linux", "name: other", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(Out, "linux.dts"), "// changed\n");
        var run = Generate();
        Assert.Equal(0, run.Code);
        Assert.Contains("linux.dts' is of an earlier run", run.Error, StringComparison.Ordinal);
        string[] names = ["files.sha256", "host.dtb", "host.dts", "linux.dts", "mine.dts", "other.dtb", "other.dts", "plan.json", "qemu.sh", "report.txt"];
        Assert.Equal(names, Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("", Generate().Error);
    }

    [Fact]
    public void ALinkStaysOne()
    {
        Directory.CreateDirectory(Out);
        var target = _files.Write("elsewhere.dtb", "");
        File.CreateSymbolicLink(Path.Combine(Out, "host.dtb"), target);
        Assert.Equal(0, Generate().Code);
        Assert.NotNull(new FileInfo(Path.Combine(Out, "host.dtb")).LinkTarget);
        Assert.True(new FileInfo(target).Length > 100);
    }

    [Fact]
    public void ALargeDiskTakesNoRoom()
    {
        _files.Configure(GuestFiles.Good.Replace("kernel: zImage", "kernel: zImage, devices: [{ type: blk, size: 3GiB }]", StringComparison.Ordinal));
        var run = Generate();
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(3L << 30, new FileInfo(Path.Combine(Out, "disk0.img")).Length);
        // Guests write to disks: they are told of, and stay.
        _files.Configure(GuestFiles.Good);
        Assert.Contains("disk0.img' is of an earlier run", Generate().Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "disk0.img")));
    }
}
