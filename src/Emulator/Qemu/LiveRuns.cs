using System.Runtime.InteropServices;

namespace Emulator.Qemu;

/// <summary>
/// The machines and directories of the moment. When the process is told to end (Ctrl-C, a terminated pipeline), a boot that can
/// be interrupted is, and tells so; otherwise machines are ended and directories deleted before the process ends: a machine
/// whose guests are up runs for ever.
/// </summary>
internal static class LiveRuns
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<RunDirectory> Directories = [];
    private static readonly HashSet<QemuSession> Sessions = [];
    private static readonly HashSet<CancellationTokenSource> Interruptible = [];
    private static PosixSignalRegistration[]? s_registrations;

    public static void Add(RunDirectory directory)
    {
        lock (Gate)
        {
            Register();
            Directories.Add(directory);
        }
    }

    public static void Add(QemuSession session)
    {
        lock (Gate) Sessions.Add(session);
    }

    public static void Add(CancellationTokenSource ending)
    {
        lock (Gate)
        {
            Register();
            Interruptible.Add(ending);
        }
    }

    public static void Remove(RunDirectory directory)
    {
        lock (Gate) Directories.Remove(directory);
    }

    public static void Remove(QemuSession session)
    {
        lock (Gate) Sessions.Remove(session);
    }

    public static void Remove(CancellationTokenSource ending)
    {
        lock (Gate) Interruptible.Remove(ending);
    }

    private static void Register() => s_registrations ??=
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, End),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End),
    ];

    // The first signal is for whoever boots; who does not listen to it (a full pipe holds it up) gets the next one.
    private static void End(PosixSignalContext context)
    {
        RunDirectory[] directories;
        QemuSession[] sessions;
        lock (Gate)
        {
            if (Interruptible.Count > 0)
            {
                context.Cancel = true;
                foreach (var ending in Interruptible) ending.Cancel();
                Interruptible.Clear();
                return;
            }

            directories = [.. Directories];
            sessions = [.. Sessions];
        }

        // Not cancelled: after this the signal ends the process.
        foreach (var session in sessions) session.Kill();
        foreach (var directory in directories) directory.Delete();
    }
}
