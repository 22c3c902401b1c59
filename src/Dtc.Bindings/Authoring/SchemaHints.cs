using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;

namespace Dtc.Bindings.Authoring;

/// <summary>Finds the description that explains a finding best: the last on the way through the meta-schemas.</summary>
internal static class SchemaHints
{
    // A reference to itself leads nowhere.
    private const int MaximumReferences = 32;

    /// <summary>Adds hints to what a meta-schema found.</summary>
    /// <param name="metaSchemas">The meta-schemas.</param>
    /// <param name="root">The one that the binding was judged by.</param>
    /// <param name="error">The finding.</param>
    public static SchemaFault Annotate(MetaSchemas metaSchemas, SchemaDocument root, EvaluationError error) =>
        Annotate(metaSchemas, root, error, error.SchemaItems);

    /// <summary>The same without hints.</summary>
    public static SchemaFault Wrap(EvaluationError error) => new(error, null, null, [.. error.Branches.Select(Wrap)]);

    private static SchemaFault Annotate(MetaSchemas metaSchemas, SchemaDocument root, EvaluationError error, PathItem[] path)
    {
        SchemaFault[] branches =
            [.. error.Branches.Select(branch => Annotate(metaSchemas, root, branch, [.. path, .. branch.SchemaItems]))];
        var (document, schema) = (root, root.Source);
        string? hint = null;
        foreach (var item in path)
        {
            for (var i = 0; i < MaximumReferences && Step(schema, item) is null && schema["$ref"] is { IsString: true } reference; i++)
            {
                var target = metaSchemas.Follow(reference.String, document);
                (document, schema) = (target.Document, target.Source);
            }

            if (Step(schema, item) is not { } next) break;
            schema = next;
            if (schema["description"] is { IsString: true } description) hint = description.String;
        }

        if (error.Keyword is not null && error.Origin.Source["description"] is { IsString: true } nearest) hint = nearest.String;
        return new SchemaFault(error, hint, document.Id, branches);
    }

    private static SchemaValue? Step(SchemaValue schema, PathItem item)
    {
        if (item.Name is { } name) return schema[name];
        return schema.IsArray && item.Index < schema.Items.Count ? schema.Items[item.Index] : null;
    }
}
