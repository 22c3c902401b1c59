using System.Globalization;
using Emulator.Machines;
using Emulator.Media;
using Emulator.Scenarios;
using Xunit;

namespace Boot.Tests;

/// <summary>Linux on QEMU's virt board, on a tree of ours that has what a virtio-mmio guest needs and no more.</summary>
public sealed class VirtTests
{
    private const ulong KernelAddress = 0x40200000;
    private const ulong RamdiskAddress = 0x48000000;
    private const ulong TreeAddress = 0x4a000000;
    private const ulong StubAddress = 0x4f000000;
    private const int FirstDisk = 3;
    private const int SecondDisk = 7;
    private const int Card = 12;
    private const string Mac = "52:54:00:dc:05:01";

    private static readonly byte[] First = Disk("DTCSHARP-DISK-01", 4 << 20);
    private static readonly byte[] Second = Disk("DTCSHARP-DISK-02", 1 << 20);

    [Fact]
    public void ShowsDevicesAtTheirSlotsAndTheTreeUntouched()
    {
        var report = Boots.Run(Stubbed("virt, jump stub", Arguments("mmio", "quiet")));
        Boots.AssertPassed(report);
        var guest = report.Guests[0];
        // Not a byte is another: nobody edits the tree on this way.
        Assert.Equal(guest.Guest.Promised, guest.Facts.Tree);
        Assert.Equal(guest.Proof!.Properties, guest.Proof.Equal);
        Assert.Empty(guest.Proof.Allowed);
        Assert.Contains(guest.Facts.Virtio, static device => device is { Driver: "virtio_net", Place: "a001800.virtio" });
        Assert.Contains(guest.Facts.Interrupts, static line => line.Contains("virtio0", StringComparison.Ordinal));
    }

    [Fact]
    public void ShowsTheSameThroughQemusOwnLoader()
    {
        var media = Boots.Media(MediaSet.Arm64);
        var tree = Boots.Compile(Tree(""));
        var report = Boots.Run(Scenario("virt, -kernel", tree, "qemu-virt-kernel", Board() with
        {
            Kernel = ImageSource.OfFile(media.Kernel),
            Dtb = ImageSource.OfBytes("guest.dtb", tree),
            Initrd = ImageSource.OfBytes("guest.cpio.gz", Boots.Ramdisk(MediaSet.Arm64, withModules: true)),
            KernelArguments = Arguments("mmio", "quiet"),
        }));
        Boots.AssertPassed(report);
        Assert.Contains(report.Guests[0].Proof!.Allowed, static a => a.Difference is { Path: "/chosen", Property: "bootargs" });
    }

    [Fact]
    public void TellsThatTheInterruptControllerIsNotThere()
    {
        // The distributor 64 KiB too high.
        var report = Boots.Run(Stubbed(
            "virt, wrong GIC address", Arguments("mmio", "earlycon"), static source => source.Replace("reg = <0 0x8000000 0 0x10000", "reg = <0 0x8010000 0 0x10000", StringComparison.Ordinal)));
        Assert.Contains(report.Verdict, new[] { BootVerdict.Failed, BootVerdict.Hung });
        Assert.Contains("likely cause", report.Reason, StringComparison.Ordinal);
        Assert.Contains("EMU0007", report.Findings.Select(static f => f.Rule.Id));
    }

    [Fact]
    public void TellsThatADiskIsNotAtItsSlot()
    {
        // The node of the second disk's slot leads to a slot without a device.
        var report = Boots.Run(Stubbed(
            "virt, disk at a wrong slot", Arguments("mmio", "quiet"), static source => source.Replace("<0 0xa000e00 0 0x200>", "<0 0xa001000 0 0x200>", StringComparison.Ordinal)));
        Assert.Equal(BootVerdict.Failed, report.Verdict);
        Assert.Contains(report.Findings, static f => f.Rule.Id == "EMU0008" && f.Message.Contains("disks: expected 2, seen vda", StringComparison.Ordinal));
        // What it was promised it did see: the tree itself is wrong.
        Assert.True(report.Guests[0].Proof!.Holds);
    }

