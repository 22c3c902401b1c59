using System.Diagnostics;
using Emulator.Machines;
using Emulator.Qemu;
using Emulator.Scenarios;
using Emulator.Tests.Scenarios;
using Xunit;

namespace Emulator.Tests.Qemu;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("run-directory-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ALargeDiskIsSparse()
    {
        using var directory = new RunDirectory();
        var file = directory.Place(ImageSource.OfBytes("disk0.img", "tag"u8.ToArray(), 3L << 30));
        Assert.Equal(3L << 30, new FileInfo(file).Length);
        using var stream = File.OpenRead(file);
        var head = new byte[5];
        stream.ReadExactly(head);
        Assert.Equal("tag\0\0"u8.ToArray(), head);
    }

    [Fact]
    public void WhatAKilledProcessLeftIsSwept()
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        var dead = Make("dead", process.Id.ToString());
        var unreadable = Make("unreadable", "nobody");
        var fresh = Make("fresh", null);
        var old = Make("old", null);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-3));
        var other = Directory.CreateDirectory(Path.Combine(_root, "other")).FullName;
        var link = Path.Combine(_root, LeftDirectories.Prefix + "link");
        Directory.CreateSymbolicLink(link, other);
        File.WriteAllText(Path.Combine(other, "process"), process.Id.ToString());
        var live = Make("live", null);
        using (LeftDirectories.Mark(live))
        {
            LeftDirectories.Sweep(_root);
            Assert.Equal([fresh, link, live, unreadable, other], Directory.GetDirectories(_root).Order(StringComparer.Ordinal));
        }

        // Not locked any more, but the process is there.
        LeftDirectories.Sweep(_root);
        Assert.True(Directory.Exists(live));
        Assert.False(Directory.Exists(dead));
    }

    /// <summary>The first signal is the boot's, whatever registered before it.</summary>
    [Fact]
    public void ASignalInterruptsABoot()
    {
        using var before = new RunDirectory();
        using var qemu = new FakeQemu("echo started; sleep 1000 & sleep 1000");
        using var interrupt = new BootInterrupt();
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator, new HangUp(), interrupt.Token);
        Assert.Equal(BootVerdict.Interrupted, report.Verdict);
        Assert.False(qemu.IsRunning);
        Assert.True(Directory.Exists(before.Path));
    }

    [Fact]
    public void AMachineThatGotTheSignalTooIsInterrupted()
    {
        using var ending = new CancellationTokenSource();
        using var qemu = new FakeQemu("echo started; sleep 0.2");
        var report = BootRunner.Run(FakeQemu.Scenario(), qemu.Emulator, new Later(() => ending.CancelAfter(230)), ending.Token);
        Assert.Equal(BootVerdict.Interrupted, report.Verdict);
    }

    [Fact]
    public void AMachineThatIsRefusedIsNoTroubleOfTheComputer()
    {
        using var qemu = new FakeQemu("echo 'qemu-system-aarch64: unable to find CPU model' >&2; exit 1");
        Assert.True(Assert.Throws<EmulatorException>(() => qemu.Emulator.DumpTree(EmulatedMachine.Virt(3, false))).IsRefusal);
        Assert.False(Assert.Throws<EmulatorException>(() => new QemuEmulator(_root).DumpTree(EmulatedMachine.Virt(3, false))).IsRefusal);
    }

    private string Make(string name, string? process)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root, LeftDirectories.Prefix + name)).FullName;
        File.WriteAllText(Path.Combine(directory, "kernel"), "");
        if (process is not null) File.WriteAllText(Path.Combine(directory, "process"), process);
        return directory;
    }

    private sealed class HangUp : IBootObserver
    {
        public void Line(Emulator.Consoles.ConsoleLine line, TimeSpan time)
        {
            // Not the signals that the runner of tests listens to.
            using var kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString()]);
            kill.WaitForExit();
        }
    }

    private sealed class Later(Action action) : IBootObserver
    {
        public void Line(Emulator.Consoles.ConsoleLine line, TimeSpan time) => action();
    }
}
