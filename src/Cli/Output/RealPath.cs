namespace Cli.Output;

/// <summary>Tells whether two paths name the same file.</summary>
internal static class RealPath
{
    /// <summary>
    /// True when writing <paramref name="output"/> would replace <paramref name="input"/>. Links are only looked
    /// into when the last names agree: that is the slip to catch (<c>-o</c> completed to the wrong file).
    /// </summary>
    public static bool Same(string output, string input)
    {
        var a = Path.GetFullPath(output);
        var b = Path.GetFullPath(input);
        if (string.Equals(a, b, StringComparison.Ordinal)) return true;
        return string.Equals(Path.GetFileName(a), Path.GetFileName(b), StringComparison.Ordinal)
            && string.Equals(Resolve(a), Resolve(b), StringComparison.Ordinal);
    }

    private static string Resolve(string full)
    {
        for (var hops = 0; hops < 40; hops++)
        {
            if (FirstLink(full) is not var (link, below)) return full;
            var target = Directory.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName;
            full = Path.GetFullPath(below.Length == 0 ? target : Path.Join(target, below));
        }

        return full;
    }

    private static (string Link, string Below)? FirstLink(string full)
    {
        for (var slash = full.IndexOf('/', 1); ; slash = full.IndexOf('/', slash + 1))
        {
            var part = slash < 0 ? full : full[..slash];
            if (new FileInfo(part).LinkTarget is not null) return (part, slash < 0 ? "" : full[(slash + 1)..]);
            if (slash < 0) return null;
        }
    }
}
