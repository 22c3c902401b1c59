using System.Reflection;
using Dtc.Bindings.Documents;

namespace Hypervisor.Platforms;

/// <summary>
/// A document of <c>Platforms/Data</c>: memory maps, numbers and lists, each with its source. The documents are part of the
/// library, so a fault in one is a fault of ours and throws.
/// </summary>
internal sealed class PlatformData
{
    private readonly string _name;
    private readonly SchemaValue _root;

    private PlatformData(string name, SchemaValue root)
    {
        _name = name;
        _root = root;
    }

    /// <summary>Reads an embedded document by its file name without the extension.</summary>
    public static PlatformData Load(string name)
    {
        var resource = $"platforms/{name}.yaml";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the library has no document {resource}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new PlatformData(name, YamlReader.Read(bytes));
    }

    /// <summary>The value at a path such as <c>dom0/order/values</c>.</summary>
    public SchemaValue At(string path)
    {
        var value = _root;
        foreach (var part in path.Split('/')) value = value[part] ?? throw new InvalidOperationException($"{_name}: no {path}");
        return value;
    }

    /// <summary>The value at a path; null when there is none.</summary>
    public SchemaValue? Find(string path)
    {
        SchemaValue? value = _root;
        foreach (var part in path.Split('/'))
        {
            value = value[part];
            if (value is null) return null;
        }

        return value;
    }

    /// <summary>A number that stands there itself or as <c>value</c>.</summary>
    public ulong Number(string path) => Number(At(path));

    /// <summary>A string.</summary>
    public string Text(string path) => At(path).String;

    /// <summary>One string or a list of them.</summary>
    public IReadOnlyList<string> Texts(string path) => Texts(At(path));

    /// <summary>One string or a list of them.</summary>
    public static IReadOnlyList<string> Texts(SchemaValue value) =>
        value.IsString ? [value.String] : [.. value.Items.Select(item => item.String)];

    /// <summary>The members of a mapping, in their order.</summary>
    public static IEnumerable<(string Key, SchemaValue Value)> Rows(SchemaValue table)
    {
        for (var i = 0; i < table.Members.Count; i++) yield return (table.Members[i].Key, table.Members[i].Value);
    }

    /// <summary>A number that stands there itself or as <c>value</c>.</summary>
    public static ulong Number(SchemaValue value) => (ulong)(value.IsObject ? value["value"]! : value).Integer;

    /// <summary>A range of addresses below <c>regions</c>.</summary>
    public AddressRange Region(string name)
    {
        var region = At($"regions/{name}");
        return new AddressRange(Number(region["base"]!), Number(region["size"]!));
    }

    /// <summary>A number below <c>interrupts</c>.</summary>
    public uint Interrupt(string name) => (uint)Number($"interrupts/{name}");

    /// <summary>The entries of a list that hold for a version, with the source of the list.</summary>
    public IReadOnlyList<VersionedValue> Versioned(string path, XenVersion version)
    {
        var source = Find(path)?["source"]?.String ?? "";
        var values = Find(path) is { IsArray: true } list ? list : At($"{path}/values");
        var result = new List<VersionedValue>();
        foreach (var item in values.Items)
        {
            if (item.IsString) result.Add(new VersionedValue(item.String, source, null, false));
            else if (Holds(item, version))
                result.Add(new VersionedValue(item["value"]!.String, item["source"]?.String ?? source, item["why"]?.String, item["optional"]?.IsTrue == true));
        }

        return result;
    }

    /// <summary>True when the entry at a path holds for a version.</summary>
    public bool Holds(string path, XenVersion version) => Holds(At(path), version);

    private static bool Holds(SchemaValue item, XenVersion version) =>
        (item["since"] is not { } since || version >= XenVersion.Parse(since.String))
        && (item["until"] is not { } until || version < XenVersion.Parse(until.String));
}

/// <summary>One entry of a list that differs by version.</summary>
/// <param name="Value">The entry.</param>
/// <param name="Source">Where it is to be found.</param>
/// <param name="Reason">Why, in words; null when the list as a whole says it.</param>
/// <param name="Optional">Not part of the usual builds.</param>
internal sealed record VersionedValue(string Value, string Source, string? Reason, bool Optional);
