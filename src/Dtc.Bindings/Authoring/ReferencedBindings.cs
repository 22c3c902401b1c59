using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;

namespace Dtc.Bindings.Authoring;

/// <summary>The bindings that references lead to: beside the one they stand in, or the core schemas. Read once.</summary>
/// <param name="coreDirectory">Directory of the core schemas; null for those that are shipped.</param>
internal sealed class ReferencedBindings(string? coreDirectory)
{
    private const string Base = "http://devicetree.org/schemas/";

    private readonly Dictionary<string, SchemaValue?> _read = new(StringComparer.Ordinal);

    /// <summary>Finds a binding.</summary>
    /// <param name="id">Its address, absolute, without fragment and dot segments.</param>
    /// <param name="root">What all paths below <c>/schemas/</c> are appended to.</param>
    /// <returns>Null when there is none, or it is not YAML.</returns>
    public SchemaValue? Find(string id, string root)
    {
        if (!id.StartsWith(Base, StringComparison.Ordinal)) return null;
        var path = id[Base.Length..];
        if (path.Length == 0 || path[0] == '/' || path.Contains('\0', StringComparison.Ordinal)) return null;
        if (ReadFile(root + path) is { } beside) return beside;
        return coreDirectory is null ? ReadShipped(path) : ReadFile(Path.Combine(coreDirectory, path));
    }

    private SchemaValue? ReadFile(string file)
    {
        if (_read.TryGetValue(file, out var known)) return known;
        try
        {
            return _read[file] = File.Exists(file) ? YamlReader.Read(File.ReadAllBytes(file)) : null;
        }
        catch (Exception fault) when (fault is DocumentException or IOException or UnauthorizedAccessException)
        {
            return _read[file] = null;
        }
    }

    private SchemaValue? ReadShipped(string path)
    {
        var name = "core/" + path;
        if (_read.TryGetValue(name, out var known)) return known;
        return _read[name] = ShippedBindings.TryRead(name) is { } bytes ? YamlReader.Read(bytes) : null;
    }
}
