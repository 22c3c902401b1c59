using Dtc.Bindings.Caching;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Authoring;

/// <summary>The schemas that bindings themselves follow, compiled. May be shared by threads.</summary>
internal sealed class MetaSchemas
{
    /// <summary>Where the ids of meta-schemas begin.</summary>
    public const string Base = "http://devicetree.org/meta-schemas/";

    private const string FormId = Base + "json-schema.yaml";

    private static readonly Lazy<MetaSchemas> Once = new(() => new MetaSchemas(
        new[] { "base", "core", "json-schema", "keywords", "names", "values" }.Select(name => ShippedBindings.Read($"{ShippedBindings.Root}meta/{name}.yaml"))));

    private readonly ProgramContext _context;

    /// <summary>Compiles meta-schemas.</summary>
    /// <param name="files">Their texts.</param>
    public MetaSchemas(IEnumerable<byte[]> files)
    {
        var schemas = new SchemaMembers();
        foreach (var file in files)
        {
            var schema = YamlReader.Read(file);
            schemas.Set(schema["$id"]!.String.TrimEnd('#'), schema);
        }

        _context = new ProgramContext(ProgramImage.Of(schemas));
    }

    /// <summary>Those that are shipped.</summary>
    public static MetaSchemas Shipped => Once.Value;

    /// <summary>Names that meta-schemas and the documents judged by them have in common.</summary>
    public SymbolTable Symbols => _context.Symbols;

    /// <summary>The rules of JSON Schema itself.</summary>
    public SchemaDocument Form => Find(FormId)!;

    /// <summary>The rules that a binding names as its own; those of devices when it names none that exist.</summary>
    public SchemaDocument For(SchemaValue binding) =>
        binding["$schema"] is { IsString: true } named && Find(named.String.TrimEnd('#')) is { } document
            ? document
            : Find(Base + "core.yaml")!;

    /// <summary>The document of that id; null when there is none.</summary>
    public SchemaDocument? Find(string id) => _context.FindDocument(id);

    /// <summary>What a reference in a meta-schema leads to; the schema false when that is nothing.</summary>
    public Schema Follow(string reference, SchemaDocument from) => _context.Resolve(reference, from);
}
