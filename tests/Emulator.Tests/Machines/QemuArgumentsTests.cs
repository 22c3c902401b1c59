using Emulator.Machines;
using Xunit;

namespace Emulator.Tests.Machines;

public sealed class QemuArgumentsTests
{
    private static ImageSource Image(string name) => ImageSource.OfBytes(name, new byte[8]);

    private static string Shell(EmulatedMachine machine) =>
        QemuArguments.Shell(machine.Architecture.Program(), QemuArguments.Of(machine, static image => image.Path ?? image.Name));

    [Fact]
    public void StartsXenWithModulesInMemory() => Assert.Equal(
        """
        qemu-system-aarch64 -machine virt,virtualization=on,gic-version=2 \
          -cpu cortex-a57 \
          -smp 2 \
          -m 2048 \
          -nographic \
          -no-reboot \
          -nodefaults \
          -serial stdio \
          -monitor none \
          -global virtio-mmio.force-legacy=false \
          -kernel xen \
          -dtb host.dtb \
          -device loader,file=vmlinuz,addr=0x50000000,force-raw=on

        """.ReplaceLineEndings("\n"),
        Shell(EmulatedMachine.Virt(2, virtualization: true) with
        {
            Memory = 2048UL << 20, Kernel = Image("xen"), Dtb = Image("host.dtb"), Images = [new(Image("vmlinuz"), 0x50000000)],
        }));

    [Fact]
    public void PinsDevicesToSlots() => Assert.Equal(
        """
        qemu-system-aarch64 -machine virt,gic-version=3 \
          -cpu cortex-a57 \
          -smp 2 \
          -m 512 \
          -nographic \
          -no-reboot \
          -nodefaults \
          -serial stdio \
          -monitor none \
          -global virtio-mmio.force-legacy=false \
          -device loader,file=stub.bin,addr=0x4f000000,force-raw=on \
          -device loader,addr=0x4f000000,cpu-num=0 \
          -drive if=none,id=d0,file=a.img,format=raw,readonly=on \
          -device virtio-blk-device,drive=d0,bus=virtio-mmio-bus.7 \
          -drive if=none,id=d1,file=b.img,format=raw \
          -device virtio-blk-pci,drive=d1,disable-legacy=on,addr=0x2 \
          -netdev user,id=n2 \
          -device virtio-net-pci,netdev=n2,mac=52:54:00:12:34:56,romfile=,disable-legacy=on,addr=0x1f \
          -netdev user,id=n3 \
          -device virtio-net-device,netdev=n3 \
          -device virtio-rng-device,bus=virtio-mmio-bus.0

        """.ReplaceLineEndings("\n"),
        Shell(EmulatedMachine.Virt(3, virtualization: false) with
        {
            Images = [new(Image("stub.bin"), 0x4f000000)],
            StartAddress = 0x4f000000,
            Devices =
            [
                new(VirtioKind.Block, VirtioTransport.Mmio, 7) { Image = Image("a.img") },
                new(VirtioKind.Block, VirtioTransport.Pci, 2) { Image = Image("b.img"), ReadOnly = false },
                new(VirtioKind.Net, VirtioTransport.Pci, 31) { Mac = "52:54:00:12:34:56" },
                new(VirtioKind.Net, VirtioTransport.Mmio),
                new(VirtioKind.Rng, VirtioTransport.Mmio, 0),
            ],
        }));

    [Fact]
    public void GivesVersatileExpressAPlaceForItsSound() => Assert.Equal(
        """
        qemu-system-arm -machine vexpress-a15,secure=off,virtualization=on \
          -smp 1 \
          -m 1024 \
          -nographic \
          -no-reboot \
          -nodefaults \
          -serial stdio \
          -monitor none \
          -audiodev none,id=n0 \
          -global virtio-mmio.force-legacy=false \
          -kernel zImage \
          -append 'console=ttyAMA0 it'\''s "quoted"'

        """.ReplaceLineEndings("\n"),
        Shell(EmulatedMachine.VexpressA15(virtualization: true) with { Kernel = Image("zImage"), KernelArguments = "console=ttyAMA0 it's \"quoted\"" }));

    [Theory]
    [InlineData("plain-1.0_x", "plain-1.0_x")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("~root", "'~root'")]
    public void QuotesForTheShell(string word, string quoted) => Assert.Equal(quoted, QemuArguments.Quote(word));

    [Fact]
    public void DoublesCommasOfPaths()
    {
        var machine = EmulatedMachine.Virt(3, false) with { Images = [new(ImageSource.OfFile("/tmp/a,b"), 0)] };
        Assert.Contains("loader,file=/tmp/a,,b,addr=0x0,force-raw=on", QemuArguments.Of(machine, static image => image.Path!));
    }

    [Fact]
    public void DumpsTheTreeOfTheSameBoard() => Assert.Equal(
        ["-machine", "virt,virtualization=on,gic-version=3,dumpdtb=x.dtb", "-cpu", "cortex-a57", "-smp", "2", "-m", "512", "-nographic", "-nodefaults"],
        QemuArguments.DumpTree(EmulatedMachine.Virt(3, true), "x.dtb"));

    public static TheoryData<EmulatedMachine> Contradictions { get; } = new(
        EmulatedMachine.Virt(3, false) with { Dtb = Image("a") },
        EmulatedMachine.Virt(3, false) with { Kernel = Image("a"), StartAddress = 1 },
        EmulatedMachine.Virt(3, false) with { Memory = 1000 },
        EmulatedMachine.Virt(3, false) with { Cpus = 0 },
        EmulatedMachine.Virt(3, false) with { Devices = [new(VirtioKind.Block, VirtioTransport.Mmio)] },
        EmulatedMachine.Virt(3, false) with { Devices = [new(VirtioKind.Rng, VirtioTransport.Mmio, 1), new(VirtioKind.Net, VirtioTransport.Mmio, 1)] },
        EmulatedMachine.Virt(3, false) with { Devices = [new(VirtioKind.Net, VirtioTransport.Mmio) { Mac = "1,addr=2" }] });

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void RefusesContradictions(EmulatedMachine machine) => Assert.Throws<ArgumentException>(() => QemuArguments.Of(machine, static i => i.Name));

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a,b")]
    public void RefusesImageNamesThatLeadElsewhere(string name) => Assert.Throws<ArgumentException>(() => Image(name));

    [Fact]
    public void JumpsAsTheBootProtocolSays() => Assert.Equal(
        // mov x0, #0x4a000000; mov x1..x3, #0; mov x4, #0x40200000; br x4
        "0040a9d2010080d2020080d2030080d20404a8d280001fd6",
        Convert.ToHexStringLower(JumpStub.Arm64(0x4a000000, 0x40200000)));

    [Fact]
    public void LoadsWideAddresses() => Assert.Equal(
        // movz x0, #0x5678; movk #0x1234, lsl 16; movk #0x9, lsl 32; …; movz x4, #8, lsl 48
        "00cf8ad28046a2f22001c0f2010080d2020080d2030080d20401e0d280001fd6",
        Convert.ToHexStringLower(JumpStub.Arm64(0x0000_0009_1234_5678, 0x0008_0000_0000_0000)));
}
