namespace Cli.Inputs;

/// <summary>Finds the tree an input belongs to: a kernel, U-Boot, or the kernel's device trees on their own.</summary>
internal static class KernelTree
{
    /// <summary>Where a kernel keeps the links that its device trees include through.</summary>
    public const string Prefixes = "scripts/dtc/include-prefixes";

    /// <summary>
    /// Walks up from <paramref name="directory"/> to the nearest one with include-prefixes or
    /// include/dt-bindings. What is found for a relative directory is relative too, so that diagnostics and
    /// dependency files do not depend on where the tree lies.
    /// </summary>
    public static IReadOnlyList<string> FindAround(string directory)
    {
        var relative = !Path.IsPathRooted(directory);
        var start = Path.GetFullPath(directory.Length == 0 ? "." : directory);
        for (var at = start; at is not null; at = Path.GetDirectoryName(at))
        {
            var found = new List<string>(2);
            if (Directory.Exists(Path.Join(at, Prefixes))) found.Add(Show(at, Prefixes, relative));
            if (Directory.Exists(Path.Join(at, "include/dt-bindings"))) found.Add(Show(at, "include", relative));
            if (found.Count > 0) return found;
        }

        return [];
    }

    private static string Show(string root, string below, bool relative)
    {
        var path = Path.Join(root, below);
        return relative ? Path.GetRelativePath(".", path) : path;
    }
}
