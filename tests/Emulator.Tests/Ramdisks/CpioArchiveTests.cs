using System.Diagnostics;
using System.Text;
using Emulator.Ramdisks;
using Xunit;

namespace Emulator.Tests.Ramdisks;

public sealed class CpioArchiveTests
{
    private static byte[] Sample()
    {
        var archive = new CpioArchive();
        archive.AddDevice("dev/console", 5, 1);
        archive.AddFile("bin/busybox", "not really"u8, executable: true);
        archive.AddLink("bin/sh", "busybox");
        archive.AddFile("etc/motd", "hello\n"u8);
        archive.AddDirectory("proc");
        return archive.Finish();
    }

    [Fact]
    public void IsWhatCpioReads()
    {
        var start = new ProcessStartInfo("cpio", ["-itv", "--quiet", "--numeric-uid-gid"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        using var cpio = Process.Start(start)!;
        cpio.StandardInput.BaseStream.Write(Sample());
        cpio.StandardInput.Close();
        var output = cpio.StandardOutput.ReadToEnd();
        Assert.Equal("", cpio.StandardError.ReadToEnd());
        cpio.WaitForExit();
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(
        [
            "drwxr-xr-x 2 0 0 0 Jan 1 1970 dev", "crw------- 1 0 0 5, 1 Jan 1 1970 dev/console", "drwxr-xr-x 2 0 0 0 Jan 1 1970 bin",
            "-rwxr-xr-x 1 0 0 10 Jan 1 1970 bin/busybox", "lrwxrwxrwx 1 0 0 7 Jan 1 1970 bin/sh -> busybox", "drwxr-xr-x 2 0 0 0 Jan 1 1970 etc",
            "-rw-r--r-- 1 0 0 6 Jan 1 1970 etc/motd", "drwxr-xr-x 2 0 0 0 Jan 1 1970 proc",
        ], lines);
    }

    [Fact]
    public void IsTheSameEachTime() => Assert.Equal(Sample(), Sample());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("../etc/passwd")]
    [InlineData("a//b")]
    public void RefusesPathsThatAreNone(string path) => Assert.ThrowsAny<ArgumentException>(() => new CpioArchive().AddFile(path, []));

    [Fact]
    public void RefusesTheSamePathTwice()
    {
        var archive = new CpioArchive();
        archive.AddFile("init", []);
        Assert.Throws<ArgumentException>(() => archive.AddFile("/init", []));
    }

    [Fact]
    public void InitKeepsItsLinesShort()
    {
        // Xen cuts at 126 bytes; the longest of init's own words are the size and checksum of a tree.
        var init = Encoding.UTF8.GetString(GuestRamdisk.Init());
        Assert.StartsWith("#!/bin/busybox sh\n", init, StringComparison.Ordinal);
        Assert.InRange($"dtcsharp: tree {4 << 20} {new string('0', 64)}".Length, 1, 126);
        Assert.DoesNotContain("\r", init, StringComparison.Ordinal);
    }
}