    private static BootScenario Stubbed(string name, string arguments, Func<string, string>? mutate = null)
    {
        var media = Boots.Media(MediaSet.Arm64);
        var ramdisk = Boots.Ramdisk(MediaSet.Arm64, withModules: true);
        var source = Tree($"bootargs = \"{arguments}\"; linux,initrd-start = <0x{RamdiskAddress:x}>; linux,initrd-end = <0x{RamdiskAddress + (ulong)ramdisk.Length:x}>;");
        var changed = mutate?.Invoke(source) ?? source;
        Assert.True(mutate is null || changed != source, "the mutation changed nothing");
        var tree = Boots.Compile(changed);
        return Scenario(name, tree, "qemu-virt", Board() with
        {
            Images =
            [
                new(ImageSource.OfFile(media.Kernel), KernelAddress),
                new(ImageSource.OfBytes("guest.cpio.gz", ramdisk), RamdiskAddress),
                new(ImageSource.OfBytes("guest.dtb", tree), TreeAddress),
                new(ImageSource.OfBytes("stub.bin", JumpStub.Arm64(TreeAddress, KernelAddress)), StubAddress),
            ],
            StartAddress = StubAddress,
        });
    }

    private static BootScenario Scenario(string name, byte[] tree, string platform, EmulatedMachine machine) => new()
    {
        Name = name,
        Machine = machine,
        AbsentTexts = ["Kernel Oops"],
        Limits = new BootLimits(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(20)),
        Guests =
        [
            new ExpectedGuest
            {
                Name = "mmio",
                Promised = tree,
                Platform = platform,
                Cpus = 2,
                Memory = 512UL << 20,
                Disks = [new(Address(FirstDisk), "DTCSHARP-DISK-01", (ulong)First.Length), new(Address(SecondDisk), "DTCSHARP-DISK-02", (ulong)Second.Length)],
                Nets = [new(Address(Card), Mac)],
                XenSupport = false,
                AbsentNodes = ["/hypervisor"],
                PresentNodes = [$"/virtio@{Address(FirstDisk)}"],
            },
        ],
    };

    private static EmulatedMachine Board() => EmulatedMachine.Virt(3, virtualization: false) with
    {
        // The second disk is made first: what counts is the slot.
        Devices =
        [
            new(VirtioKind.Block, VirtioTransport.Mmio, SecondDisk) { Image = ImageSource.OfBytes("second.img", Second) },
            new(VirtioKind.Block, VirtioTransport.Mmio, FirstDisk) { Image = ImageSource.OfBytes("first.img", First) },
            new(VirtioKind.Net, VirtioTransport.Mmio, Card) { Mac = Mac },
        ],
    };

    private static string Arguments(string name, string more) => $"console=ttyAMA0 {more} dtcsharp.name={name}";

    private static string Address(int slot) => (0xa000000 + (slot * 0x200)).ToString("x", CultureInfo.InvariantCulture);

    private static byte[] Disk(string start, int size)
    {
        var bytes = new byte[size];
        System.Text.Encoding.ASCII.GetBytes(start, bytes);
        return bytes;
    }

    private static string Slot(int number) =>
        $"virtio@{Address(number)} {{ compatible = \"virtio,mmio\"; reg = <0 0x{Address(number)} 0 0x200>; interrupts = <0 {16 + number} 1>; dma-coherent; }};";

    private static string Tree(string chosen) =>
        $$"""
        /dts-v1/;

        / {
            #address-cells = <2>;
            #size-cells = <2>;
            model = "dtc-sharp test guest";
            compatible = "linux,dummy-virt";
            interrupt-parent = <&gic>;

            chosen { stdout-path = "/serial@9000000"; {{chosen}} };
            aliases { serial0 = "/serial@9000000"; };

            cpus {
                #address-cells = <1>;
                #size-cells = <0>;
                cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a57"; reg = <0>; enable-method = "psci"; };
                cpu@1 { device_type = "cpu"; compatible = "arm,cortex-a57"; reg = <1>; enable-method = "psci"; };
            };

            psci { compatible = "arm,psci-1.0", "arm,psci-0.2"; method = "hvc"; };
            memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x20000000>; };
            timer { compatible = "arm,armv8-timer"; interrupts = <1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>; always-on; };

            clock: clock-24000000 { compatible = "fixed-clock"; #clock-cells = <0>; clock-frequency = <24000000>; };

            gic: interrupt-controller@8000000 {
                compatible = "arm,gic-v3";
                reg = <0 0x8000000 0 0x10000>, <0 0x80a0000 0 0xf60000>;
                interrupt-controller;
                #interrupt-cells = <3>;
                #address-cells = <0>;
            };

            serial@9000000 {
                compatible = "arm,pl011", "arm,primecell";
                reg = <0 0x9000000 0 0x1000>;
                interrupts = <0 1 4>;
                clocks = <&clock>, <&clock>;
                clock-names = "uartclk", "apb_pclk";
            };

            {{Slot(FirstDisk)}}
            {{Slot(SecondDisk)}}
            {{Slot(Card)}}
        };

        """;
}
