using System.Collections.Frozen;

namespace Dtc.Bindings.Loading;

/// <summary>
/// The bindings inside of this assembly, which stand below <c>bindings/</c> in the repository. As files they are called
/// <c>dtc-sharp:core/types.yaml</c>.
/// </summary>
internal static class ShippedBindings
{
    /// <summary>What their paths begin with.</summary>
    public const string Root = "dtc-sharp:";

    private const string Folder = "bindings/";
    private const string Core = Root + "core/";

    private static readonly FrozenDictionary<string, string> Aliases =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["epapr"] = "epapr-hypervisor" }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Lazy<string[]> All = new(List);

    /// <summary>The core schemas.</summary>
    public static IEnumerable<string> CoreFiles => All.Value.Where(file => file.StartsWith(Core, StringComparison.Ordinal));

    /// <summary>Names that <see cref="Find"/> knows, without aliases: those of the files beside the core schemas.</summary>
    public static IEnumerable<string> Names => All.Value
        .Where(file => file.AsSpan(Root.Length).IndexOf('/') < 0)
        .Select(file => file[Root.Length..^".yaml".Length]);

    /// <summary>The files of a name: those that begin with it, and all in the folder of that name.</summary>
    /// <returns>None when the name is not known.</returns>
    public static List<string> Find(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal)) return [];
        return [.. All.Value.Where(file => Belongs(file.AsSpan(Root.Length), name))];
    }

    /// <summary>Bytes of a file, shipped or not.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal)) return File.ReadAllBytes(path);
        using var stream = typeof(ShippedBindings).Assembly.GetManifestResourceStream(Folder + path[Root.Length..])
            ?? throw new FileNotFoundException("no such binding is shipped", path);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // In a folder the whole first step is the name; beside the folders, what comes after it is free.
    private static bool Belongs(ReadOnlySpan<char> file, string name)
    {
        var slash = file.IndexOf('/');
        return slash < 0 ? file.StartsWith(name) : file[..slash].SequenceEqual(name) && name is not ("core" or "meta");
    }

    private static string[] List()
    {
        string[] names = typeof(ShippedBindings).Assembly.GetManifestResourceNames();
        string[] files = [.. names.Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => Root + name[Folder.Length..])];
        Array.Sort(files, Documents.CodePointOrder.Instance);
        return files;
    }
}
