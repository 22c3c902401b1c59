using System.Runtime.InteropServices;
using Dtc.Tree;
using Emulator.Machines;

namespace Emulator.Qemu;

/// <summary>
/// A directory for the files of one run, readable by its owner only. It goes when it is disposed of, or when the process is
/// told to end; what a killed process left is deleted by the next one.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private const int Room = 2 << 20; // a tree of QEMU's has 1 MiB

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly FileStream _mark;

    /// <summary>Makes one where temporary files go.</summary>
    /// <exception cref="EmulatorException">There is no room for it.</exception>
    public RunDirectory()
    {
        LeftDirectories.SweepOnce();
        string? made = null;
        try
        {
            made = Directory.CreateTempSubdirectory(LeftDirectories.Prefix).FullName;
            Path = made;
            LiveRuns.Add(this);
            _mark = LeftDirectories.Mark(made);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (made is not null) Dispose();
            throw NoRoom(made ?? System.IO.Path.GetTempPath(), fault);
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; } = "";

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The image as a file: the one it is, or its bytes written here.</summary>
    /// <exception cref="EmulatorException">It is not there, or there is no room for it.</exception>
    public string Place(ImageSource image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Path is { } path)
        {
            return File.Exists(path)
                ? System.IO.Path.GetFullPath(path)
                : throw new EmulatorException($"there is no file '{path}', which the machine is to load");
        }

        var own = PathOf(image.Name);
        if (!_names.Add(image.Name)) return own;
        try
        {
            using var file = new FileStream(own, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
            file.Write(image.Content.Span);
            if (image.Size > image.Content.Length) file.SetLength(image.Size);
            return own;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(Path, fault);
        }
    }

    /// <summary>Sees whether files can be written here, for whoever found that a program could not.</summary>
    /// <exception cref="EmulatorException">They cannot.</exception>
    public void CheckRoom()
    {
        try
        {
            using var file = new FileStream(PathOf("room"), FileMode.Create, FileAccess.Write, FileShare.Read, 0, FileOptions.DeleteOnClose);
            file.Write(new byte[Room]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(Path, fault);
        }
    }

    /// <summary>Deletes it with all that is in it.</summary>
    public void Dispose()
    {
        Delete();
        _mark?.Dispose();
        LiveRuns.Remove(this);
    }

    /// <summary>Deletes the files, without a word when they are gone already.</summary>
    public void Delete() => LeftDirectories.Delete(Path);

    private static EmulatorException NoRoom(string directory, Exception fault)
    {
        var reason = fault is IOException { HResult: > 0 and < 4096 and var errno } ? Marshal.GetPInvokeErrorMessage(errno)
            : fault is UnauthorizedAccessException ? "permission denied" : "it is not there";
        return new EmulatorException(new Diagnostic(Rules.EmulatorFailed, SourceSpan.None, $"temporary files cannot be written to '{directory}': {reason}")
        {
            Help = "make room, or name another directory in TMPDIR",
        });
    }
}
