using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Programs;

/// <summary>One schema document of a set, compiled as far as it was needed.</summary>
internal sealed class SchemaDocument(string id, SchemaValue source, ProgramContext context)
{
    private Schema? _root;

    /// <summary>Its <c>$id</c> without the trailing <c>#</c>.</summary>
    public string Id { get; } = id;

    public SchemaValue Source { get; } = source;

    /// <summary>The file it was read from; empty when that is not known.</summary>
    public string File => Source["$filename"] is { IsString: true } file ? file.String : string.Empty;

    public ProgramContext Context { get; } = context;

    /// <summary>The whole document.</summary>
    public Schema Root => _root ??= new Schema(Source, this);
}

/// <summary>A schema: a list of keywords that is compiled when the schema first meets a value.</summary>
internal sealed class Schema(SchemaValue source, SchemaDocument document)
{
    private SchemaBody? _body;

    public SchemaValue Source { get; } = source;

    public SchemaDocument Document { get; } = document;

    /// <summary>The value of a schema that is just true or false.</summary>
    public bool? Constant => Source.Kind == SchemaKind.Boolean ? Source.Boolean : null;

    // Two threads may both compile it; either result will do.
    public SchemaBody Body => _body ??= SchemaCompiler.Compile(this);
}

/// <summary>A compiled schema.</summary>
internal sealed class SchemaBody
{
    /// <summary>The schema it was made of.</summary>
    public required Schema Origin { get; init; }

    /// <summary>The keywords that judge values, in the order of the document.</summary>
    public required Keyword[] Keywords { get; init; }

    /// <summary>The parts that say which properties count as evaluated; null when no property does.</summary>
    public EvaluatedNames? Evaluated { get; init; }

    /// <summary>The same for items.</summary>
    public EvaluatedItems? EvaluatedItems { get; init; }

    /// <summary>The types of <c>type</c>; none when there is no such keyword.</summary>
    public Values.JsonTypes Types { get; init; }
}
