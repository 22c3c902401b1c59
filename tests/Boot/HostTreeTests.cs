using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Boot.Tests;

/// <summary>Host trees as QEMU dumps them, seeds and all, and what the promise makes of them.</summary>
public sealed class HostTreeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-host").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>The tree is that of a machine with more memory: the guest is promised, and sees, what it has.</summary>
    [Fact]
    public void AGuestWithoutXenSeesItsOwnMemory()
    {
        Dump("virt,gic-version=3", 6144);
        var (code, report, error) = Tool.Boot(Configure(
            "platform: qemu-virt\nhost: { gic: 3, cpus: 2, tree: host.dts }\ndomains:\n"
            + "  - { name: guest, memory: 512MiB, kernel: debian, ramdisk: debian, bootargs: console=ttyAMA0 quiet }\n"));
        Assert.True(code == 0, $"{error}\n{report}");
        Assert.Contains("more than the machine's 512MiB", error, StringComparison.Ordinal);
        OnlySeedsDiffer(report);
    }

    [Fact]
    public void Dom0SeesTheSeedsAsItsKernelLeavesThem()
    {
        Dump("virt,virtualization=on,gic-version=3", 2048);
        var (code, report, error) = Tool.Boot(Configure(
            "platform: xen-dom0\nhypervisor: { kind: xen, version: \"4.17\" }\nhost: { machine: qemu-virt, gic: 3, cpus: 2, memory: 2GiB, tree: host.dts }\n"
            + "xen: { console: /pl011@9000000 }\ndomains:\n  - { name: dom0, role: dom0, memory: 512MiB, kernel: debian, ramdisk: debian, bootargs: console=hvc0 quiet }\n"));
        Assert.True(code == 0, $"{error}\n{report}");
        OnlySeedsDiffer(report);
    }

    /// <summary>The tree of a machine with virtualization calls its firmware by an instruction that the guest's machine does not take.</summary>
    [Fact]
    public void AnotherConduitIsRefused()
    {
        Dump("virt,virtualization=on,gic-version=3", 512);
        var (code, _, error) = Tool.Boot(Configure(
            "platform: qemu-virt\nhost: { gic: 3, cpus: 2, tree: host.dts }\ndomains:\n  - { name: guest, memory: 512MiB, kernel: debian, ramdisk: debian }\n"));
        Assert.Equal(1, code);
        Assert.Contains("GST0124", error, StringComparison.Ordinal);
        Assert.Contains("\"smc\"", error, StringComparison.Ordinal);
    }

    private static void OnlySeedsDiffer(JsonElement report)
    {
        Assert.Equal("passed", report.GetProperty("verdict").GetString());
        var proof = report.GetProperty("guests")[0].GetProperty("proof");
        Assert.Equal(["kaslr-seed", "rng-seed"], proof.GetProperty("allowed").EnumerateArray().Select(difference => difference.GetProperty("property").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(0, proof.GetProperty("chosenAtBoot").GetArrayLength());
    }

    private string Configure(string text)
    {
        var file = Path.Combine(_directory, "guests.yaml");
        File.WriteAllText(file, "version: 1\n" + text);
        return file;
    }

    // As source, beside the configuration.
    private void Dump(string machine, int megabytes)
    {
        var blob = Path.Combine(_directory, "machine.dtb");
        using var qemu = Process.Start(new ProcessStartInfo("qemu-system-aarch64")
        {
            ArgumentList = { "-machine", $"{machine},dumpdtb={blob}", "-cpu", "cortex-a57", "-smp", "2", "-m", $"{megabytes}", "-nographic", "-nodefaults" },
            RedirectStandardError = true,
        })!;
        qemu.WaitForExit();
        Assert.Equal(0, qemu.ExitCode);
        var (code, text, error) = Tool.Run("dtc", "-q", "-I", "dtb", "-O", "dts", blob);
        Assert.True(code == 0, error);
        Assert.Contains("kaslr-seed", text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_directory, "host.dts"), text);
    }
}
