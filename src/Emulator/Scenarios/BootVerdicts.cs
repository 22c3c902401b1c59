using System.Globalization;
using Dtc.Tree;
using Emulator.Consoles;
using Emulator.Qemu;

namespace Emulator.Scenarios;

/// <summary>Works out from a log what became of a boot, and why.</summary>
internal static class BootVerdicts
{
    /// <summary>The report of a boot; its duration and command line are filled in by the caller.</summary>
    public static BootReport Judge(BootScenario scenario, BootLog log, BootEnd end)
    {
        var guests = log.Guests
            .Select(state => GuestJudge.Judge(state.Guest, state.Transcript.Facts, state.Lines, scenario.AllowList, state.UpAfter, state.DoneAfter))
            .ToList();
        var findings = new List<Diagnostic>();
        var verdict = BootVerdict.Passed;
        if (Boot(scenario, log, end, guests) is var (kind, finding))
        {
            verdict = kind;
            findings.Add(finding);
        }

        foreach (var (text, line) in log.Forbidden.DistinctBy(static pair => pair.Text))
            findings.Add(new Diagnostic(Rules.ExpectationNotMet, SourceSpan.None, $"'{text}' must not appear, and {line.Channel} printed: {Short(line.Text)}"));
        foreach (var guest in guests) findings.AddRange(guest.Findings);
        if (verdict == BootVerdict.Passed && findings.Any(static f => f.Severity == Severity.Error)) verdict = BootVerdict.Failed;
        var first = findings.FirstOrDefault(static f => f.Severity == Severity.Error);
        return new BootReport
        {
            Name = scenario.Name,
            Verdict = verdict,
            Reason = verdict == BootVerdict.Passed ? "" : first!.Help is { } help ? $"{first.Message}: {help}" : first.Message,
            Duration = default,
            Guests = guests,
            Findings = findings,
            Failures = log.Failures,
            LastLines = log.LastLines,
            Hypervisor = log.Hypervisor,
        };
    }

    // What went wrong with the boot as a whole; null when all guests told everything.
    private static (BootVerdict Verdict, Diagnostic Finding)? Boot(BootScenario scenario, BootLog log, BootEnd end, List<GuestResult> guests)
    {
        if (end.Kind == EndKind.Interrupted) return (BootVerdict.Interrupted, Finding(Rules.BootInterrupted, "the boot was ended from outside"));
        if (scenario.Hypervisor is { } hypervisor && log.Hypervisor is null)
        {
            if (end.Kind == EndKind.Ended && !log.HypervisorSpoke && EmulatorRefused(end) is { } refused) return (BootVerdict.EmulatorFailed, refused);
            var seen = log.HypervisorSpoke ? $"lines with (XEN) were seen, but none that names {hypervisor}" : $"{hypervisor} printed nothing";
            var cause = Cause(log) ?? "the host's tree has no GIC or timer that it knows, or dtuart= does not lead to a UART; or what was started is not Xen";
            return (BootVerdict.HypervisorNotSeen, Finding(Rules.HypervisorNotSeen, $"{seen}{Ending(end)}", cause));
        }

        if (end.Kind == EndKind.Done) return null;
        var missing = string.Join(", ", guests.Where(static g => g.DoneAfter is null).Select(static g => $"'{g.Guest.Name}'"));
        switch (end.Kind)
        {
            case EndKind.Ended when log.Lines == 0 && EmulatorRefused(end) is { } refused:
                return (BootVerdict.EmulatorFailed, refused);
            case EndKind.Ended when Decisive(log) is null:
                var words = QemuSession.Brief(end.Messages);
                return (BootVerdict.EmulatorFailed, Finding(
                    Rules.EmulatorFailed, $"the machine ended before {missing} told everything{(words.Length > 0 ? $": {Clean(words)}" : "")}",
                    "it was asked to reboot or to power off: its last lines tell why"));
            case EndKind.Silence or EndKind.TimeIsOver when !log.HypervisorFailed && !log.Guests.Any(static g => g.HasFailed):
                var what = end.Kind == EndKind.TimeIsOver
                    ? $"the boot was not over after {Seconds(scenario.Limits.Total)} s; waited for {missing}"
                    : $"nothing came from the serial port for {Seconds(end.Silence)} s; waited for {missing}";
                return (BootVerdict.Hung, Finding(Rules.BootHung, what + After(log), Cause(log) ?? Guess(log)));
            default:
                var match = Decisive(log);
                return (BootVerdict.Failed, Finding(
                    Rules.BootFailed,
                    match is null ? $"the boot failed before {missing} told everything" : $"{match.Line.Channel}: {Short(match.Line.Text)}",
                    Cause(log)));
        }
    }

    // The first telling failure: causes come before consequences, and what is fatal last says least.
    private static FailureMatch? Decisive(BootLog log)
    {
        var fatal = log.Failures.FirstOrDefault(static m => m.Pattern.IsFatal) ?? log.Failures.FirstOrDefault();
        // "Panic on CPU 0:" tells nothing; the line behind it does.
        return fatal?.Pattern.Id != "xen-panic" ? fatal
            : log.Failures.SkipWhile(m => m != fatal).FirstOrDefault(m => m.Pattern.IsFatal && m.Line.Channel == fatal.Line.Channel && m.Pattern.Id is not ("xen-panic" or "xen-reboot" or "xen-manual-reset")) ?? fatal;
    }

    private static string? Cause(BootLog log)
    {
        if (log.Failures.Count == 0) return null;
        var telling = log.Failures.FirstOrDefault(static m => !m.Pattern.Id.EndsWith("-panic", StringComparison.Ordinal)
            && m.Pattern.Id is not ("xen-reboot" or "xen-manual-reset")) ?? log.Failures[0];
        var reason = telling.Pattern.Id == "xen-panic" ? Following(log, telling) : null;
        return $"{telling.Pattern.Meaning}; likely cause: {telling.Pattern.Cause}{(reason is null ? "" : $" ({reason})")} [{telling.Pattern.Id}]";
    }

    // Xen's reason stands in the line after "Panic on CPU 0:".
    private static string? Following(BootLog log, FailureMatch match)
    {
        var lines = log.LastLines;
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            if (lines[i] == match.Line && lines[i + 1].Channel == match.Line.Channel) return Short(lines[i + 1].Text);
        }

        return null;
    }

    private static string Guess(BootLog log) => log.Lines == 0
        ? "not even the first line of a kernel: its console's address, clocks or interrupt controller in the tree are wrong, or nothing was started"
        : "no known failure is in the log; mostly an interrupt in the tree is wrong, so that something waits for ever";

    private static string After(BootLog log) => log.LastLines is [.., var last] ? $"; the last line, of {last.Channel}: {Short(last.Text)}" : "";

    private static string Ending(BootEnd end) => end.Kind switch
    {
        EndKind.Silence => $" within {Seconds(end.Silence)} s",
        EndKind.Ended => " before the machine ended",
        _ => "",
    };

    // With nothing printed and a complaint or an exit code, it never ran.
    private static Diagnostic? EmulatorRefused(BootEnd end)
    {
        var words = QemuSession.Brief(end.Messages);
        if (words.Length == 0 && end.ExitCode is 0 or null) return null;
        return Finding(Rules.EmulatorFailed, words.Length > 0 ? $"QEMU: {Clean(words)}" : $"QEMU ended with {end.ExitCode} without a word");
    }

    private static Diagnostic Finding(Rule rule, string message, string? help = null) => new(rule, SourceSpan.None, message) { Help = help };

    private static string Clean(string text) => ConsoleText.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Short(string text) => text.Length > 160 ? text[..160] + " …" : text;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);
}
