using Dtc.Compiler;
using Emulator.Machines;
using Emulator.Media;
using Emulator.Scenarios;
using Xunit;

namespace Boot.Tests;

/// <summary>Linux on Arm's Versatile Express, on the tree of <c>samples/vexpress-a15.dts</c>.</summary>
public sealed class VexpressTests
{
    [Fact]
    public void BootsOnTheSample()
    {
        var result = new DtsCompiler().Compile(Path.Combine(AppContext.BaseDirectory, "samples", "vexpress-a15.dts"), CompileOptions.Default);
        var tree = result.Output!;
        var media = Boots.Media(MediaSet.Armhf);
        var disk = new byte[1 << 20];
        "VEXPRESS"u8.CopyTo(disk);
        var report = Boots.Run(new BootScenario
        {
            Name = "vexpress-a15",
            Machine = EmulatedMachine.VexpressA15(virtualization: false) with
            {
                Cpus = 2,
                Kernel = ImageSource.OfFile(media.Kernel),
                Dtb = ImageSource.OfBytes("vexpress-a15.dtb", tree),
                Initrd = ImageSource.OfBytes("guest.cpio.gz", Boots.Ramdisk(MediaSet.Armhf, withModules: true)),
                KernelArguments = "console=ttyAMA0 quiet dtcsharp.name=vexpress",
                Devices = [new(VirtioKind.Block, VirtioTransport.Mmio, 0) { Image = ImageSource.OfBytes("disk.img", disk) }],
            },
            Guests =
            [
                new ExpectedGuest
                {
                    Name = "vexpress",
                    Promised = tree,
                    Platform = "vexpress-a15",
                    Cpus = 2,
                    Memory = 1024UL << 20,
                    Disks = [new("1c130000", "VEXPRESS")],
                    XenSupport = false,
                },
            ],
        });
        Boots.AssertPassed(report);
        Assert.Contains(report.Guests[0].Proof!.Allowed, static a => a.Difference.Path == "/virtio_mmio@1c130000");
    }
}
