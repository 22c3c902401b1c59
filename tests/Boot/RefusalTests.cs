using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Boot.Tests;

/// <summary>What cannot boot is refused before it is booted; forced, the boot is reported as failed, with the reason.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dtc-sharp-refusal").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void SwappedCompatible()
    {
        Assert.Equal(0, Tool.Run("generate", "samples/xen-dom0less/guests.yaml", "-o", _directory).Code);
        var right = File.ReadAllText(Path.Combine(_directory, "domU1.dts"));
        var wrong = right.Replace("\"xen,xen-4.17\", \"xen,xen\"", "\"xen,xen\", \"xen,xen-4.17\"", StringComparison.Ordinal);
        Assert.NotEqual(right, wrong);
        var file = Path.Combine(_directory, "swapped.dts");
        File.WriteAllText(file, wrong);

        Assert.Equal(1, Tool.Run("validate", "--binding", "xen", file).Code);
        var (code, report, error) = Tool.Boot("samples/xen-dom0less/guests.yaml", "--tree", $"domU1={file}");
        Assert.Equal((1, JsonValueKind.Undefined), (code, report.ValueKind));
        Assert.Contains("the tree is refused", error, StringComparison.Ordinal);

        (code, report, _) = Tool.Boot("samples/xen-dom0less/guests.yaml", "--tree", $"domU1={file}", "--force");
        Assert.Equal(1, code);
        Assert.Equal("failed", report.GetProperty("verdict").GetString());
        Assert.Contains("guest 'domU1': Xen support: expected found, seen no word of Xen", report.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATreeOfOnesOwnThatIsRightPasses()
    {
        Assert.Equal(0, Tool.Run("generate", "samples/xen-dom0less/guests.yaml", "-o", _directory).Code);
        var (code, report, error) = Tool.Boot("samples/xen-dom0less/guests.yaml", "--tree", $"domU1={Path.Combine(_directory, "domU1.dts")}");
        Assert.True(code == 0, $"{error}\n{report}");
    }

    /// <summary>The bindings judge a tree of the user's before anything is booted, also one without Xen's interfaces.</summary>
    [Theory]
    [InlineData("samples/xen-dom0less/guests.yaml", "arm,armv8-timer", "xen/domain-timer")]
    [InlineData("samples/xen-dom0less-pure/guests.yaml", "arm,armv8-timer", "xen/domain-timer")]
    [InlineData("samples/xen-dom0less-pure/guests.yaml", "arm,gic-v3", "xen/domain-gic")]
    public void ADomainsTreeWithoutWhatItsKernelNeeds(string sample, string compatible, string rule)
    {
        Assert.Equal(0, Tool.Run("generate", sample, "-o", _directory).Code);
        var right = File.ReadAllText(Path.Combine(_directory, "domU1.dts"));
        var wrong = right.Replace(compatible, "acme,other", StringComparison.Ordinal).Replace("arm,armv7-timer", "acme,other", StringComparison.Ordinal);
        Assert.DoesNotContain(compatible, wrong, StringComparison.Ordinal);
        Assert.Contains(compatible, right, StringComparison.Ordinal);
        var file = Path.Combine(_directory, "wrong.dts");
        File.WriteAllText(file, wrong);
        var (code, report, error) = Tool.Boot(sample, "--tree", $"domU1={file}");
        Assert.Equal((1, JsonValueKind.Undefined), (code, report.ValueKind));
        Assert.Contains("the tree is refused", error, StringComparison.Ordinal);
        Assert.Contains($"[{rule}]", error, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongAddressOfTheInterruptController() => Refuses(
        "the address of the GIC", tree => tree.Replace("reg = <0x00 0x8000000 0x00 0x10000", "reg = <0x00 0x8100000 0x00 0x10000", StringComparison.Ordinal), "0x8100000");

    [Fact]
    public void MissingTimer() => Refuses("timer", tree => tree.Replace("arm,armv8-timer", "acme,timer", StringComparison.Ordinal).Replace("arm,armv7-timer", "acme,timer", StringComparison.Ordinal), "timer");

    [Fact]
    public void OverlappingModules()
    {
        var configuration = Configure("qemu", "    ramdisk: { file: debian, address: 0x50100000 }\n");
        var (code, _, error) = Tool.Run("plan", configuration);
        Assert.Equal(1, code);
        Assert.Contains("GST01", error, StringComparison.Ordinal);
        Assert.Contains("overlap", error, StringComparison.Ordinal);
        // QEMU itself refuses to load one image over the other.
        var (forced, report, _) = Tool.Boot(configuration, "--force", "--silence", "12");
        Assert.NotEqual(0, forced);
        Assert.Equal("emulator-failed", report.GetProperty("verdict").GetString());
        Assert.Contains("overlapping", report.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private void Refuses(string what, Func<string, string> mutate, string named)
    {
        var tree = MachineTree();
        var wrong = mutate(tree);
        Assert.True(wrong != tree, $"{what} was not changed");
        File.WriteAllText(Path.Combine(_directory, "host.dts"), wrong);
        var configuration = Configure("host.dts", "    ramdisk: debian\n");
        var (code, _, error) = Tool.Run("plan", configuration);
        Assert.Equal(1, code);
        Assert.Contains("GST01", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
        var (forced, report, messages) = Tool.Boot(configuration, "--force", "--silence", "12");
        Assert.True(forced == 1, messages);
        Assert.Contains(report.GetProperty("verdict").GetString(), new[] { "hypervisor-not-seen", "failed", "hung" });
        Assert.NotEmpty(report.GetProperty("reason").GetString()!);
    }

    private string Configure(string tree, string ramdisk)
    {
        var file = Path.Combine(_directory, "guests.yaml");
        File.WriteAllText(file,
            $"version: 1\nplatform: xen-dom0\nhypervisor: {{ kind: xen, version: \"4.17\" }}\nhost: {{ machine: qemu-virt, gic: 3, cpus: 1, memory: 1GiB, tree: {tree} }}\n"
            + "xen: { console: /pl011@9000000 }\ndomains:\n  - name: dom0\n    role: dom0\n    memory: 256MiB\n"
            + $"    kernel: {{ file: debian, address: 0x50000000 }}\n{ramdisk}    bootargs: console=hvc0 quiet\n");
        return file;
    }

    // QEMU's own tree, as source.
    private string MachineTree()
    {
        var blob = Path.Combine(_directory, "machine.dtb");
        using var qemu = Process.Start(new ProcessStartInfo("qemu-system-aarch64")
        {
            ArgumentList = { "-machine", $"virt,virtualization=on,gic-version=3,dtb-randomness=off,dumpdtb={blob}", "-cpu", "cortex-a57", "-smp", "1", "-m", "1024", "-nographic", "-nodefaults" },
            RedirectStandardError = true,
        })!;
        qemu.WaitForExit();
        Assert.Equal(0, qemu.ExitCode);
        var (code, text, error) = Tool.Run("dtc", "-q", "-I", "dtb", "-O", "dts", blob);
        Assert.True(code == 0, error);
        return text;
    }
}
