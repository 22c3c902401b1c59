using System.IO.Enumeration;
using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>
/// The files of a set of bindings in the order they count: first the paths that are files, in the order given, then every
/// <c>*.yaml</c> below the paths that are directories, the core schemas' last. dt-schema takes a directory's entries as
/// the file system lists them; we take them by name, so that a set is the same on every machine.
/// </summary>
internal static class SchemaFiles
{
    // Links may form a loop; no tree of bindings is as deep as this.
    private const int MaximumDepth = 40;

    // Companions of bindings, in a language of their own.
    private const string RulesExtension = ".rules.yaml";

    /// <summary>One path named by the user, and what it stands for.</summary>
    /// <param name="Path">The path.</param>
    /// <param name="Files">The files in it, absolute.</param>
    /// <param name="IsDirectory">Whether it was searched.</param>
    public readonly record struct Group(string Path, List<string> Files, bool IsDirectory);

    /// <summary>Finds the files.</summary>
    /// <param name="inputs">Where to look.</param>
    /// <param name="findings">Receives what cannot be searched.</param>
    /// <param name="searched">Receives every directory that was searched, absolute.</param>
    public static List<Group> Find(SchemaInputs inputs, List<LoadFinding> findings, List<string> searched)
    {
        var groups = new List<Group>();
        foreach (var path in inputs.Paths.Where(File.Exists)) groups.Add(new Group(path, [Path.GetFullPath(path)], false));
        foreach (var path in inputs.Paths) FindBelow(path, groups, findings, searched);
        if (inputs.Shipped.Count > 0) groups.Add(new Group(ShippedBindings.Root, [.. inputs.Shipped], false));
        if (inputs.CoreDirectory is { } core) FindBelow(core, groups, findings, searched);
        return groups;
    }

    private static void FindBelow(string path, List<Group> groups, List<LoadFinding> findings, List<string> searched)
    {
        if (Directory.Exists(path))
        {
            var files = new List<string>();
            Search(Path.GetFullPath(path), 0, files, findings, searched);
            groups.Add(new Group(path, files, true));
        }
        else if (!File.Exists(path))
        {
            findings.Add(new LoadFinding(LoadFault.Unreadable, path, default, "there is no such file or directory"));
        }
    }

    // A directory's own files come before those of its subdirectories. Hidden entries are passed over; links are followed,
    // but not to a directory that the search is within.
    private static void Search(string directory, int depth, List<string> files, List<LoadFinding> findings, List<string> searched)
    {
        if (depth > MaximumDepth) return;
        searched.Add(directory);
        var entries = new List<(string Name, bool IsDirectory)>();
        try
        {
            entries.AddRange(new FileSystemEnumerable<(string, bool)>(
                directory,
                static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory),
                new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Add(new LoadFinding(LoadFault.Unreadable, directory, default, $"the directory cannot be read: {FileReason.Of(fault)}"));
            return;
        }

        entries.Sort(static (x, y) => CodePointOrder.Instance.Compare(x.Name, y.Name));
        foreach (var (name, isDirectory) in entries)
        {
            if (!isDirectory && name[0] != '.' && name.EndsWith(".yaml", StringComparison.Ordinal)
                && !name.EndsWith(RulesExtension, StringComparison.Ordinal)) files.Add(Path.Combine(directory, name));
        }

        foreach (var (name, isDirectory) in entries)
        {
            if (isDirectory && name[0] != '.' && !LeadsBack(Path.Combine(directory, name)))
            {
                Search(Path.Combine(directory, name), depth + 1, files, findings, searched);
            }
        }
    }

    private static bool LeadsBack(string directory)
    {
        if (new DirectoryInfo(directory) is not { LinkTarget: not null } link) return false;
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is not { } target
                || IsWithin(Path.GetFullPath(directory), target.FullName) || IsWithin(RealPath(Path.GetDirectoryName(directory)!), target.FullName);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsWithin(string path, string directory) => path == directory
        || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // The path without links.
    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path;
        var real = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
    }
}
