using System.Diagnostics;
using System.IO.Compression;
using Cli.Guests;
using Hypervisor.Planning;
using Xunit;

namespace Cli.Tests.Guests;

/// <summary>What plans read and write that is no file as it should be.</summary>
public sealed class PlanFileTests : IDisposable
{
    private readonly GuestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/full")]
    [InlineData("/dev/tty")]
    [InlineData("%pipe")]
    public void WhatNeverEndsIsNoConfigurationAndNoLock(string path)
    {
        var file = Expand(path);
        var run = GuestFiles.Run("plan", file);
        Assert.Equal(2, run.Code);
        Assert.Contains("it is no ordinary file", run.Error, StringComparison.Ordinal);
        run = GuestFiles.Run("plan", _files.Configuration, "--lock", file);
        Assert.Equal(2, run.Code);
        Assert.Contains("it is no ordinary file", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("%link")]
    [InlineData("%pipe")]
    public void NorAnImage(string path)
    {
        File.CreateSymbolicLink(_files["link"], "/dev/zero");
        _files.Configure(GuestFiles.Good.Replace("zImage", Expand(path), StringComparison.Ordinal));
        var run = GuestFiles.Run("plan", _files.Configuration);
        Assert.Equal(1, run.Code);
        Assert.Contains("it is no ordinary file", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guests.yaml")]
    [InlineData("board.dts")]
    [InlineData("notes.txt")]
    public void OnlyLocksAreUpdated(string name)
    {
        if (name == "notes.txt") _files.Write(name, "version: 1\nplatform: mine\n");
        var before = File.ReadAllBytes(_files[name]);
        var run = GuestFiles.Run("plan", _files.Configuration, "--lock", _files[name], "--update-lock");
        Assert.Equal(1, run.Code);
        Assert.Contains("error[GST0019]", run.Error, StringComparison.Ordinal);
        Assert.Contains("only locks are overwritten", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_files[name]));
    }

    [Fact]
    public void ALockWithANumberThatIsNoneIsStillOne()
    {
        _files.Write("lock", "version: 1\nplatform: vexpress-a15\nnumbers: { \"host/cpus\": [1] }\n");
        Assert.Equal(1, GuestFiles.Run("plan", _files.Configuration, "--lock", _files["lock"]).Code);
        Assert.Equal(0, GuestFiles.Run("plan", _files.Configuration, "--lock", _files["lock"], "--update-lock").Code);
    }

    [Fact]
    public void ADiskIsKnownByItsLinks()
    {
        _files.Write("a.img", new string('x', 512));
        File.CreateSymbolicLink(_files["b.img"], "a.img");
        _files.Configure(GuestFiles.Good.Replace("kernel: zImage", "kernel: zImage, devices: [{ type: blk, file: a.img }, { type: blk, file: b.img }]", StringComparison.Ordinal));
        var run = GuestFiles.Run("plan", _files.Configuration);
        Assert.Equal(1, run.Code);
        Assert.Contains("guests.yaml:5:", run.Error, StringComparison.Ordinal);
        Assert.Contains("error[GST0018]", run.Error, StringComparison.Ordinal);
    }

    /// <summary>How much is in it decides addresses, and a loader finds only at the end that it is damaged.</summary>
    [Theory]
    [InlineData("whole", true)]
    [InlineData("cut", false)]
    [InlineData("other size", false)]
    [InlineData("head only", false)]
    [InlineData("changed", false)]
    public void ACompressedFileIsReadToItsEnd(string what, bool isGood)
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content.AsSpan(0, 100_000));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        var bytes = packed.ToArray();
        if (what == "cut") bytes = bytes[..^2000];
        if (what == "other size") bytes[^4]++;
        if (what == "head only") bytes = bytes[..3];
        if (what == "changed") bytes[50_000] ^= 0x55;
        File.WriteAllBytes(_files["Image.gz"], bytes);
        var inner = new PlanInputs().Unpack(_files["Image.gz"]);
        Assert.Equal(isGood, inner is not null);
        if (!isGood) return;
        Assert.Equal(300_000UL, inner!.Length);
        Assert.Equal(content[..64], inner.Head);
    }

    [Theory]
    [InlineData(true, 2, "needs no QEMU")]
    [InlineData(false, 1, "another machine")]
    public void WithoutQemuNothingIsWrongWithTheConfiguration(bool lacks, int code, string help)
    {
        _files.Configure("version: 1\nplatform: qemu-virt\ndomains:\n  - { name: linux, memory: 256MiB, kernel: debian }\n");
        var run = GuestFiles.Run([_files.Configuration], new Inputs(lacks));
        Assert.Equal(code, run.Code);
        Assert.Contains("error[GST0012]", run.Error, StringComparison.Ordinal);
        Assert.Contains(help, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TooManyCpusAreTheOnlyThingThatIsWrong()
    {
        _files.Configure("version: 1\nplatform: qemu-virt\nhost: { cpus: 65535 }\ndomains:\n  - { name: linux, memory: 256MiB, kernel: debian }\n");
        var inputs = new Inputs(false);
        Assert.Contains("error[GST0115]", GuestFiles.Run([_files.Configuration], inputs).Error, StringComparison.Ordinal);
        Assert.InRange(inputs.Cpus, 1, 512);
    }

    private string Expand(string path)
    {
        if (path[0] != '%') return path;
        var name = _files[path[1..]];
        if (path == "%pipe") Process.Start("mkfifo", [name]).WaitForExit();
        return name;
    }

    private sealed class Inputs(bool lacks) : IPlanInputs
    {
        public int Cpus { get; private set; }

        public bool LacksEmulator => lacks;

        public FileProbe? Probe(string path, out string? trouble)
        {
            trouble = "there is none";
            return null;
        }

        public FileProbe? Unpack(string path) => null;

        public string? Media(string architecture, string kind, string version) => null;

        public byte[]? MachineTree(MachineTreeRequest request, out string? trouble)
        {
            Cpus = request.Cpus;
            trouble = "there is none";
            return null;
        }
    }
}
