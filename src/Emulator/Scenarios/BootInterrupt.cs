using Emulator.Qemu;

namespace Emulator.Scenarios;

/// <summary>
/// Turns the signals that would end this process (SIGINT, SIGTERM, SIGHUP, SIGQUIT) into the cancellation of a boot, so that
/// its verdict is <see cref="BootVerdict.Interrupted"/>. The first signal only: after it they do what they always do, and leave
/// no machine behind.
/// </summary>
public sealed class BootInterrupt : IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Listens from now on.</summary>
    public BootInterrupt() => LiveRuns.Add(_ending);

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _ending.Token;

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        LiveRuns.Remove(_ending);
        _ending.Dispose();
    }
}
