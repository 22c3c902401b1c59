using System.Text;
using Hypervisor.Planning;
using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>Locks: what an earlier plan decided, and what has become of it.</summary>
public sealed class LockTests
{
    private static string LockOf(string yaml) => Encoding.UTF8.GetString(PlanLock.Write(PlanningRun.Of(yaml).Plan!));

    [Theory]
    [InlineData(nameof(Bases.Dom0less))]
    [InlineData(nameof(Bases.Static))]
    [InlineData(nameof(Bases.Machine))]
    [InlineData(nameof(Bases.Vexpress))]
    public void APlanIsTheSameUnderItsOwnLock(string name)
    {
        var written = LockOf(RuleCases.Base(name));
        var again = PlanningRun.Of(RuleCases.Base(name), earlier: written);
        Assert.True(again.Findings.Items.Count == 0, again.Messages);
        Assert.Equal(written, Encoding.UTF8.GetString(PlanLock.Write(again.Plan!)));
        Assert.All(again.Plan!.Choices, choice => Assert.Equal(ChoiceOrigin.Locked, choice.Origin));
    }

    [Fact]
    public void ALockedNumberIsTaken()
    {
        var moved = LockOf(Bases.Dom0less).Replace("one/kernel/address\": 0x", "one/kernel/address\": 0x1", StringComparison.Ordinal);
        var run = PlanningRun.Of(Bases.Dom0less, earlier: moved);
        Assert.True(run.Findings.Items.Count == 0, run.Messages);
        Assert.Equal(1UL << 32, run.Plan!.Domains[1].Kernel.Address & (1UL << 32));
    }

    [Fact]
    public void ALockThatContradictsIsRefused()
    {
        var written = LockOf(Bases.Dom0less);
        var pinned = Bases.Dom0less.Replace("role: dom0", "role: dom0\n    vcpus: 1", StringComparison.Ordinal);
        var run = PlanningRun.Of(pinned, earlier: written);
        Assert.Equal(["GST0020"], run.Rules);
        Assert.Equal([], PlanningRun.Of(pinned, earlier: written, update: true).Rules);
        Assert.Equal([], PlanningRun.Of(pinned.Replace("vcpus: 1\n    memory: 256MiB\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=hvc0", "vcpus: 2\n    memory: 256MiB\n    kernel: Image\n    ramdisk: initrd.gz\n    bootargs: console=hvc0", StringComparison.Ordinal), earlier: written).Rules);
    }

    [Fact]
    public void WhatIsNewOrGoneMakesALockStale()
    {
        var written = LockOf(Bases.Dom0less);
        var more = Bases.Dom0less + "\n  - { name: three, memory: 64MiB, kernel: Image }\n";
        Assert.Equal(["GST0021"], PlanningRun.Of(more, earlier: written).Rules);
        Assert.Equal(["GST0021"], PlanningRun.Of(Bases.Dom0less, earlier: LockOf(more)).Rules);
        var updated = PlanningRun.Of(more, earlier: written, update: true);
        Assert.True(updated.Findings.Items.Count == 0, updated.Messages);
        // What was there keeps its numbers.
        var before = PlanningRun.Of(Bases.Dom0less).Plan!;
        Assert.Equal(before.Domains.Select(domain => domain.Kernel.Address), updated.Plan!.Domains.Take(3).Select(domain => domain.Kernel.Address));
    }

    [Fact]
    public void ANumberThatIsNotPossibleAnyMoreIsRefused()
    {
        var written = LockOf(Bases.Dom0less);
        var kernel = PlanningRun.Of(Bases.Dom0less).Plan!.Domains[1].Kernel.Address;
        var taken = Bases.Dom0less.Replace("address: 0x60000000", $"address: 0x{kernel:x}", StringComparison.Ordinal);
        var run = PlanningRun.Of(taken, earlier: written);
        Assert.Equal(["GST0021"], run.Rules);
        Assert.Contains("kernel of two is there", run.Messages, StringComparison.Ordinal);
        Assert.Equal([], PlanningRun.Of(taken, earlier: written, update: true).Rules);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version: 2\nplatform: x\nnumbers: {}\n")]
    [InlineData("version: 1\nplatform: xen-dom0less\nnumbers: [1]\n")]
    [InlineData("version: 1\nplatform: xen-dom0less\nnumbers: { a: { b: 1 } }\n")]
    [InlineData("{")]
    public void ALockThatIsNoneIsRefused(string text) => Assert.Contains("GST0019", PlanningRun.Of(Bases.Dom0less, earlier: text).Rules);

    [Fact]
    public void ALockOfAnotherPlatformIsRefused() => Assert.Contains("GST0019", PlanningRun.Of(Bases.Dom0less, earlier: LockOf(Bases.Machine)).Rules);
}
