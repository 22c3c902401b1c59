using Dtc.Bindings.Documents;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.Loading;

/// <summary>
/// The document dt-mk-schema writes: one object with every fixed-up schema under its id, the generated entries, and the
/// version of the tool.
/// </summary>
internal static class ProcessedSchema
{
    public const string CompatiblesId = "generated-compatibles";
    public const string TypesId = "generated-types";
    public const string PatternTypesId = "generated-pattern-types";

    /// <summary>Reads a file if it is such a document: JSON or YAML, an object without an <c>$id</c> of its own.</summary>
    public static SchemaValue? TryRead(string file, Func<string, byte[]> read)
    {
        try
        {
            var bytes = read(file);
            var document = bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? ReadJsonOrYaml(bytes) : YamlReader.Read(bytes);
            return document.IsObject && document["$id"] is null && document[TypesId] is not null ? document : null;
        }
        catch (Exception fault) when (fault is DocumentException or IOException or UnauthorizedAccessException)
        {
            // Whoever reads it as a binding will tell what is wrong.
            return null;
        }
    }

    /// <summary>The bindings in such a document.</summary>
    public static List<Binding> Bindings(SchemaValue document)
    {
        var bindings = new List<Binding>();
        for (var i = 0; i < document.Members.Count; i++)
        {
            var (id, schema, _) = document.Members[i];
            if (!schema.IsObject || id is CompatiblesId or TypesId or PatternTypesId) continue;
            bindings.Add(new Binding(id, schema["$filename"] is { IsString: true } file ? file.String : "", schema));
        }

        return bindings;
    }

    /// <summary>Makes the generated binding of all documented compatible strings.</summary>
    public static Binding Compatibles(IEnumerable<Binding> bindings) => new(CompatiblesId, "", Entry(
        CompatiblesId, "Generated schema of documented compatible strings", select: true, Loading.Compatibles.Schema(bindings)));

    /// <summary>Makes the document of a set.</summary>
    public static SchemaValue Write(BindingSet set, string version)
    {
        var members = new SchemaMembers();
        foreach (var binding in set.Bindings) members.Set(binding.Id, binding.Schema);
        members.Set(TypesId, Entry(TypesId, "Generated property types", select: false, PropertyTypes.ToProcessed(set.Types.Named)));
        members.Set(PatternTypesId, Entry(
            PatternTypesId, "Generated pattern property types", select: false, PropertyTypes.ToProcessed(set.Types.Patterns)));
        members.Set(CompatiblesId, set.Compatibles.Schema);
        members.Set("version", SchemaValue.Of(version));
        return SchemaValue.Of(members);
    }

    // YAML's flow mappings look like JSON and are not always.
    private static SchemaValue ReadJsonOrYaml(byte[] bytes)
    {
        try
        {
            return JsonReader.Read(bytes);
        }
        catch (DocumentException)
        {
            return YamlReader.Read(bytes);
        }
    }

    private static SchemaValue Entry(string id, string file, bool select, SchemaValue properties)
    {
        var members = new SchemaMembers();
        members.Set("$id", SchemaValue.Of(id));
        members.Set("$filename", SchemaValue.Of(file));
        members.Set("select", SchemaValue.Of(select));
        members.Set("properties", properties);
        return SchemaValue.Of(members);
    }
}
