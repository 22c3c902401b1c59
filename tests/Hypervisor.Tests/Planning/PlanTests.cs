using System.Buffers;
using System.Text;
using System.Text.Json;
using Hypervisor.Planning;
using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>What plans decide, against what was measured on real boots.</summary>
public sealed class PlanTests
{
    private static string Json(string yaml)
    {
        var output = new ArrayBufferWriter<byte>();
        PlanJson.Write(output, PlanningRun.Of(yaml).Plan!);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void DomainsAreWhereXenPutThem()
    {
        // Xen 4.17 gave domains of 192 MiB and 3584 MiB these banks, and their ramdisks these addresses.
        var plan = PlanningRun.Of(Bases.Dom0less).Plan!;
        Assert.Equal([(0x4000_0000UL, 0x1000_0000UL)], plan.Domains[1].Banks.Select(bank => (bank.Address, bank.Size)));
        Assert.Equal([(0x4000_0000UL, 0xc000_0000UL), (0x2_0000_0000UL, 0x2000_0000UL)], plan.Domains[2].Banks.Select(bank => (bank.Address, bank.Size)));
        Assert.Equal(0x4000_0000UL, plan.Domains[1].Kernel.GuestAddress);
        Assert.Equal(0x4800_0000UL, plan.Domains[1].TreeAddress);
        Assert.Equal(0x4820_0000UL, plan.Domains[1].Ramdisk!.GuestAddress);
        Assert.Equal([0, 1, 2], plan.Domains.Select(domain => domain.Id));
        Assert.Equal(0xfde8u, plan.Domains[1].GicPhandle);
    }

    [Fact]
    public void SlotsHaveTheirAddressesAndInterrupts()
    {
        var devices = PlanningRun.Of(Bases.Machine).Plan!.Domains[0].Devices;
        Assert.Equal((0x0a00_0800UL, 20u), (devices[0].Region!.Value.Address, devices[0].Interrupt));
        Assert.Equal((0x0a00_0a00UL, 21u), (devices[1].Region!.Value.Address, devices[1].Interrupt));
        Assert.Equal((2, 5u, (object?)null), (devices[2].Slot, devices[2].Interrupt, (object?)devices[2].Region));
        var dom0 = PlanningRun.Of(Bases.Dom0less).Plan!.Domains[0].Devices;
        Assert.Equal([3, 0], dom0.Select(device => device.Slot));
    }

    [Fact]
    public void ADeviceTakesItsFixedClockAlong()
    {
        var device = Assert.Single(PlanningRun.Of(Bases.Dom0less).Plan!.Domains[1].Passthrough);
        Assert.Equal(["/apb-pclk"], device.Copies);
        Assert.Equal([2u], device.Interrupts.Select(interrupt => interrupt.Number));
        Assert.Equal([0x0901_0000UL], device.Regions.Select(region => region.Guest));
    }

    [Fact]
    public void InterruptsAreFollowedThroughMaps()
    {
        // The board's devices reach the controller through the interrupt-map of their bus.
        var plan = PlanningRun.Of(Bases.Vexpress).Plan!;
        var uart = plan.HostTree.Device(plan.HostTree.Resolve("serial0")!.Path)!;
        Assert.Equal([(true, 5u)], uart.Interrupts.Select(interrupt => (interrupt.IsShared, interrupt.Number)));
        Assert.Equal([(0x1c09_0000UL, 0x1000UL)], uart.Regions.Select(region => (region.Address, region.Size)));
        var mmc = plan.HostTree.Devices.First(device => device.Path.EndsWith("mmc@50000", StringComparison.Ordinal));
        Assert.Equal([9u, 10u], mmc.Interrupts.Select(interrupt => interrupt.Number));
    }

    [Fact]
    public void XensCommandLineIsMadeOfTheConfiguration() => Assert.Equal(
        "console=dtuart dtuart=serial0 dom0_mem=256M dom0_max_vcpus=1", PlanningRun.Of(Bases.Vexpress).Plan!.Xen!.Bootargs);

    [Theory]
    [InlineData(nameof(Bases.Dom0less))]
    [InlineData(nameof(Bases.Static))]
    [InlineData(nameof(Bases.Machine))]
    [InlineData(nameof(Bases.Vexpress))]
    public void TheSameConfigurationHasTheSamePlan(string name)
    {
        var first = Json(RuleCases.Base(name));
        Assert.Equal(first, Json(RuleCases.Base(name)));
        using var document = JsonDocument.Parse(first);
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
    }

    [Fact]
    public void NothingThatIsLoadedOverlaps()
    {
        var memory = PlanningRun.Of(Bases.Dom0less).Plan!.Memory;
        for (var i = 1; i < memory.Count; i++) Assert.True(memory[i].Region.Address > memory[i - 1].Region.Last, memory[i].What);
    }

    [Fact]
    public void AGuestWithoutXenIsStartedByAJumpInFrontOfItsKernel()
    {
        var plan = PlanningRun.Of(Bases.Machine).Plan!;
        Assert.Equal((0x4020_0000UL, (ulong?)0x401f_f000), (plan.Domains[0].Kernel.Address, plan.Host.StubAddress));
        Assert.Contains(plan.Memory, use => use.Region.Address == 0x401f_f000 && use.Owner == "host");
        Assert.Null(PlanningRun.Of(Bases.Vexpress).Plan!.Host.StubAddress);
        // QEMU unpacks what is compressed, and edits the tree then.
        Assert.Null(PlanningRun.Of(Bases.Machine.Replace("kernel: Image", "kernel: Image.gz", StringComparison.Ordinal)).Plan!.Host.StubAddress);
    }

    [Fact]
    public void QemuIsAskedForTheMachineOfTheConfiguration()
    {
        var inputs = new FakeInputs();
        _ = PlanningRun.Of(Bases.Static, inputs);
        Assert.Equal([new MachineTreeRequest("qemu-virt", 2, 2, "cortex-a57", 2UL << 30, true)], inputs.Requests);
    }

    [Theory]
    [InlineData("xen-dom0less")]
    [InlineData("xen-dom0less-pure")]
    [InlineData("xen-dom0-gicv2")]
    [InlineData("xen-dom0-gicv3")]
    [InlineData("vexpress-xen")]
    [InlineData("virt-mmio")]
    [InlineData("virt-pci")]
    [InlineData("vexpress-linux")]
    public void SamplesHaveAPlan(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Samples", name, "guests.yaml");
        var findings = new Hypervisor.Configuration.FindingList();
        var configuration = Hypervisor.Configuration.GuestsReader.Read(path, File.ReadAllBytes(path), findings)!;
        var plan = Planner.Make(configuration, new FakeInputs(), null, false, findings);
        Assert.True(findings.Items.Count == 0, new PlanningRun(plan, findings).Messages);
        Assert.NotNull(plan);
    }
}
