using Emulator.Qemu;

namespace Emulator.Scenarios;

/// <summary>
/// Tells a machine that hangs from one that is slow. A second without a line counts as the processor time that the machine
/// had in it, plus the part in which it did not even want to run; what it waited for others to let it run does not count.
/// </summary>
/// <param name="limit">How long it may be silent.</param>
internal sealed class SilenceWatch(TimeSpan limit)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private int _lines;
    private TimeSpan _last;
    private TimeSpan _lookedAt;
    private TimeSpan _silence;
    private MachineActivity? _activity;

    /// <summary>Time by the clock since the last line.</summary>
    public TimeSpan Since(TimeSpan now) => now - _last;

    /// <summary>Looks at the machine, which printed <paramref name="lines"/> lines so far.</summary>
    /// <returns>True when it was silent for too long.</returns>
    public bool Look(int lines, TimeSpan now, Func<MachineActivity?> activity)
    {
        if (lines != _lines)
        {
            (_lines, _last, _lookedAt, _silence, _activity) = (lines, now, now, default, null);
            return false;
        }

        var passed = now - _lookedAt;
        if (passed < Step) return false;
        _lookedAt = now;
        var before = _activity;
        _activity = activity();
        if (_activity is not { } current || before is not { } earlier)
        {
            // The first look only tells where to count from.
            if (_activity is null) _silence += passed;
            return _silence > limit;
        }

        // Several processors may be at work at a time; silence is no longer than the clock's.
        var used = current.Used - earlier.Used;
        var idle = passed - used - (current.Waited - earlier.Waited);
        var counted = used + (idle > default(TimeSpan) ? idle : default);
        _silence += counted < passed ? counted : passed;
        return _silence > limit;
    }
}
