namespace Emulator.Qemu;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramFinder
{
    /// <summary>The path of a program; null when no directory has it.</summary>
    /// <param name="name">Its name, without a directory.</param>
    /// <param name="path">Directories separated by colons; null for the environment's PATH.</param>
    public static string? Find(string name, string? path = null)
    {
        foreach (var directory in (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            if (directory.Length == 0) continue; // the shell would take the working directory, which may hold anything
            var candidate = Path.Combine(directory, name);
            if (IsExecutable(candidate)) return Path.GetFullPath(candidate);
        }

        return null;
    }

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        const UnixFileMode any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(path) & any) != 0;
    }
}
