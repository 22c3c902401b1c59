using System.Runtime.InteropServices;
using Emulator.Machines;

namespace Emulator.Qemu;

/// <summary>
/// A directory for the files of one run, readable by its owner only. It goes when it is disposed of, or when the process is
/// told to end.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Makes one where temporary files go.</summary>
    public RunDirectory()
    {
        Path = Directory.CreateTempSubdirectory("dtc-sharp-boot-").FullName;
        LiveRuns.Add(this);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The image as a file: the one it is, or its bytes written here.</summary>
    public string Place(ImageSource image)
    {
        if (image.Path is { } path)
        {
            return File.Exists(path)
                ? System.IO.Path.GetFullPath(path)
                : throw new EmulatorException($"there is no file '{path}', which the machine is to load");
        }

        var own = PathOf(image.Name);
        if (!_names.Add(image.Name)) return own;
        using var file = new FileStream(own, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
        file.Write(image.Content.Span);
        return own;
    }

    /// <summary>Deletes it with all that is in it.</summary>
    public void Dispose()
    {
        Delete();
        LiveRuns.Remove(this);
    }

    /// <summary>Deletes the files, without a word when they are gone already.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or not ours any more; nothing depends on it.
        }
    }
}

/// <summary>
/// The machines and directories of the moment. When the process is told to end (Ctrl-C, a terminated pipeline), machines
/// are ended and directories deleted first: a machine whose guests are up runs for ever.
/// </summary>
internal static class LiveRuns
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<RunDirectory> Directories = [];
    private static readonly HashSet<QemuSession> Sessions = [];
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

    public static void Remove(RunDirectory directory)
    {
        lock (Gate) Directories.Remove(directory);
    }

    public static void Remove(QemuSession session)
    {
        lock (Gate) Sessions.Remove(session);
    }

    private static void Register() => s_registrations ??=
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Clean),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Clean),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Clean),
    ];

    // Not cancelled: after this the signal ends the process.
    private static void Clean(PosixSignalContext context)
    {
        RunDirectory[] directories;
        QemuSession[] sessions;
        lock (Gate)
        {
            directories = [.. Directories];
            sessions = [.. Sessions];
        }

        foreach (var session in sessions) session.Kill();
        foreach (var directory in directories) directory.Delete();
    }
}
