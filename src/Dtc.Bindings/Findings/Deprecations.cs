using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Findings;

/// <summary>
/// Finds what a node has that its binding marks <c>deprecated: true</c>. An annotation counts in the schemas
/// that apply to a value, and in those alternatives that accept it. dt-validate does not look at it.
/// </summary>
internal sealed class Deprecations(Evaluator evaluator, Action<EvaluationError> sink)
{
    // Schemas may refer to themselves; no binding nests as deep.
    private const int MaxDepth = 40;

    private readonly List<PathItem> _path = [];
    private readonly HashSet<(SchemaValue, string)> _told = [];
    private int _depth;

    /// <summary>Looks through a schema and a value it was applied to.</summary>
    public void Collect(Schema schema, in TypedValue value)
    {
        if (!schema.Source.IsObject || _depth >= MaxDepth) return;
        _depth++;
        var members = schema.Source.Members;
        for (var i = 0; i < members.Count; i++)
        {
            var (key, source, _) = members[i];
            switch (key)
            {
                case "deprecated" when source.IsTrue && _path.Count > 0:
                    Tell(schema, value);
                    break;
                case "properties" when source.IsObject && value.Kind == TypedKind.Object:
                    CollectProperties(source.Members, schema, value.Object);
                    break;
                case "items" when source.IsObject && value.Kind == TypedKind.Array:
                    for (var at = 0; at < value.Items.Length; at++) CollectBelow(Sub(source, schema), value.Items[at], PathItem.Of(at));
                    break;
                case "items" when source.IsArray && value.Kind == TypedKind.Array:
                    for (var at = 0; at < Math.Min(value.Items.Length, source.Items.Count); at++)
                        CollectBelow(Sub(source.Items[at], schema), value.Items[at], PathItem.Of(at));
                    break;
                case "allOf" when source.IsArray:
                    foreach (var branch in source.Items) Collect(Sub(branch, schema), value);
                    break;
                case "anyOf" or "oneOf" when source.IsArray:
                    foreach (var branch in source.Items) CollectIfValid(Sub(branch, schema), value);
                    break;
                case "$ref" when source.IsString:
                    Collect(schema.Document.Context.Resolve(source.String, schema.Document), value);
                    break;
                case "if":
                    var holds = evaluator.IsValid(Sub(source, schema), value);
                    if (members.Find(holds ? "then" : "else") is { } chosen) Collect(Sub(chosen, schema), value);
                    break;
            }
        }

        _depth--;
    }

    private static Schema Sub(SchemaValue source, Schema parent) => new(source, parent.Document);

    private void CollectProperties(SchemaMembers properties, Schema schema, TypedObject node)
    {
        var symbols = schema.Document.Context.Symbols;
        for (var i = 0; i < properties.Count; i++)
        {
            if (properties[i].Value.IsObject && node.TryGet(symbols[properties[i].Key], out var value))
                CollectBelow(Sub(properties[i].Value, schema), value, PathItem.Of(properties[i].Key));
        }
    }

    private void CollectBelow(Schema schema, in TypedValue value, PathItem step)
    {
        _path.Add(step);
        Collect(schema, value);
        _path.RemoveAt(_path.Count - 1);
    }

    private void CollectIfValid(Schema branch, in TypedValue value)
    {
        if (branch.Source.IsObject && evaluator.IsValid(branch, value)) Collect(branch, value);
    }

    private void Tell(Schema schema, in TypedValue value)
    {
        if (_told.Add((schema.Source, string.Join('/', _path)))) sink(new EvaluationError(null, null, value, null, [.. _path], []) { Origin = schema });
    }
}
