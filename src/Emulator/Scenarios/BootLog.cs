using Emulator.Consoles;

namespace Emulator.Scenarios;

/// <summary>The log of one boot as it comes in: its consoles, what the guests told so far, and failures seen. Bounded.</summary>
internal sealed class BootLog
{
    private const int MaxLastLines = 40;
    private const int MaxFailures = 40;
    private const int MaxKeptText = 1 << 20;

    private readonly BootScenario _scenario;
    private readonly IBootObserver? _observer;
    private readonly Func<TimeSpan> _clock;
    private readonly Demultiplexer _demultiplexer;
    private readonly Dictionary<ConsoleChannel, GuestState> _guests = [];
    private readonly Queue<ConsoleLine> _last = new();

    public BootLog(BootScenario scenario, IBootObserver? observer, Func<TimeSpan> clock)
    {
        _scenario = scenario;
        _observer = observer;
        _clock = clock;
        _demultiplexer = new Demultiplexer(Take);
        foreach (var guest in scenario.Guests)
        {
            if (!_guests.TryAdd(guest.Channel, new GuestState(guest)))
                throw new ArgumentException($"two guests print to {guest.Channel}", nameof(scenario));
        }
    }

    /// <summary>One guest so far.</summary>
    public sealed class GuestState(ExpectedGuest guest)
    {
        public ExpectedGuest Guest { get; } = guest;

        public GuestTranscript Transcript { get; } = new();

        public List<string> Lines { get; } = [];

        public int KeptText { get; set; }

        public TimeSpan? UpAfter { get; set; }

        public TimeSpan? DoneAfter { get; set; }

        public bool HasFailed { get; set; }
    }

    /// <summary>Number of lines so far.</summary>
    public int Lines { get; private set; }

    /// <summary>The guests, in the order of the scenario.</summary>
    public IEnumerable<GuestState> Guests => _scenario.Guests.Select(guest => _guests[guest.Channel]);

    /// <summary>Failures seen.</summary>
    public List<FailureMatch> Failures { get; } = [];

    /// <summary>Forbidden texts seen.</summary>
    public List<(string Text, ConsoleLine Line)> Forbidden { get; } = [];

    /// <summary>The last lines.</summary>
    public IReadOnlyList<ConsoleLine> LastLines => [.. _last];

    /// <summary>The hypervisor's banner.</summary>
    public string? Hypervisor { get; private set; }

    /// <summary>Anything came from the hypervisor.</summary>
    public bool HypervisorSpoke { get; private set; }

    /// <summary>The hypervisor has failed.</summary>
    public bool HypervisorFailed { get; private set; }

    /// <summary>All guests have told everything.</summary>
    public bool AllDone => Guests.All(static state => state.DoneAfter is not null);

    /// <summary>What still runs will not make all guests come up.</summary>
    public bool NothingGoesOn => HypervisorFailed || (Guests.Any(static state => state.HasFailed) && Guests.All(static state => state.HasFailed || state.DoneAfter is not null));

    /// <summary>Takes what came from the serial port.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _observer?.Bytes(bytes);
        _demultiplexer.Add(bytes);
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _demultiplexer.Complete();

    private void Take(ConsoleLine line)
    {
        Lines++;
        var now = _clock();
        _observer?.Line(line, now);
        _last.Enqueue(line);
        if (_last.Count > MaxLastLines) _last.Dequeue();
        foreach (var text in _scenario.AbsentTexts)
        {
            if (Forbidden.Count < MaxFailures && line.Text.Contains(text, StringComparison.Ordinal)) Forbidden.Add((text, line));
        }

        if (line.Channel == ConsoleChannel.Hypervisor)
        {
            HypervisorSpoke = true;
            if (_scenario.Hypervisor is { } banner && Hypervisor is null && line.Text.Contains(banner.Replace("Xen ", "Xen version ", StringComparison.Ordinal), StringComparison.Ordinal))
                Hypervisor = line.Text.Trim();
        }

        _guests.TryGetValue(line.Channel, out var state);
        if (state is not null) Tell(state, line, now);
        if (FailureTable.Find(line) is not { } pattern) return;
        if (Failures.Count < MaxFailures) Failures.Add(new FailureMatch(line, pattern));
        if (!pattern.IsFatal) return;
        if (line.Channel == ConsoleChannel.Hypervisor) HypervisorFailed = true;
        else if (state is not null) state.HasFailed = true;
    }

    private void Tell(GuestState state, ConsoleLine line, TimeSpan now)
    {
        if (state.KeptText + line.Text.Length <= MaxKeptText && state.Guest.AbsentTexts.Count > 0)
        {
            state.KeptText += line.Text.Length;
            state.Lines.Add(line.Text);
        }

        if (!state.Transcript.Add(line.Text)) return;
        if (state.UpAfter is null && state.Transcript.Facts.Name is not null)
        {
            state.UpAfter = now;
            _observer?.Guest(state.Guest, false, now);
        }

        if (state.DoneAfter is null && state.Transcript.Facts.IsDone)
        {
            state.DoneAfter = now;
            _observer?.Guest(state.Guest, true, now);
        }
    }
}
