using Dtc.Tree;
using Emulator.Consoles;
using Emulator.Proof;

namespace Emulator.Scenarios;

/// <summary>What became of a boot.</summary>
public enum BootVerdict
{
    /// <summary>All guests are up, and all about them is as expected.</summary>
    Passed,

    /// <summary>Something is not as expected, or something failed.</summary>
    Failed,

    /// <summary>The hypervisor printed nothing.</summary>
    HypervisorNotSeen,

    /// <summary>The machine made no progress any more.</summary>
    Hung,

    /// <summary>The emulator is missing, could not start, or ended by itself.</summary>
    EmulatorFailed,

    /// <summary>Somebody ended it.</summary>
    Interrupted,
}

/// <summary>One thing that was expected of a guest.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Seen">What there is.</param>
/// <param name="IsMet">Whether that is it.</param>
public sealed record GuestCheck(string Name, string Expected, string Seen, bool IsMet);

/// <summary>What became of a guest.</summary>
/// <param name="Guest">What was expected.</param>
/// <param name="Facts">What it told.</param>
public sealed record GuestResult(ExpectedGuest Guest, GuestFacts Facts)
{
    /// <summary>Time from the start of the machine to its first word; null when it never came up.</summary>
    public TimeSpan? UpAfter { get; init; }

    /// <summary>Time to its last; null when it never was done.</summary>
    public TimeSpan? DoneAfter { get; init; }

    /// <summary>The expectations.</summary>
    public IReadOnlyList<GuestCheck> Checks { get; init; } = [];

    /// <summary>The comparison of trees; null when no tree was promised or none came back.</summary>
    public ProofResult? Proof { get; init; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; init; } = [];

    /// <summary>True when nothing is.</summary>
    public bool HasPassed => Findings.All(static finding => finding.Severity != Severity.Error);
}

/// <summary>A line of the log that tells of a failure.</summary>
/// <param name="Line">The line.</param>
/// <param name="Pattern">What is known about such lines.</param>
public sealed record FailureMatch(ConsoleLine Line, FailurePattern Pattern);

/// <summary>What came of a boot.</summary>
public sealed record BootReport
{
    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>What became of it.</summary>
    public required BootVerdict Verdict { get; init; }

    /// <summary>Why it did not pass, in a sentence or two; empty when it did.</summary>
    public required string Reason { get; init; }

    /// <summary>From the start of the machine to its end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The guests, in the order of the scenario.</summary>
    public required IReadOnlyList<GuestResult> Guests { get; init; }

    /// <summary>All findings: of the boot, then of the guests.</summary>
    public required IReadOnlyList<Diagnostic> Findings { get; init; }

    /// <summary>Lines of the log that tell of failures, in order; at most some dozens.</summary>
    public IReadOnlyList<FailureMatch> Failures { get; init; } = [];

    /// <summary>The last lines of the log.</summary>
    public IReadOnlyList<ConsoleLine> LastLines { get; init; } = [];

    /// <summary>The hypervisor's banner; null when none was seen.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>The command line, for a shell.</summary>
    public string CommandLine { get; init; } = "";
}
