using System.Diagnostics;
using Emulator.Qemu;

namespace Emulator.Scenarios;

/// <summary>Boots scenarios and judges them.</summary>
public static class BootRunner
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Boots a scenario: until all guests have told everything, or one of them or the hypervisor has failed, or nothing goes on.
    /// Does not throw for what goes wrong with the boot; when it returns, the machine and its files are gone.
    /// </summary>
    /// <param name="scenario">What to boot and what to expect.</param>
    /// <param name="emulator">What to boot it with.</param>
    /// <param name="observer">Told what happens; null for nobody.</param>
    /// <param name="cancellation">Ends the boot; the verdict is then <see cref="BootVerdict.Interrupted"/>.</param>
    public static BootReport Run(BootScenario scenario, IEmulator emulator, IBootObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(emulator);
        if (scenario.Guests.Count == 0) throw new ArgumentException("a scenario has guests", nameof(scenario));
        var clock = Stopwatch.StartNew();
        var log = new BootLog(scenario, observer, () => clock.Elapsed);
        var commandLine = "";
        try
        {
            commandLine = emulator.CommandLine(scenario.Machine);
            if (emulator.Missing(scenario.Machine) is { } missing) throw new EmulatorException(missing);
            BootEnd end;
            using (var session = emulator.Start(scenario.Machine, scenario.Limits.Total + Reserve))
                end = Watch(session, scenario, log, clock, cancellation);
            return BootVerdicts.Judge(scenario, log, end) with { Duration = clock.Elapsed, CommandLine = commandLine };
        }
        catch (EmulatorException e)
        {
            return new BootReport
            {
                Name = scenario.Name,
                Verdict = BootVerdict.EmulatorFailed,
                Reason = e.Finding.Message,
                Duration = clock.Elapsed,
                Guests = [],
                Findings = [e.Finding],
                CommandLine = commandLine,
            };
        }
    }

    private static BootEnd Watch(IEmulatorSession session, BootScenario scenario, BootLog log, Stopwatch clock, CancellationToken cancellation)
    {
        var limits = scenario.Limits;
        var quiet = new SilenceWatch(limits.Silence);
        TimeSpan? failedAt = null;
        while (true)
        {
            if (cancellation.IsCancellationRequested) return new BootEnd(EndKind.Interrupted);
            var piece = session.Read(Tick);
            if (piece is null)
            {
                log.Complete();
                return new BootEnd(log.AllDone ? EndKind.Done : EndKind.Ended) { ExitCode = session.ExitCode, Messages = session.Messages };
            }

            if (piece.Length > 0) log.Add(piece);
            if (log.AllDone) return new BootEnd(EndKind.Done);
            if (log.NothingGoesOn)
            {
                failedAt ??= clock.Elapsed;
                // The reason often follows the line by which the failure is known.
                if (clock.Elapsed - failedAt > limits.AfterFailure) return new BootEnd(EndKind.Failure);
            }

            if (clock.Elapsed > limits.Total) return new BootEnd(EndKind.TimeIsOver);
            if (quiet.Look(log.Lines, clock.Elapsed, session)) return new BootEnd(EndKind.Silence) { Silence = quiet.Since(clock.Elapsed) };
        }
    }

    /// <summary>
    /// Tells a machine that hangs from one that is slow: silence counts as processor time while the machine is at work, and
    /// by the clock when it idles.
    /// </summary>
    private sealed class SilenceWatch(TimeSpan limit)
    {
        private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
        private const double AtWork = 0.1;

        private int _lines;
        private TimeSpan _last;
        private TimeSpan _lookedAt;
        private TimeSpan _work;
        private TimeSpan _idle;
        private TimeSpan? _processor;

        public TimeSpan Since(TimeSpan now) => now - _last;

        public bool Look(int lines, TimeSpan now, IEmulatorSession session)
        {
            if (lines != _lines)
            {
                (_lines, _last, _lookedAt, _work, _idle, _processor) = (lines, now, now, default, default, null);
                return false;
            }

            var passed = now - _lookedAt;
            if (passed < Step) return false;
            _lookedAt = now;
            var processor = session.ProcessorTime;
            if (processor is { } used && _processor is { } before && used - before > passed * AtWork) _work += used - before;
            else _idle += passed;
            _processor = processor;
            return _work + _idle > limit;
        }
    }
}

/// <summary>Why a machine was ended.</summary>
internal enum EndKind
{
    Done,
    Failure,
    Ended,
    Silence,
    TimeIsOver,
    Interrupted,
}

/// <summary>How a machine's run ended.</summary>
internal sealed record BootEnd(EndKind Kind)
{
    public int? ExitCode { get; init; }

    public string Messages { get; init; } = "";

    public TimeSpan Silence { get; init; }
}
