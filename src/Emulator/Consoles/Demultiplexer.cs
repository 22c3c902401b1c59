namespace Emulator.Consoles;

/// <summary>
/// Takes the serial port's bytes apart into lines of the consoles that share it. Xen puts <c>(XEN) </c> before its own
/// lines, and <c>(XEN) DOM1: </c> before those that a domain sent through its virtual PL011; dom0 writes as it is, and Xen may
/// speak up in the middle of one of its lines. Memory is bounded whatever comes: a longer line is cut.
/// </summary>
public sealed class Demultiplexer
{
    /// <summary>Bytes of a line; what is longer is several.</summary>
    public const int MaxLine = 8192;

    // Xen 4.17 collects 126 bytes of a domain (SBSA_UART_OUT_BUF_SIZE - 2, vpl011.c) and then ends the line itself.
    private const int XenLine = 126;
    private const int MaxDomains = 256;

    private readonly Action<ConsoleLine> _sink;
    private readonly byte[] _line = new byte[MaxLine];
    private readonly List<byte> _host = [];
    private readonly Dictionary<int, List<byte>> _domains = [];
    private int _length;

    /// <summary>Makes one that gives its lines to <paramref name="sink"/>.</summary>
    public Demultiplexer(Action<ConsoleLine> sink) => _sink = sink;

    private static ReadOnlySpan<byte> Prefix => "(XEN) "u8;

    /// <summary>Takes further bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            while (_length + part.Length > MaxLine)
            {
                var fits = MaxLine - _length;
                part[..fits].CopyTo(_line.AsSpan(_length));
                _length = MaxLine;
                part = part[fits..];
                EndLine();
            }

            part.CopyTo(_line.AsSpan(_length));
            _length += part.Length;
            if (end < 0) return;
            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Gives out what has no line end yet. To be called once, at the end.</summary>
    public void Complete()
    {
        if (_length > 0) EndLine();
        if (_host.Count > 0) Emit(ConsoleChannel.Host, _host, []);
        foreach (var (number, rest) in _domains)
        {
            if (rest.Count > 0) Emit(ConsoleChannel.Domain(number), rest, []);
        }
    }

    private void EndLine()
    {
        var line = _line.AsSpan(0, _length);
        _length = 0;
        var xen = line.IndexOf(Prefix);
        if (xen < 0)
        {
            // The hypervisor's debugging console of a domain: "(d1) text".
            if (_host.Count == 0 && Number(line, "(d"u8, ") "u8) is { } other) Emit(ConsoleChannel.Domain(other.Number), [], line[other.Length..]);
            else Emit(ConsoleChannel.Host, _host, line);
            return;
        }

        // What the host had written of its line when Xen came in; the rest follows with its next.
        if (xen > 0 && _host.Count + xen <= MaxLine) _host.AddRange(line[..xen]);
        var text = line[(xen + Prefix.Length)..];
        var bare = SkipTime(text);
        if (Number(bare, "DOM"u8, ": "u8) is { } domain) Domain(domain.Number, bare[domain.Length..]);
        else Emit(ConsoleChannel.Hypervisor, [], text);
    }

    private void Domain(int number, ReadOnlySpan<byte> text)
    {
        var channel = ConsoleChannel.Domain(number);
        if (!_domains.TryGetValue(number, out var before))
        {
            before = [];
            if (_domains.Count < MaxDomains) _domains.Add(number, before);
        }

        var whole = text;
        if (whole.Length > 0 && whole[^1] == '\r') whole = whole[..^1]; // Xen's own
        if (whole.Length == XenLine && whole[^1] != '\r' && before.Count + whole.Length <= MaxLine && _domains.ContainsKey(number))
        {
            before.AddRange(whole);
            return;
        }

        Emit(channel, before, text);
    }

    private void Emit(ConsoleChannel channel, List<byte> before, ReadOnlySpan<byte> text)
    {
        if (before.Count == 0)
        {
            _sink(new ConsoleLine(channel, ConsoleText.Of(text)));
            return;
        }

        before.AddRange(text);
        _sink(new ConsoleLine(channel, ConsoleText.Of([.. before])));
        before.Clear();
    }

    // "[2026-01-01 00:00:00] ", as the option console_timestamps= asks for.
    private static ReadOnlySpan<byte> SkipTime(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '[') return text;
        var end = text.IndexOf("] "u8);
        return end is > 0 and < 40 ? text[(end + 2)..] : text;
    }

    private static (int Number, int Length)? Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (!text.StartsWith(before)) return null;
        var (at, number) = (before.Length, 0);
        for (; at < text.Length && at < before.Length + 5 && text[at] is >= (byte)'0' and <= (byte)'9'; at++) number = (number * 10) + text[at] - '0';
        return at > before.Length && number <= ushort.MaxValue && text[at..].StartsWith(after) ? (number, at + after.Length) : null;
    }
}
