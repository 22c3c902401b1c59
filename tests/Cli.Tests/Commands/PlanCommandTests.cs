using System.Text;
using System.Text.Json;
using Cli.Commands;
using Cli.Hosting;
using Cli.Tests.Guests;
using Xunit;

namespace Cli.Tests.Commands;

/// <summary><c>plan</c> as a command: exit codes, streams, locks.</summary>
public sealed class PlanCommandTests
{
    private const string Good = """
        version: 1
        platform: vexpress-a15
        host: { cpus: 1, memory: 512MiB, tree: board.dts }
        domains:
          - { name: linux, kernel: debian, ramdisk: debian }
        """;

    private static (int Code, string Out, string Error) Plan(params string[] args)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        var host = new Host { Out = stdout, Error = stderr, OutIsTerminal = () => false, ErrorIsTerminal = () => false, Environment = _ => null };
        var code = CommandLine.Run(["plan", .. args], host);
        return (code, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));
    }

    private static TempDirectory Directory(string yaml)
    {
        var directory = new TempDirectory();
        directory.Write("guests.yaml", yaml);
        directory.Write("board.dts", GuestFiles.Board);
        return directory;
    }

    [Fact]
    public void AGoodConfigurationHasAPlan()
    {
        using var directory = Directory(Good);
        var (code, text, error) = Plan(directory["guests.yaml"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("linux (guest)", text, StringComparison.Ordinal);
        Assert.Contains("domains/linux/bootargs", text, StringComparison.Ordinal);
        Assert.Equal(["board.dts", "guests.yaml"], directory.Files());
    }

    [Fact]
    public void TheHostsTreeFindsItsIncludesAsCompileDoes()
    {
        using var directory = Directory(Good.Replace("board.dts", "kernel/boards/deep/board.dts", StringComparison.Ordinal));
        directory.Write("kernel/boards/deep/board.dts", File.ReadAllText(directory["board.dts"]).Replace("/dts-v1/;", "/dts-v1/;\n#include <dt-bindings/one.h>", StringComparison.Ordinal).Replace("<0 5 4>", "<ONE 5 4>", StringComparison.Ordinal));
        directory.Write("kernel/include/dt-bindings/one.h", "#define ONE 0\n");
        var (code, _, error) = Plan(directory["guests.yaml"]);
        Assert.Equal((0, ""), (code, error));

        // Elsewhere it has to be told.
        directory.Write("other/dt-bindings/one.h", "#define ONE 0\n");
        File.Delete(directory["kernel/include/dt-bindings/one.h"]);
        System.IO.Directory.Delete(directory["kernel/include"], recursive: true);
        Assert.Equal(1, Plan(directory["guests.yaml"]).Code);
        Assert.Equal(0, Plan(directory["guests.yaml"], "-I", directory["other"]).Code);
    }

    [Fact]
    public void WhatIsInACompressedKernelCounts()
    {
        using var directory = Directory(Good.Replace("qemu-", "", StringComparison.Ordinal).Replace("kernel: debian", "kernel: kernel.gz", StringComparison.Ordinal)
            .Replace("platform: vexpress-a15", "platform: xen-dom0", StringComparison.Ordinal)
            .Replace("host: { cpus", "host: { machine: vexpress-a15, cpus", StringComparison.Ordinal)
            .Replace("name: linux,", "name: linux, role: dom0, memory: 128MiB,", StringComparison.Ordinal));
        using (var packed = new System.IO.Compression.GZipStream(File.Create(directory["kernel.gz"]), System.IO.Compression.CompressionMode.Compress))
            packed.Write(Encoding.ASCII.GetBytes("070701" + new string('0', 200)));
        var (code, _, error) = Plan(directory["guests.yaml"]);
        Assert.Equal(1, code);
        Assert.Contains("cpio", error, StringComparison.Ordinal);
    }

    [Fact]
    public void ItIsAlsoThereAsJson()
    {
        using var directory = Directory(Good);
        var (code, text, _) = Plan(directory["guests.yaml"], "--format", "json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("linux", json.RootElement.GetProperty("domains")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void ARefusalHasAPlaceAndIsOne()
    {
        using var directory = Directory(Good.Replace("name: linux", "name: linux, vcpu: 2", StringComparison.Ordinal));
        var (code, text, error) = Plan(directory["guests.yaml"], "--lock", directory["lock"]);
        Assert.Equal((1, ""), (code, text));
        Assert.Contains("guests.yaml:5:", error, StringComparison.Ordinal);
        Assert.Contains("error[GST0004]", error, StringComparison.Ordinal);
        Assert.Contains("vcpus", error, StringComparison.Ordinal);
        Assert.Equal(["board.dts", "guests.yaml"], directory.Files());
    }

    [Fact]
    public void WhatIsFoundAboutAPlanCanBeForced()
    {
        using var directory = Directory(Good.Replace("domains:", "domains: # none", StringComparison.Ordinal));
        directory.Write("board.dts", File.ReadAllText(directory["board.dts"]).Replace("arm,armv7-timer", "acme,timer", StringComparison.Ordinal));
        var (code, text, error) = Plan(directory["guests.yaml"]);
        Assert.Equal((1, ""), (code, text));
        Assert.Contains("error[GST0122]", error, StringComparison.Ordinal);
        (code, text, error) = Plan(directory["guests.yaml"], "--force");
        Assert.Equal(0, code);
        Assert.Contains("warning[GST0122]", error, StringComparison.Ordinal);
        Assert.Contains("linux (guest)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ALockIsWrittenReadAndUpdated()
    {
        using var directory = Directory(Good);
        var path = directory["guests.lock"];
        Assert.Equal(0, Plan(directory["guests.yaml"], "--lock", path).Code);
        var written = File.ReadAllText(path);
        Assert.Contains("host/cpu-model", written, StringComparison.Ordinal);
        Assert.Equal(0, Plan(directory["guests.yaml"], "--lock", path).Code);
        directory.Write("guests.yaml", Good.Replace("cpus: 1", "cpus: 1, cpu-model: cortex-a7", StringComparison.Ordinal));
        var (code, _, error) = Plan(directory["guests.yaml"], "--lock", path);
        Assert.Equal(1, code);
        Assert.Contains("GST0020", error, StringComparison.Ordinal);
        Assert.Equal(written, File.ReadAllText(path));
        Assert.Equal(0, Plan(directory["guests.yaml"], "--lock", path, "--update-lock").Code);
        Assert.NotEqual(written, File.ReadAllText(path));
    }

    [Theory]
    [InlineData]
    [InlineData("a.yaml", "b.yaml")]
    [InlineData("a.yaml", "--format", "xml")]
    [InlineData("a.yaml", "--update-lock")]
    [InlineData("/nonexistent/guests.yaml")]
    public void TroubleIsTwo(params string[] args) => Assert.Equal(2, Plan(args).Code);

    [Fact]
    public void TheSchemaIsPrinted()
    {
        var (code, text, _) = Plan("--schema");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(text);
        Assert.True(json.RootElement.TryGetProperty("$defs", out _));
    }

    [Fact]
    public void FindingsAreAlsoThereAsJson()
    {
        using var directory = Directory(Good.Replace("kernel: debian", "kernel: nothing", StringComparison.Ordinal));
        var (code, _, error) = Plan(directory["guests.yaml"], "--diagnostics", "json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(error.Split('\n')[0]);
        Assert.Equal("GST0011", json.RootElement.GetProperty("rule").GetString());
        Assert.Equal(5, json.RootElement.GetProperty("line").GetInt32());
    }
}
