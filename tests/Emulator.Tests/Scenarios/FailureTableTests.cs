using Emulator.Consoles;
using Emulator.Scenarios;
using Xunit;

namespace Emulator.Tests.Scenarios;

public sealed class FailureTableTests
{
    [Fact]
    public void IdsAreUnique() => Assert.Equal(FailureTable.All.Count, FailureTable.All.DistinctBy(static p => p.Id).Count());

    [Fact]
    public void EveryPatternCanBeFound()
    {
        // Each pattern, filled in, is found as itself: none hides behind one before it.
        foreach (var pattern in FailureTable.All)
        {
            var line = new ConsoleLine(pattern.By == "xen" ? ConsoleChannel.Hypervisor : ConsoleChannel.Host, $"[    1.0] {pattern.Text.Replace("*", " x ", StringComparison.Ordinal)} and more");
            Assert.Equal(pattern.Id, FailureTable.Find(line)?.Id);
        }
    }

    [Theory]
    [InlineData("[    0.000000] Kernel panic - not syncing: Attempted to kill the idle task!", "linux-panic")]
    [InlineData("[    0.000000] Internal error: synchronous external abort: 0000000096000050 [#1] SMP", "linux-synchronous-abort")]
    [InlineData("[    1.1] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)", "linux-no-init")]
    [InlineData("[    1.1] CPU1: failed to come online", "linux-cpu-missing")]
    [InlineData("random: crng init done", null)]
    public void KnowsLinesOfLinux(string line, string? id) => Assert.Equal(id, FailureTable.Find(new ConsoleLine(ConsoleChannel.Domain(1), line))?.Id);

    [Fact]
    public void KnowsWhoPrinted()
    {
        const string line = "Panic on CPU 0:";
        Assert.Equal("xen-panic", FailureTable.Find(new ConsoleLine(ConsoleChannel.Hypervisor, line))?.Id);
        Assert.Null(FailureTable.Find(new ConsoleLine(ConsoleChannel.Domain(1), line)));
    }
}
