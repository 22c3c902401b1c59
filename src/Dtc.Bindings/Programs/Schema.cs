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
    public bool? Constant { get; } = source.Kind == SchemaKind.Boolean ? source.Boolean : null;

    // Two threads may both compile it; either result will do.
    public SchemaBody Body => _body ??= SchemaCompiler.Compile(this);

    /// <summary>Whether it accepts every node that has no property it is concerned with.</summary>
    public bool IsAboutProperties => Constant ?? Array.TrueForAll(Body.Keywords, keyword => keyword.IsAboutProperties);

    /// <summary>Whether it looks at properties of a name.</summary>
    public bool Concerns(Values.Symbol name) => Constant is null && Array.Exists(Body.Keywords, keyword => keyword.Concerns(name));
}

/// <summary>A compiled schema.</summary>
internal sealed class SchemaBody
{
    private EvaluatedNames? _evaluated;
    private EvaluatedItems? _evaluatedItems;

    /// <summary>The schema it was made of.</summary>
    public required Schema Origin { get; init; }

    /// <summary>The keywords that judge values, in the order of the document.</summary>
    public required Keyword[] Keywords { get; init; }

    /// <summary>The parts that say which properties count as evaluated.</summary>
    public EvaluatedNames Evaluated => _evaluated ??= EvaluatedNames.Of(this);

    /// <summary>The same for items.</summary>
    public EvaluatedItems EvaluatedItems => _evaluatedItems ??= EvaluatedItems.Of(this);

    /// <summary>The keyword of that sort; null when there is none.</summary>
    public T? Find<T>() where T : Keyword
    {
        foreach (var keyword in Keywords)
        {
            if (keyword is T found) return found;
        }

        return null;
    }

    /// <summary>All branches of allOf, oneOf and anyOf.</summary>
    public Schema[] Branches()
    {
        Schema[] branches = [];
        foreach (var keyword in Keywords)
        {
            if (keyword is AllOfKeyword all) branches = [.. branches, .. all.Branches];
            else if (keyword is AlternativesKeyword alternatives) branches = [.. branches, .. alternatives.Branches];
        }

        return branches;
    }

    /// <summary>The types of <c>type</c>; none when there is no such keyword.</summary>
    public Values.JsonTypes Types { get; init; }
}
