namespace Cli.Output;

/// <summary>Where a path leads to, links in it followed.</summary>
internal static class RealPath
{
    private const int MaxHops = 40; // as the kernel's own limit

    /// <summary>
    /// The path without links; it need not exist. What lies in /dev or /proc is left as it is: there links
    /// such as /dev/stdout lead to open files rather than to names.
    /// </summary>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        for (var hops = 0; hops < MaxHops && !IsSpecial(full); hops++)
        {
            if (FirstLink(full) is not var (link, target, below)) return full;
            full = Path.GetFullPath(Path.Join(Path.Combine(Path.GetDirectoryName(link) ?? "/", target), below));
        }

        return full;
    }

    /// <summary>True for what must be written to but never replaced: devices, and the process's open files.</summary>
    public static bool IsSpecial(string resolved) =>
        resolved.StartsWith("/proc/", StringComparison.Ordinal)
        || (resolved.StartsWith("/dev/", StringComparison.Ordinal)
            && !resolved.StartsWith("/dev/shm/", StringComparison.Ordinal));

    private static (string Link, string Target, string Below)? FirstLink(string full)
    {
        for (var slash = full.IndexOf('/', 1); ; slash = full.IndexOf('/', slash + 1))
        {
            var part = slash < 0 ? full : full[..slash];
            var below = slash < 0 ? "" : full[(slash + 1)..];
            if (new FileInfo(part).LinkTarget is { } target) return (part, target, below);
            if (slash < 0) return null;
        }
    }
}
