using Emulator.Consoles;
using Emulator.Machines;
using Emulator.Media;
using Emulator.Scenarios;
using Xunit;

namespace Boot.Tests;

/// <summary>Xen on QEMU's virt board with two domains that it starts itself, and no dom0.</summary>
public sealed class XenDom0lessTests
{
    private static EmulatedMachine Board { get; } = EmulatedMachine.Virt(3, virtualization: true) with { Memory = 6144UL << 20 };

    [Fact]
    public void BringsUpTwoDomainsWithoutADom0()
    {
        var report = Boots.Run(Scenario("xen dom0less"));
        Boots.AssertPassed(report);
        Assert.Contains("Xen version 4.17", report.Hypervisor, StringComparison.Ordinal);
        Assert.All(report.Guests, static guest => Assert.Empty(guest.Facts.DamagedCopies));
        Assert.Contains("arm,gic-v3", Text(report.Guests[0]), StringComparison.Ordinal);
        Assert.NotEqual(report.Guests[0].Facts.Tree, report.Guests[1].Facts.Tree);
    }

    [Fact]
    public void TellsThatADomainIsMissing()
    {
        // Its compatible is misspelt: Xen passes it over, and the other domain comes up.
        var report = Boots.Run(Scenario("xen dom0less, misspelt xen,domain", source => source.Replace("domU2 { compatible = \"xen,domain\"", "domU2 { compatible = \"xen,domian\"", StringComparison.Ordinal))
            with { Limits = new BootLimits(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(20)) });
        Assert.Equal(BootVerdict.Hung, report.Verdict);
        Assert.Contains("waited for 'two'", report.Reason, StringComparison.Ordinal);
        Assert.True(report.Guests[0].HasPassed, Boots.Describe(report));
        Assert.False(report.Guests[1].HasPassed);
    }

    [Fact]
    public void TellsWhyXenGivesUp()
    {
        var report = Boots.Run(Scenario("xen dom0less, domain without memory", source => source.Replace("memory = <0x0 0x30000>;", "", StringComparison.Ordinal)));
        Assert.Equal(BootVerdict.Failed, report.Verdict);
        Assert.Equal(["xen-no-memory", "xen-panic"], report.Failures.Take(2).Select(static f => f.Pattern.Id));
        Assert.Contains("no property memory", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsThatXenWasNotSeen()
    {
        var report = Boots.Run(Scenario("xen, unknown interrupt controller", source => source.Replace("arm,gic-v3\"", "arm,gic-v9\"", StringComparison.Ordinal))
            with { Limits = new BootLimits(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(15)) });
        Assert.Equal(BootVerdict.HypervisorNotSeen, report.Verdict);
        Assert.Contains("EMU0011", report.Findings.Select(static f => f.Rule.Id));
    }

    private static string Text(GuestResult guest) => Boots.Decompile(guest.Facts.Tree!);

    private static BootScenario Scenario(string name, Func<string, string>? mutate = null)
    {
        var media = Boots.Media(MediaSet.Arm64);
        var kernel = ImageSource.OfFile(media.Kernel);
        var ramdisk = ImageSource.OfBytes("guest.cpio.gz", Boots.Ramdisk(MediaSet.Arm64, withModules: false));
        string Module(ulong address, string kind, ImageSource image, string more = "") =>
            $"module@{address:x} {{ compatible = \"multiboot,{kind}\", \"multiboot,module\"; reg = <0x0 0x{address:x} 0x0 0x{image.Size:x}>; {more} }};";
        string Domain(string node, string guest, ulong memory, int cpus, ulong at) =>
            $$"""
            {{node}} { compatible = "xen,domain"; #address-cells = <2>; #size-cells = <2>; memory = <0x0 0x{{memory >> 10:x}}>; cpus = <{{cpus}}>; vpl011;
              {{Module(at, "kernel", kernel, $"bootargs = \"console=ttyAMA0 quiet dtcsharp.name={guest}\";")}}
              {{Module(at + 0x4000000, "ramdisk", ramdisk)}}
            };

            """;
        var source = Boots.Decompile(Boots.Emulator.DumpTree(Board)) +
            $$"""
            / { chosen { #address-cells = <2>; #size-cells = <2>;
              xen,xen-bootargs = "console=dtuart dtuart=/pl011@9000000 loglvl=all guest_loglvl=all noreboot bootscrub=0";
              {{Domain("domU1", "one", 192UL << 20, 1, 0x60000000)}}
              {{Domain("domU2", "two", 512UL << 20, 2, 0x68000000)}}
            }; };
            """;
        var changed = mutate?.Invoke(source) ?? source;
        Assert.True(mutate is null || changed != source, "the mutation changed nothing");
        return new BootScenario
        {
            Name = name,
            Hypervisor = "Xen 4.17",
            Machine = Board with
            {
                Kernel = ImageSource.OfFile(media.Xen!),
                Dtb = ImageSource.OfBytes("host.dtb", Boots.Compile(changed)),
                Images = [new(kernel, 0x60000000), new(ramdisk, 0x64000000), new(kernel, 0x68000000), new(ramdisk, 0x6c000000)],
            },
            Guests =
            [
                // No xen,enhanced without a dom0, and so no hypervisor node.
                new ExpectedGuest { Name = "one", Channel = ConsoleChannel.Domain(1), Cpus = 1, Memory = 192UL << 20, XenSupport = false, Disks = [], Nets = [], AbsentNodes = ["/hypervisor"], PresentNodes = ["/timer"] },
                new ExpectedGuest { Name = "two", Channel = ConsoleChannel.Domain(2), Cpus = 2, Memory = 512UL << 20, XenSupport = false, AbsentTexts = ["Oops"] },
            ],
        };
    }
}
