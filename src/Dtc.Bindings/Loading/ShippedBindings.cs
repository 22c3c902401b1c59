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

    private static readonly Lazy<string[]> All = new(List);

    /// <summary>The core schemas.</summary>
    public static IEnumerable<string> CoreFiles => All.Value.Where(IsCore);

    /// <summary>Whether a file is one of the core schemas.</summary>
    public static bool IsCore(string file) => file.StartsWith(Core, StringComparison.Ordinal);

    /// <summary>Names that <see cref="Find"/> knows: those of the files beside the core schemas.</summary>
    public static IEnumerable<string> Names => All.Value
        .Where(file => file.AsSpan(Root.Length).IndexOf('/') < 0)
        .Select(file => file[Root.Length..^".yaml".Length]);

    /// <summary>
    /// The files of a name: <c>NAME.yaml</c>, <c>NAME-*.yaml</c>, and all in the folder NAME. The name of a file whose
    /// folder has the shorter name will do as well: <c>epapr-hypervisor</c> is <c>epapr</c>.
    /// </summary>
    /// <returns>None when the name is not known.</returns>
    public static List<string> Find(string name)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal)) return [];
        if (name == "epapr-hypervisor") name = "epapr";
        return [.. All.Value.Where(file => Belongs(file.AsSpan(Root.Length), name))];
    }

    /// <summary>Bytes of a file, shipped or not.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal)) return File.ReadAllBytes(path);
        return TryRead(path[Root.Length..]) ?? throw new FileNotFoundException("no such binding is shipped", path);
    }

    /// <summary>Bytes of a shipped file; null when there is none.</summary>
    /// <param name="path">Its path below <c>bindings/</c>, with slashes.</param>
    public static byte[]? TryRead(string path)
    {
        using var stream = typeof(ShippedBindings).Assembly.GetManifestResourceStream(Folder + path);
        if (stream is null) return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Core and meta-schemas have names of their own.
    private static bool Belongs(ReadOnlySpan<char> file, string name)
    {
        var slash = file.IndexOf('/');
        if (slash < 0) return file.StartsWith(name) && file[name.Length..] is ['.' or '-', ..];
        return file[..slash].SequenceEqual(name) && name is not ("core" or "meta");
    }

    private static string[] List()
    {
        string[] names = typeof(ShippedBindings).Assembly.GetManifestResourceNames();
        string[] files = [.. names.Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => Root + name[Folder.Length..])];
        Array.Sort(files, Documents.CodePointOrder.Instance);
        return files;
    }
}
