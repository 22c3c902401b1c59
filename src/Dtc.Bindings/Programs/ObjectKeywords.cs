using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary><c>properties</c>.</summary>
internal sealed class PropertiesKeyword : Keyword
{
    // A list this long is looked through; longer ones are looked up in.
    private const int ScanLimit = 4;

    private readonly Symbol[] _names;
    private readonly Schema[] _schemas;
    private readonly Dictionary<Symbol, int>? _index;

    public PropertiesKeyword(Symbol[] names, Schema[] schemas) : base("properties")
    {
        _names = names;
        _schemas = schemas;
        if (names.Length <= ScanLimit) return;
        _index = new Dictionary<Symbol, int>(names.Length);
        for (var i = 0; i < names.Length; i++) _index[names[i]] = i;
    }

    public override bool IsAboutProperties => true;

    public bool Has(Symbol name) => IndexOf(name) >= 0;

    public override bool Concerns(Symbol name) => IndexOf(name) is var at and >= 0 && _schemas[at].Constant != true;

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        var node = value.Object;
        if (_index is null)
        {
            for (var i = 0; i < _names.Length; i++)
            {
                var at = node.IndexOf(_names[i]);
                if (at >= 0 && !evaluator.IsValid(_schemas[i], node.ValueAt(at))) return false;
            }

            return true;
        }

        for (var at = 0; at < node.Count; at++)
        {
            if (_index.TryGetValue(node.NameAt(at), out var i) && !evaluator.IsValid(_schemas[i], node.ValueAt(at)))
            {
                return false;
            }
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        var node = value.Object;
        for (var i = 0; i < _names.Length; i++)
        {
            var at = node.IndexOf(_names[i]);
            if (at < 0 || _schemas[i].Constant == true) continue;
            evaluator.CollectMember(_schemas[i], node.ValueAt(at), PathItem.Of(_names[i].Text), PathItem.Of(_names[i].Text));
        }
    }

    private int IndexOf(Symbol name) => _index is null ? Array.IndexOf(_names, name) : _index.GetValueOrDefault(name, -1);
}

/// <summary><c>patternProperties</c>.</summary>
internal sealed class PatternPropertiesKeyword(PatternSet patterns, string[] sources, Schema[] schemas)
    : Keyword("patternProperties")
{
    public PatternSet Patterns => patterns;

    public override bool IsAboutProperties => true;

    public override bool Concerns(Symbol name) => Array.Exists(patterns.Matches(name), i => schemas[i].Constant != true);

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        var node = value.Object;
        for (var at = 0; at < node.Count; at++)
        {
            foreach (var i in patterns.Matches(node.NameAt(at)))
            {
                if (schemas[i].Constant != true && !evaluator.IsValid(schemas[i], node.ValueAt(at))) return false;
            }
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        var node = value.Object;
        for (var i = 0; i < schemas.Length; i++)
        {
            if (schemas[i].Constant == true) continue;
            for (var at = 0; at < node.Count; at++)
            {
                var name = node.NameAt(at);
                if (Array.BinarySearch(patterns.Matches(name), i) < 0) continue;
                evaluator.CollectMember(schemas[i], node.ValueAt(at), PathItem.Of(name.Text), PathItem.Of(sources[i]));
            }
        }
    }
}

/// <summary><c>additionalProperties</c>.</summary>
internal sealed class AdditionalPropertiesKeyword(Schema schema) : Keyword("additionalProperties")
{
    /// <summary>The properties that are not additional.</summary>
    public PropertiesKeyword? Properties { get; set; }

    /// <summary>The same by patterns.</summary>
    public PatternPropertiesKeyword? Patterns { get; set; }

    public override bool IsAboutProperties => true;

    public override bool Concerns(Symbol name) => schema.Constant != true && IsExtra(name);

    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        var node = value.Object;
        for (var at = 0; at < node.Count; at++)
        {
            if (IsExtra(node.NameAt(at)) && !evaluator.IsValid(schema, node.ValueAt(at))) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object || schema.Constant == true) return;
        var node = value.Object;
        var extras = new List<string>();
        for (var at = 0; at < node.Count; at++)
        {
            var name = node.NameAt(at);
            if (!IsExtra(name)) continue;
            if (schema.Constant == false) extras.Add(name.Text);
            else evaluator.CollectMember(schema, node.ValueAt(at), PathItem.Of(name.Text), null);
        }

        if (extras.Count == 0) return;
        extras.Sort(StringComparer.Ordinal);
        if (Patterns is not { } set)
        {
            evaluator.Report(
                this, value, $"Additional properties are not allowed ({Evaluator.Extras(extras)} unexpected)", extras);
            return;
        }

        evaluator.Report(
            this,
            value,
            $"{string.Join(", ", extras.Select(PythonText.Of))} {(extras.Count == 1 ? "does" : "do")} not match any of the regexes: {set.Patterns.Listing}",
            extras);
    }

    private bool IsExtra(Symbol name) =>
        Properties?.Has(name) != true && (Patterns is null || Patterns.Patterns.Matches(name).Length == 0);
}

/// <summary><c>unevaluatedProperties</c>, with the reference implementation's idea of what counts as evaluated.</summary>
internal sealed class UnevaluatedPropertiesKeyword(Schema schema, Schema owner) : Keyword("unevaluatedProperties")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object || schema.Constant == true) return true;
        var node = value.Object;
        var evaluated = evaluator.FindEvaluated(owner, value);
        for (var at = 0; at < node.Count; at++)
        {
            if (!evaluated[at] && !evaluator.IsValid(schema, node.ValueAt(at))) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object || schema.Constant == true) return;
        var node = value.Object;
        var evaluated = evaluator.FindEvaluated(owner, value);
        var extras = new List<string>();
        for (var at = 0; at < node.Count; at++)
        {
            if (evaluated[at]) continue;

            // Named once for each fault that the schema finds in it.
            var faults = schema.Constant == false ? 1 : evaluator.Count(schema, node.ValueAt(at));
            for (; faults > 0; faults--) extras.Add(node.NameAt(at).Text);
        }

        if (extras.Count == 0) return;
        if (schema.Constant != false)
        {
            evaluator.Report(
                this, value, $"Unevaluated properties are not valid under the given schema ({Evaluator.Extras(extras)} unevaluated and invalid)", extras);
            return;
        }

        extras.Sort(StringComparer.Ordinal);
        evaluator.Report(
            this, value, $"Unevaluated properties are not allowed ({Evaluator.Extras(extras)} unexpected)", extras);
    }
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(Schema schema) : Keyword("propertyNames")
{
    public override bool Holds(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return true;
        for (var at = 0; at < value.Object.Count; at++)
        {
            if (!evaluator.IsValid(schema, TypedValue.Of(value.Object.NameAt(at).Text))) return false;
        }

        return true;
    }

    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (value.Kind != TypedKind.Object) return;
        for (var at = 0; at < value.Object.Count; at++)
        {
            evaluator.Collect(schema, TypedValue.Of(value.Object.NameAt(at).Text));
        }
    }
}
