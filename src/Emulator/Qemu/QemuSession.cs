using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Emulator.Machines;

namespace Emulator.Qemu;

/// <summary>One run of QEMU: its process, what its serial port sends, and its files.</summary>
internal sealed class QemuSession : IEmulatorSession
{
    private const int PieceSize = 8192;
    private const int MaxPieces = 512; // 4 MiB wait to be read at most; a guest that sends more is held up
    private const int MaxMessages = 16 << 10;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly RunDirectory _directory;
    private readonly Process _process;
    private readonly BlockingCollection<byte[]> _pieces = new(MaxPieces);
    private readonly StringBuilder _messages = new();
    private readonly Thread _output;
    private readonly Thread _errors;
    private int _child;
    private bool _disposed;

    private QemuSession(RunDirectory directory, Process process)
    {
        _directory = directory;
        _process = process;
        _output = new Thread(ReadOutput) { IsBackground = true, Name = "serial" };
        _errors = new Thread(ReadErrors) { IsBackground = true, Name = "messages" };
        _output.Start();
        _errors.Start();
    }

    /// <inheritdoc/>
    public string Messages
    {
        get
        {
            lock (_messages) return _messages.ToString();
        }
    }

    /// <inheritdoc/>
    public int? ExitCode => _disposed || !_process.HasExited ? null : _process.ExitCode;

    /// <inheritdoc/>
    public MachineActivity? Activity
    {
        get
        {
            try
            {
                if (_process.HasExited) return null;
                if (_child == 0) _child = OnlyChild(_process.Id);
                return ActivityOf(_child == 0 ? _process.Id : _child);
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                return null; // it ended in between, or the system has no such files
            }
        }
    }

    /// <summary>Starts a machine.</summary>
    public static QemuSession Start(string program, EmulatedMachine machine, TimeSpan lifetime)
    {
        var directory = new RunDirectory();
        try
        {
            var start = new ProcessStartInfo
            {
                RedirectStandardError = true, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            };
            // timeout(1) makes QEMU the head of a process group of its own, so that Ctrl-C reaches us and not it, and it ends a
            // machine that we left behind because we were killed.
            if (ProgramFinder.Find("timeout") is { } guard)
            {
                start.FileName = guard;
                start.ArgumentList.Add("-s");
                start.ArgumentList.Add("KILL");
                start.ArgumentList.Add(Math.Ceiling(lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                start.ArgumentList.Add(program);
            }
            else start.FileName = program;
            foreach (var argument in QemuArguments.Of(machine, directory.Place)) start.ArgumentList.Add(argument);
            var process = Launch(start);
            process.StandardInput.Close();
            var session = new QemuSession(directory, process);
            LiveRuns.Add(session);
            return session;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Starts a process, or says why it cannot be.</summary>
    public static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new EmulatorException($"'{start.FileName}' cannot be started: {e.Message}", e);
        }
    }

    /// <summary>The first line of an emulator's messages, without its name.</summary>
    public static string Brief(string messages)
    {
        foreach (var line in messages.Split('\n'))
        {
            var text = line.Trim();
            if (text.Length == 0 || text.Contains("warning:", StringComparison.Ordinal)) continue;
            var colon = text.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0 && text.AsSpan(0, colon).Contains("qemu-system", StringComparison.Ordinal)) text = text[(colon + 2)..];
            return text.Length > 300 ? text[..300] : text;
        }

        return "";
    }

    /// <inheritdoc/>
    public byte[]? Read(TimeSpan patience)
    {
        if (_pieces.TryTake(out var piece, patience)) return piece;
        return _pieces.IsCompleted ? null : [];
    }

    /// <summary>Ends the machine, from any thread.</summary>
    public void Kill()
    {
        try
        {
            if (_process.HasExited) return;
            // The machine first: its guard then sees its end and leaves no zombie to whoever inherits it.
            if (OnlyChild(_process.Id) is var child and not 0)
            {
                using var machine = Process.GetProcessById(child);
                machine.Kill(entireProcessTree: true);
                if (_process.WaitForExit(LastWords)) return;
            }

            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IOException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        Kill();
        _process.WaitForExit(); // and so it is no zombie
        _pieces.CompleteAdding();
        _output.Join(LastWords);
        _errors.Join(LastWords);
        LiveRuns.Remove(this);
        _disposed = true;
        _process.Dispose();
        _directory.Dispose();
    }

    private void ReadOutput()
    {
        try
        {
            var stream = _process.StandardOutput.BaseStream;
            var buffer = new byte[PieceSize];
            for (int n; (n = stream.Read(buffer)) > 0;) _pieces.Add(buffer.AsSpan(0, n).ToArray());
            _process.WaitForExit();
            _errors.Join(LastWords);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }

        try
        {
            _pieces.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private void ReadErrors()
    {
        try
        {
            var buffer = new char[1024];
            for (int n; (n = _process.StandardError.Read(buffer)) > 0;)
            {
                lock (_messages)
                {
                    if (_messages.Length < MaxMessages) _messages.Append(buffer, 0, Math.Min(n, MaxMessages - _messages.Length));
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
        }
    }

    // Linux counts for each thread, in nanoseconds, the time it ran and the time it waited to run
    // (Documentation/scheduler/sched-stats.rst).
    private static MachineActivity ActivityOf(int process)
    {
        var (used, waited) = (0L, 0L);
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            var file = Path.Combine(thread, "schedstat");
            if (!File.Exists(file) || File.ReadAllText(file).Split(' ') is not [var ran, var queued, ..]) continue;
            if (long.TryParse(ran, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds)) used += nanoseconds;
            if (long.TryParse(queued, NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds)) waited += nanoseconds;
        }

        return new MachineActivity(TimeSpan.FromTicks(used / 100), TimeSpan.FromTicks(waited / 100));
    }

    // The machine is the child of the process that guards it.
    private static int OnlyChild(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        if (!File.Exists(file)) return 0;
        var first = File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }
}
