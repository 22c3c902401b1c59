namespace Dtc.Parser.Preprocessing;

/// <summary>Where an include was found.</summary>
/// <param name="Resolver">The search path it was found with.</param>
/// <param name="File">The file; null when there is none.</param>
/// <param name="Directory">Index of the <c>-I</c> directory; -1 when the including file's own directory had it.</param>
/// <param name="Failure">Why a file that is there cannot be read.</param>
/// <param name="Path">The path of that file.</param>
internal sealed record ResolvedInclude(
    HeaderResolver Resolver, SourceFile? File, int Directory, SourceFailure Failure, string Path);

/// <summary>Finds included files along one list of <c>-I</c> directories.</summary>
internal sealed class HeaderResolver(SourceCache sources, string[] directories)
{
    /// <summary>
    /// Looks for <paramref name="name"/>: first in <paramref name="current"/> (null for angled names and
    /// <c>#include_next</c>), then in the directories from <paramref name="first"/> on.
    /// </summary>
    public ResolvedInclude Find(string name, string? current, int first)
    {
        if (name.StartsWith('/')) return Try(name, -1) ?? Missing();
        if (current is not null && Try(Join(current, name), -1) is { } own) return own;
        for (var i = first; i < directories.Length; i++)
        {
            if (Try(Join(directories[i], name), i) is { } found) return found;
        }

        return Missing();
    }

    /// <summary>The directories that a search of the same form visits.</summary>
    public IEnumerable<string> Searched(string? current, int first) =>
        (current is null ? [] : new[] { current.Length == 0 ? "." : current }).Concat(directories.Skip(first));

    /// <summary>A path as gcc forms it: no <c>./</c> for the working directory.</summary>
    private static string Join(string directory, string name) =>
        directory.Length == 0 ? name : directory.EndsWith('/') ? directory + name : directory + "/" + name;

    private ResolvedInclude? Try(string path, int directory)
    {
        var result = sources.Open(path);
        return result.Failure switch
        {
            SourceFailure.None => new ResolvedInclude(this, result.File, directory, SourceFailure.None, path),
            SourceFailure.NotFound or SourceFailure.IsDirectory => null,
            var failure => new ResolvedInclude(this, null, directory, failure, path),
        };
    }

    private ResolvedInclude Missing() => new(this, null, -1, SourceFailure.NotFound, "");
}
