namespace Dtc.Parser;

/// <summary>
/// Finds the files of <c>/include/</c> and <c>/incbin/</c>: in the including file's own directory, then in
/// the include directories in order. Remembers what was opened, for dependency files.
/// </summary>
public sealed class IncludeResolver
{
    private readonly SourceCache _sources;
    private readonly IReadOnlyList<string> _directories;
    private readonly List<string> _opened = [];

    /// <summary>Makes a resolver for one compilation.</summary>
    public IncludeResolver(SourceCache sources, IReadOnlyList<string> directories)
    {
        _sources = sources;
        _directories = directories;
    }

    /// <summary>Paths opened so far, in order, as dtc's dependency file lists them.</summary>
    public IReadOnlyList<string> Opened => _opened;

    /// <summary>Opens a source file; <paramref name="help"/> says where a missing one was looked for.</summary>
    internal SourceResult Open(string name, string directory, out string? help)
    {
        SourceResult? refused = null;
        foreach (var path in Candidates(name, directory))
        {
            var result = _sources.Open(path);
            if (result.File is not null)
            {
                _opened.Add(path);
                help = null;
                return result;
            }

            if (result.Failure != SourceFailure.NotFound) refused ??= result;
        }

        help = Where(name, directory);
        return refused ?? new SourceResult(null, SourceFailure.NotFound);
    }

    /// <summary>The first existing regular file for <paramref name="name"/>; null when there is none.</summary>
    internal string? Locate(string name, string directory)
    {
        if (_sources.AddedOnly) return null;
        foreach (var path in Candidates(name, directory))
        {
            if (!File.Exists(path)) continue;
            _opened.Add(path);
            return path;
        }

        return null;
    }

    /// <summary>Where <paramref name="name"/> was looked for, as help for the reader.</summary>
    internal string Where(string name, string directory)
    {
        if (name.StartsWith('/')) return "check the path";
        var places = new List<string> { directory.Length == 0 ? "." : directory };
        places.AddRange(_directories);
        return $"looked in {string.Join(", ", places.Take(8))}{(places.Count > 8 ? ", …" : "")}; add a directory with -I";
    }

    private IEnumerable<string> Candidates(string name, string directory)
    {
        if (name.Length == 0 || name.Contains('\0')) yield break;
        yield return Join(directory, name);
        if (name.StartsWith('/')) yield break;
        foreach (var d in _directories) yield return Join(d, name);
    }

    private static string Join(string directory, string name) =>
        directory.Length == 0 || name.StartsWith('/') ? name
        : directory.EndsWith('/') ? directory + name
        : directory + "/" + name;
}
