using Xunit;

namespace Cli.Tests.Guests;

/// <summary>A board that QEMU does not emulate: its trees are made, and what its boot loader loads is told.</summary>
public sealed class BoardCommandTests : IDisposable
{
    private readonly GuestFiles _files = new(
        "version: 1\nplatform: xen-dom0\nhypervisor: { image: zImage }\nhost: { tree: board.dts }\ndomains:\n  - { name: dom0, role: dom0, memory: 128MiB, kernel: zImage }\n");

    public BoardCommandTests() => _files.Write(
        "board.dts",
        GuestFiles.Board.Replace("<0x2c002000 0x2000>;", "<0x2c002000 0x2000>, <0x2c004000 0x2000>, <0x2c006000 0x2000>; interrupts = <1 9 4>;", StringComparison.Ordinal)
            .Replace("#address-cells = <1>; #size-cells = <1>; interrupt-parent", "compatible = \"acme,board\"; #address-cells = <1>; #size-cells = <1>; interrupt-parent", StringComparison.Ordinal));

    public void Dispose() => _files.Dispose();

    [Fact]
    public void GenerateTellsItsBootLoader()
    {
        var run = GuestFiles.Run("generate", _files.Configuration, "-o", _files["out"]);
        Assert.True(run.Code == 0, run.Error);
        var list = File.ReadAllText(Path.Combine(_files["out"], "load.txt"));
        Assert.Contains("load mmc 0:1 0x80200000 zImage\n", list, StringComparison.Ordinal);
        Assert.Contains("host.dtb\n", list, StringComparison.Ordinal);
        Assert.EndsWith("bootz 0x80200000 - 0x88000000\n", list, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_files["out"], "qemu.sh")));
        Assert.Contains("hypervisor {", File.ReadAllText(Path.Combine(_files["out"], "dom0.dts")), StringComparison.Ordinal);
    }

    [Fact]
    public void BootRefusesIt()
    {
        var run = GuestFiles.Run("boot", _files.Configuration);
        Assert.Equal(1, run.Code);
        Assert.Contains("QEMU does not emulate the board", run.Error, StringComparison.Ordinal);
        Assert.Contains("machine: qemu-virt", run.Error, StringComparison.Ordinal);
    }
}
