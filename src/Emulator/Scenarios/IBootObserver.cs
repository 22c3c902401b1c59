using Emulator.Consoles;

namespace Emulator.Scenarios;

/// <summary>Is told what happens while a machine runs; always on the thread that runs the boot.</summary>
public interface IBootObserver
{
    /// <summary>A line of a console.</summary>
    /// <param name="line">The line, safe to show.</param>
    /// <param name="time">Time since the machine's start.</param>
    void Line(ConsoleLine line, TimeSpan time);

    /// <summary>Bytes as they came from the serial port, not safe to show. For whoever keeps the log.</summary>
    void Bytes(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A guest came up, or has told everything.</summary>
    void Guest(ExpectedGuest guest, bool isDone, TimeSpan time)
    {
    }
}
