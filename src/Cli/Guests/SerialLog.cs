using Emulator.Consoles;
using Emulator.Scenarios;

namespace Cli.Guests;

/// <summary>Keeps what came from the serial port, within bounds, and hands lines on.</summary>
internal sealed class SerialLog : IBootObserver, IDisposable
{
    private const int MaximumLength = 64 << 20;

    private readonly MemoryStream _bytes = new();
    private IBootObserver? _next;
    private bool _keeps;

    /// <summary>What was kept.</summary>
    public byte[] Bytes => _bytes.ToArray();

    /// <summary>Stands before another observer.</summary>
    /// <param name="next">The other one; null for none.</param>
    /// <param name="keeps">Keep the bytes.</param>
    public SerialLog Around(IBootObserver? next, bool keeps)
    {
        (_next, _keeps) = (next, keeps);
        return this;
    }

    /// <inheritdoc/>
    public void Line(ConsoleLine line, TimeSpan time) => _next?.Line(line, time);

    /// <inheritdoc/>
    void IBootObserver.Bytes(ReadOnlySpan<byte> bytes)
    {
        if (_keeps && _bytes.Length + bytes.Length <= MaximumLength) _bytes.Write(bytes);
    }

    /// <inheritdoc/>
    public void Guest(ExpectedGuest guest, bool isDone, TimeSpan time) => _next?.Guest(guest, isDone, time);

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
