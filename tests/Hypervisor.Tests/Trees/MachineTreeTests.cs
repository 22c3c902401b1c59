using System.Text;
using Dtc.Compiler;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees;
using Hypervisor.Trees.Boot;
using Hypervisor.Trees.Guests;
using Hypervisor.Trees.Machines;
using Hypervisor.Trees.Placement;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>Trees of emulated machines, boot trees, and limits.</summary>
public sealed class MachineTreeTests
{
    public static TheoryData<int, bool, bool> Machines { get; } = new()
    {
        { 2, false, true }, { 3, false, true }, { 2, true, true }, { 3, true, true }, { 3, true, false },
    };

    /// <summary>The source compiles without a finding, and gives the same blob.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public void VirtTreesPassAllChecks(int gic, bool all, bool messages)
    {
        var options = new VirtOptions
        {
            GicVersion = gic, MemorySize = 1 << 30, Cpus = 3, Arguments = "quiet", Ramdisk = (0x48000000, 0x48100000), Rtc = all, Gpio = all,
            Pci = all ? new VirtPciOptions() : null, VirtioSlots = [(31, "disk"), (0, null)], MessageInterrupts = messages,
        };
        var diagnostics = new DiagnosticBag();
        var tree = VirtTree.Make(options, new NameTable(), diagnostics);
        Assert.Empty(diagnostics.Items);
        Check(tree, "pl011@", "pl031@", "pl061@");
        var text = Encoding.UTF8.GetString(tree.ToSource());
        Assert.Contains("virtio@a000000", text, StringComparison.Ordinal);
        Assert.Contains("virtio@a003e00 { /* disk */", text, StringComparison.Ordinal);
        Assert.DoesNotContain("virtio@a000200", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void VexpressTreesPassAllChecks(bool all)
    {
        var options = new VexpressOptions
        {
            MemorySize = 1 << 30, Cpus = 2, Rtc = all, Ethernet = all, CardReader = all, Timers = all, Uarts = all ? [0, 1, 2, 3] : [0], VirtioSlots = [(0, null)],
        };
        var diagnostics = new DiagnosticBag();
        Check(VexpressTree.Make(options, new NameTable(), diagnostics));
        Assert.Empty(diagnostics.Items);
    }

    [Fact]
    public void TellsLimits()
    {
        var diagnostics = new DiagnosticBag();
        VirtTree.Make(new VirtOptions { GicVersion = 2, Cpus = 9, MemorySize = 0, VirtioSlots = [(32, null), (1, null), (1, null)] }, new NameTable(), diagnostics);
        VexpressTree.Make(new VexpressOptions { MemorySize = 1, Cpus = 5, Uarts = [4] }, new NameTable(), diagnostics);
        var guest = new XenGuestOptions { Xen = XenProfile.For(new XenVersion(4, 17)), Cpus = 129, MemoryKiB = 0, GicVersion = 4 };
        Dom0lessTree.Make(guest, new NameTable(), diagnostics);
        Assert.Equal(9, diagnostics.Items.Count(item => item.Rule == Rules.BeyondLimit));
    }

    [Theory]
    [InlineData("4.17", true, 2)]
    [InlineData("4.18", false, 0)]
    public void TellsWhatAVersionDoesNotKnow(string version, bool placesWithoutRamdisk, int unknown)
    {
        var xen = XenProfile.For(XenVersion.Parse(version));
        var diagnostics = new DiagnosticBag();
        var options = new BootTreeOptions
        {
            Xen = xen,
            XenArguments = "console=dtuart",
            Modules = [new ModuleEntry(BootModuleKind.Ramdisk, new AddressRange(0x70000000, 1)), new ModuleEntry(BootModuleKind.Kernel, new AddressRange(0x60000000, 0x1000))],
            Domains = [new DomainEntry { Name = "domU1", MemoryKiB = 1024, Cpus = 1, Properties = [new DomainProperty("sve", [0, 0, 0, 128]), new DomainProperty("max_grant_frames", [0, 0, 0, 1])] }],
        };
        var text = Encoding.UTF8.GetString(BootTree.Make(Source.Read("/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; };"), options, diagnostics).ToSource());
        Assert.Equal(unknown, diagnostics.Items.Count(item => item.Rule == Rules.UnknownToVersion));
        Assert.True(text.IndexOf("module@60000000", StringComparison.Ordinal) < text.IndexOf("module@70000000", StringComparison.Ordinal));
        var guest = new XenGuestOptions { Xen = xen, Cpus = 1, MemoryKiB = 4096 << 10, CpuCompatible = ["arm,cortex-a57"] };
        var tree = Encoding.UTF8.GetString(Dom0lessTree.Make(guest, new NameTable(), new DiagnosticBag()).Tree.ToSource());
        Assert.Equal(placesWithoutRamdisk, tree.Contains("linux,initrd-start", StringComparison.Ordinal));
        Assert.Contains("reg = <0x00 0x40000000 0x00 0xc0000000 0x02 0x00 0x00 0x40000000>;", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesNamesThatXenLosesAndPartialTreesThatDoNotFit()
    {
        var diagnostics = new DiagnosticBag();
        DomainEntry[] domains = [Domain("a"), Domain("a"), Domain("b@1")];
        BootTree.Make(Source.Read(Source.Host()), new BootTreeOptions { Xen = XenProfile.For(new XenVersion(4, 17)), XenArguments = "", Domains = domains }, diagnostics);
        Assert.Equal(2, diagnostics.Items.Count(item => item.Rule == Rules.DomainName));
        var partial = Source.Read("/dts-v1/; / { other { }; passthrough { #address-cells = <1>; #size-cells = <1>; a { xen,path = \"/x\"; }; b { xen,reg = <1 2 3>; }; c { xen,reg = <0x1000 0x1000>; xen,path = \"/x\"; }; }; };");
        var guest = new XenGuestOptions { Xen = XenProfile.For(new XenVersion(4, 17)), Cpus = 1, MemoryKiB = 4, Partial = partial };
        Dom0lessTree.Make(guest, partial.Names, diagnostics);
        Assert.Equal(5, diagnostics.Items.Count(item => item.Rule == Rules.BadPartialTree));

        static DomainEntry Domain(string name) => new() { Name = name, MemoryKiB = 4, Cpus = 1 };
    }

    private static void Check(GeneratedTree tree, params string[] allowed)
    {
        var path = Path.GetTempFileName();
        try
        {
            // References are numbers in the source, which dtc finds only there.
            File.WriteAllBytes(path, tree.ToSource());
            Assert.Equal(tree.ToBlob(), new DtsCompiler().Compile(path, CompileOptions.Default).Output);
            File.WriteAllBytes(path, tree.ToBlob());
            var result = new DtsCompiler().Compile(path, new CompileOptions { InputFormat = InputFormat.Blob });
            var findings = result.Diagnostics.Items.Where(item => !allowed.Any(name => item.Message.Contains(name, StringComparison.Ordinal)));
            Assert.Equal("", string.Join('\n', findings.Select(item => $"{item.Rule.Name}: {item.Message}")));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
