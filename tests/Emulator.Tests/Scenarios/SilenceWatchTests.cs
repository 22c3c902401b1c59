using Emulator.Qemu;
using Emulator.Scenarios;
using Xunit;

namespace Emulator.Tests.Scenarios;

public sealed class SilenceWatchTests
{
    // Seconds until a machine counts as silent, which in each second runs and waits to run for so long; -1 for never.
    private static int Silent(double used, double waited, int linesUntil = 0)
    {
        var watch = new SilenceWatch(TimeSpan.FromSeconds(10));
        for (var second = 1; second <= 1000; second++)
        {
            var activity = new MachineActivity(TimeSpan.FromSeconds(used * second), TimeSpan.FromSeconds(waited * second));
            if (watch.Look(Math.Min(second, linesUntil), TimeSpan.FromSeconds(second), () => activity)) return second;
        }

        return -1;
    }

    [Fact]
    public void CountsByTheClockWhenTheMachineIdlesOrHasAllItWants()
    {
        Assert.Equal(12, Silent(0, 0));
        Assert.Equal(12, Silent(1, 0));
        Assert.Equal(12, Silent(0.3, 0));
        Assert.Equal(12, Silent(2, 0)); // two processors at work
    }

    [Fact]
    public void DoesNotCountWaitingForOthers()
    {
        Assert.InRange(Silent(0.05, 0.95), 200, 203);
        Assert.InRange(Silent(0.1, 1.5), 100, 103);
    }

    [Fact]
    public void BeginsAnewWithEachLine() => Assert.Equal(32, Silent(1, 0, linesUntil: 20));

    [Fact]
    public void CountsByTheClockWhenNothingIsKnown()
    {
        var watch = new SilenceWatch(TimeSpan.FromSeconds(10));
        Assert.Equal(11, Enumerable.Range(1, 100).First(second => watch.Look(0, TimeSpan.FromSeconds(second), static () => null)));
    }
}
