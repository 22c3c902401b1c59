using System.Runtime.InteropServices;

namespace Cli.DropIn;

/// <summary>Finds dtc's input, which it looks for like an included file: as named, then below each <c>-i</c>.</summary>
internal static class DtcInput
{
    /// <summary>The path to open; <paramref name="problem"/>: why there is none, in the words of the C library.</summary>
    public static string Find(string name, IReadOnlyList<string> directories, out string? problem)
    {
        problem = null;
        if (Opens(name, out var errno)) return name;
        if (!name.StartsWith('/'))
        {
            foreach (var directory in directories)
            {
                var path = directory.EndsWith('/') ? directory + name : $"{directory}/{name}";
                if (Opens(path, out errno)) return path;
            }
        }

        problem = Marshal.GetPInvokeErrorMessage(errno);
        return name;
    }

    private static bool Opens(string path, out int errno)
    {
        errno = 2;
        if (path.Length == 0) return false;
        if (File.Exists(path) || Directory.Exists(path)) return true;
        for (var above = Path.GetDirectoryName(path); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above)) errno = 20;
        }

        return false;
    }
}
