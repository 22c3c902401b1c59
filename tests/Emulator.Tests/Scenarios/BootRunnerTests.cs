using Emulator.Consoles;
using Emulator.Machines;
using Emulator.Qemu;
using Emulator.Scenarios;
using Xunit;

namespace Emulator.Tests.Scenarios;

public sealed class BootRunnerTests
{
    private const string ForEver = "sleep 1000 & sleep 1000";

    private static string[] Rules(BootReport report) => [.. report.Findings.Select(static f => f.Rule.Id)];

    [Fact]
    public void EndsTheMachineWhenAllGuestsAreDone()
    {
        using var qemu = new FakeQemu(FakeQemu.Story("(XEN) DOM1: ", "a") + FakeQemu.Story("(XEN) DOM2: ", "b") + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(FakeQemu.Domain(1, "a"), FakeQemu.Domain(2, "b")), qemu.Emulator);
        Assert.All(report.Guests, static guest => Assert.NotNull(guest.DoneAfter));
        // Without a tree, nothing passes.
        Assert.Equal(BootVerdict.Failed, report.Verdict);
        Assert.Equal(["EMU0009", "EMU0009"], Rules(report));
        Assert.False(qemu.IsRunning);
    }

    [Fact]
    public void LeavesNoFilesBehind()
    {
        using var qemu = new FakeQemu(FakeQemu.Story("", "one"));
        BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator);
        var kernel = qemu.Arguments.Split(' ').Single(static word => word.EndsWith("/kernel", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.GetDirectoryName(kernel)));
    }

    [Fact]
    public void EndsAtOnceWhenXenPanics()
    {
        using var qemu = new FakeQemu("echo '(XEN) Xen version 4.17.4'; echo '(XEN) Panic on CPU 0:'; echo '(XEN) Could not do it'; " + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(FakeQemu.Domain(1, "a")) with { Hypervisor = "Xen 4.17" }, qemu.Emulator);
        Assert.Equal(BootVerdict.Failed, report.Verdict);
        Assert.Contains("Could not do it", report.Reason, StringComparison.Ordinal);
        Assert.Equal(["EMU0013", "EMU0007"], Rules(report));
        Assert.Equal("xen-panic", report.Failures[0].Pattern.Id);
        Assert.False(qemu.IsRunning);
    }

    [Fact]
    public void ThePanicIsToldByTheLineThatSaysWhy()
    {
        using var qemu = new FakeQemu("echo '(XEN) Xen version 4.17.4'; echo '(XEN) Panic on CPU 0:'; echo '(XEN) Failed to allocate requested dom0 memory. 64MB unallocated'; " + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(FakeQemu.Domain(1, "a")) with { Hypervisor = "Xen 4.17" }, qemu.Emulator);
        Assert.Contains(report.Findings, finding => finding.Message == "xen: Failed to allocate requested dom0 memory. 64MB unallocated");
        Assert.Contains("bootscrub=0", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WaitsForOtherGuestsWhenOneFails()
    {
        using var qemu = new FakeQemu("echo '(XEN) DOM1: Kernel panic - not syncing: Attempted to kill init!'; sleep 1\n" + FakeQemu.Story("(XEN) DOM2: ", "b") + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(FakeQemu.Domain(1, "a"), FakeQemu.Domain(2, "b")), qemu.Emulator);
        Assert.Equal(BootVerdict.Failed, report.Verdict);
        Assert.NotNull(report.Guests[1].DoneAfter);
        Assert.Contains("a fault in the ramdisk's init", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void KnowsSilence()
    {
        using var qemu = new FakeQemu("echo 'Booting Linux'; " + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator);
        Assert.Equal(BootVerdict.Hung, report.Verdict);
        Assert.Contains("waited for 'one'", report.Reason, StringComparison.Ordinal);
        Assert.Contains("Booting Linux", report.Reason, StringComparison.Ordinal);
        Assert.False(qemu.IsRunning);
    }

    [Fact]
    public void KnowsAMachineThatTalksForEver()
    {
        using var qemu = new FakeQemu("while :; do echo again; sleep 0.1; done");
        var report = BootRunner.Run(FakeQemu.Scenario() with { Limits = new BootLimits(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60)) }, qemu.Emulator);
        Assert.Equal(BootVerdict.Hung, report.Verdict);
        Assert.Contains("was not over after 3 s", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BoundsAFlood()
    {
        // More than fits between machine and reader: the machine is held up, not the memory filled.
        using var qemu = new FakeQemu("yes 'a line that says nothing'");
        var report = BootRunner.Run(FakeQemu.Scenario() with { Limits = new BootLimits(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60)) }, qemu.Emulator);
        Assert.Equal(BootVerdict.Hung, report.Verdict);
        Assert.InRange(report.LastLines.Count, 1, 100);
        Assert.False(qemu.IsRunning);
    }

    [Fact]
    public void TellsThatXenWasNotSeen()
    {
        using var qemu = new FakeQemu(ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(FakeQemu.Domain(1, "a")) with { Hypervisor = "Xen 4.17" }, qemu.Emulator);
        Assert.Equal(BootVerdict.HypervisorNotSeen, report.Verdict);
        Assert.StartsWith("Xen 4.17 printed nothing within", report.Reason, StringComparison.Ordinal);
        Assert.Contains("dtuart", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TellsWhatQemuSaid()
    {
        using var qemu = new FakeQemu("echo \"qemu-system-aarch64: -device nonsense: 'nonsense' is not a valid device\" >&2; exit 1");
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator);
        Assert.Equal(BootVerdict.EmulatorFailed, report.Verdict);
        Assert.Contains("'nonsense' is not a valid device", report.Reason, StringComparison.Ordinal);
        Assert.Equal("EMU0002", Rules(report)[0]);
    }

    [Fact]
    public void TellsThatTheMachineEndedEarly()
    {
        using var qemu = new FakeQemu("echo 'Booting Linux'");
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator);
        Assert.Equal(BootVerdict.EmulatorFailed, report.Verdict);
        Assert.Contains("ended before 'one' told everything", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EndsTheMachineWhenItIsCancelled()
    {
        using var qemu = new FakeQemu("echo started; " + ForEver);
        using var ending = new CancellationTokenSource();
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator, new Observer(line => { if (line == "started") ending.Cancel(); }), ending.Token);
        Assert.Equal(BootVerdict.Interrupted, report.Verdict);
        Assert.False(qemu.IsRunning);
    }

    [Fact]
    public void TellsWhatToInstall()
    {
        using var empty = new FakeQemu("");
        File.Delete(Path.Combine(empty.Directory, "qemu-system-aarch64"));
        var report = BootRunner.Run(FakeQemu.Scenario(), empty.Emulator);
        Assert.Equal(BootVerdict.EmulatorFailed, report.Verdict);
        Assert.Equal("EMU0001", Rules(report)[0]);
        Assert.Contains("apt-get install --no-install-recommends qemu-system-arm", report.Findings[0].Help, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesAnImageThatIsNotThere()
    {
        using var qemu = new FakeQemu("");
        var scenario = FakeQemu.Scenario() with { Machine = EmulatedMachine.Virt(3, false) with { Kernel = ImageSource.OfFile("/nowhere/vmlinuz") } };
        var report = BootRunner.Run(scenario, qemu.Emulator);
        Assert.Equal(BootVerdict.EmulatorFailed, report.Verdict);
        Assert.Contains("/nowhere/vmlinuz", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void KnowsAnotherGuestAtItsPlace()
    {
        using var qemu = new FakeQemu(FakeQemu.Story("", "other") + ForEver);
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator);
        Assert.Contains("EMU0007", Rules(report));
        Assert.Contains("'other' came up where guest 'one' was expected", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void HoldsExpectationsAgainstWhatIsSeen()
    {
        using var qemu = new FakeQemu("echo 'dtcsharp: disk vdb 8 41 a000800.virtio'\n" + FakeQemu.Story("", "one") + "echo Oops; " + ForEver);
        var guest = new ExpectedGuest
        {
            Name = "one", Cpus = 2, Memory = 1 << 30, XenSupport = true, Disks = [new("a000600", "B", 512)], Nets = [new("a000a00")], AbsentTexts = ["up one"], PresentNodes = ["/psci"],
        };
        var report = BootRunner.Run(FakeQemu.Scenario(guest), qemu.Emulator);
        Assert.Equal(
            ["processors", "memory", "place of disk vdb", "contents of disk vdb", "size of disk vdb", "network cards", "network card a000a00", "Xen support", "text 'up one'", "node /psci"],
            report.Guests[0].Checks.Where(static c => !c.IsMet).Select(static c => c.Name));
        Assert.True(report.Guests[0].Checks.Single(static c => c.Name == "disks").IsMet);
    }

    [Fact]
    public void DumpsNoTreeOfABoardWithoutOne()
    {
        using var qemu = new FakeQemu("exit 0");
        var e = Assert.Throws<EmulatorException>(() => qemu.Emulator.DumpTree(EmulatedMachine.Virt(3, true)));
        Assert.Contains("makes no tree", e.Message, StringComparison.Ordinal);
    }

    private sealed class Observer(Action<string> line) : IBootObserver
    {
        public void Line(ConsoleLine text, TimeSpan time) => line(text.Text);
    }
}
