using System.Diagnostics;
using Emulator.Qemu;

namespace Emulator.Scenarios;

/// <summary>Boots scenarios and judges them.</summary>
public static class BootRunner
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // A signal to the whole group ends the machine first; ours may be told of late on a busy computer.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(1);
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
                // Where the machine got the signal too, its end may be seen before the signal is.
                if (!log.AllDone && cancellation.WaitHandle.WaitOne(SignalDelay)) return new BootEnd(EndKind.Interrupted);
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
            if (quiet.Look(log.Lines, clock.Elapsed, () => session.Activity)) return new BootEnd(EndKind.Silence) { Silence = quiet.Since(clock.Elapsed) };
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
