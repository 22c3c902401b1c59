using System.Runtime.InteropServices;

namespace Cli.Output;

/// <summary>Knows the temporary files of the moment, so that an interrupt leaves none behind.</summary>
internal static class LiveTempFiles
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Files = [];
    private static PosixSignalRegistration[]? s_registrations;

    /// <summary>
    /// Deletes temporary files when the process is told to end. For batches: a single compile has a temporary
    /// file for some microseconds only, less than the signal handling would add to its start-up.
    /// </summary>
    public static void CleanOnInterrupt() => s_registrations ??=
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Clean),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Clean),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Clean),
    ];

    /// <summary>Notes a file or directory that is about to be made.</summary>
    public static void Add(string path)
    {
        lock (Gate) Files.Add(path);
    }

    /// <summary>Does what must not be half done when the process ends; an interrupt waits for it.</summary>
    public static void Undisturbed(Action action)
    {
        lock (Gate) action();
    }

    /// <summary>Forgets a file that has been renamed or deleted.</summary>
    public static void Remove(string path)
    {
        lock (Gate) Files.Remove(path);
    }

    private static void Clean(PosixSignalContext context)
    {
        // Not cancelled: after this the signal ends the process. The lock is never released, because no worker
        // shall make another file in the meantime.
        Gate.Enter();
        foreach (var file in Files)
        {
            Delete(file);
            // Somebody may have written to a directory meanwhile.
            if (Directory.Exists(file)) Delete(file);
        }
    }

    private static void Delete(string file)
    {
        try
        {
            if (Directory.Exists(file)) Directory.Delete(file, recursive: true);
            else File.Delete(file);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // It may be renamed already, or gone with its directory.
        }
    }
}
