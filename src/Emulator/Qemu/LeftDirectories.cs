using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Dtc.Compiler.Inputs;

namespace Emulator.Qemu;

/// <summary>
/// Directories of runs whose process was killed. Each has a file with the number of its process, locked as long as that lives: a
/// directory is left over when the lock can be had and no process has the number.
/// </summary>
internal static class LeftDirectories
{
    /// <summary>How the directories of runs begin.</summary>
    public const string Prefix = "dtc-sharp-boot-";

    private const string MarkName = "process";
    private static int s_swept;

    // Without a mark: made this moment, or by a program that made none. No boot takes longer.
    private static readonly TimeSpan Old = TimeSpan.FromDays(2);

    /// <summary>Marks a directory as that of this process.</summary>
    public static FileStream Mark(string directory)
    {
        var mark = new FileStream(Path.Combine(directory, MarkName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0);
        mark.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        return mark;
    }

    /// <summary>Deletes what is left over where temporary files go; once in a process.</summary>
    public static void SweepOnce()
    {
        if (Interlocked.Exchange(ref s_swept, 1) == 0) Sweep(Path.GetTempPath());
    }

    /// <summary>Deletes what is left over in a directory.</summary>
    public static void Sweep(string place)
    {
        try
        {
            foreach (var directory in Directory.GetDirectories(place, Prefix + "*"))
            {
                if (IsOwn(directory)) SweepOne(directory);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It can stay.
        }
    }

    /// <summary>Deletes a directory, without a word when that cannot be.</summary>
    public static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or not ours any more; nothing depends on it.
        }
    }

    private static void SweepOne(string directory)
    {
        try
        {
            using var mark = new FileStream(Path.Combine(directory, MarkName), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0);
            var text = new byte[16];
            var length = mark.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            if (int.TryParse(text.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}")) Delete(directory);
        }
        catch (FileNotFoundException)
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(directory) > Old) Delete(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Locked: its process lives.
        }
    }

    // In a directory of somebody else's, what is deleted could be exchanged meanwhile.
    private static bool IsOwn(string directory) =>
        PathStatus.Of(directory, followLinks: false) is { Kind: PathKind.Directory, Owner: { } owner } && owner == UserId();

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint UserId();
}
