using System.Collections.Concurrent;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>A schema that is tried on every node.</summary>
/// <param name="Document">The schema.</param>
/// <param name="Select">What says whether it is for a node; null when it is for all.</param>
internal sealed record SelectedSchema(SchemaDocument Document, Schema? Select);

/// <summary>
/// Which of the schemas with a <c>select</c> may be for a node, found by what each select cannot do without: one of
/// some compatibles, a property, or a node name. What is left is asked its select in full.
/// </summary>
internal sealed class Selection
{
    // Names with unit addresses have no end in a long-running process.
    private const int CacheLimit = 50_000;

    private readonly List<SelectedSchema> _schemas = [];
    private readonly List<int> _always = [];
    private readonly List<int> _allByCompatible = [];
    private readonly Dictionary<string, List<int>> _byCompatible = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, List<int>> _byProperty = [];
    private readonly List<(int Schema, Schema NodeName)> _byNodeName = [];
    private readonly ConcurrentDictionary<Symbol, int[]> _nodeNames = new();
    private readonly SymbolTable _symbols;
    private readonly Symbol _compatible;

    public Selection(SymbolTable symbols)
    {
        _symbols = symbols;
        _compatible = symbols["compatible"];
    }

    /// <summary>A schema by its place in the order they are tried in.</summary>
    public SelectedSchema this[int index] => _schemas[index];

    public void Add(SchemaDocument document, SchemaValue select)
    {
        var at = _schemas.Count;
        if (select.Kind == SchemaKind.Boolean)
        {
            _schemas.Add(new SelectedSchema(document, null));
            _always.Add(at);
            return;
        }

        // A select stands outside of its document as far as references go; none has any.
        _schemas.Add(new SelectedSchema(document, new Schema(select, document)));
        var required = select["required"] is { Kind: SchemaKind.Array } list
            ? list.Items.Where(i => i.Kind == SchemaKind.String).Select(i => i.String).ToList()
            : [];
        var properties = select["properties"];
        if (required.Contains("compatible") && Literals(properties?["compatible"]?["contains"]) is { } compatibles)
        {
            _allByCompatible.Add(at);
            foreach (var compatible in compatibles) ListOf(_byCompatible, compatible).Add(at);
        }
        else if (required.Find(r => r is not ("compatible" or "$nodename")) is { } property)
        {
            ListOf(_byProperty, _symbols[property]).Add(at);
        }
        else if (properties?["$nodename"] is { } nodeName)
        {
            _byNodeName.Add((at, new Schema(nodeName, document)));
        }
        else
        {
            _always.Add(at);
        }
    }

    /// <summary>The schemas that may be for a node, in their order.</summary>
    public void FindCandidates(TypedObject node, Evaluator evaluator, List<int> candidates)
    {
        candidates.Clear();
        candidates.AddRange(_always);
        if (node.TryGet(_compatible, out var compatible))
        {
            // A list is not even looked into when the value is none.
            if (compatible.Kind != TypedKind.Array) candidates.AddRange(_allByCompatible);
            else AddByCompatible(compatible.Items, candidates);
        }

        if (_byProperty.Count > 0)
        {
            for (var i = 0; i < node.Count; i++)
            {
                if (_byProperty.TryGetValue(node.NameAt(i), out var list)) candidates.AddRange(list);
            }
        }

        candidates.AddRange(ByNodeName(node.Name, evaluator));
        candidates.Sort();
    }

    private void AddByCompatible(TypedValue[] compatibles, List<int> candidates)
    {
        foreach (ref readonly var item in compatibles.AsSpan())
        {
            if (item.Kind != TypedKind.String || !_byCompatible.TryGetValue(item.String, out var list)) continue;
            foreach (var at in list)
            {
                if (!candidates.Contains(at)) candidates.Add(at);
            }
        }
    }

    private int[] ByNodeName(Symbol name, Evaluator evaluator)
    {
        if (_nodeNames.TryGetValue(name, out var known)) return known;
        var value = TypedValue.Of([TypedValue.Of(name.Text)]);
        int[] found = [.. _byNodeName.Where(s => evaluator.IsValid(s.NodeName, value)).Select(s => s.Schema)];
        if (_nodeNames.Count < CacheLimit) _nodeNames.TryAdd(name, found);
        return found;
    }

    /// <summary>The strings of a const or enum; null when it is neither, or not of strings alone.</summary>
    private static List<string>? Literals(SchemaValue? schema)
    {
        if (schema is not { Kind: SchemaKind.Object }) return null;
        if (schema["const"] is { Kind: SchemaKind.String } constant) return [constant.String];
        if (schema["enum"] is not { Kind: SchemaKind.Array } list) return null;
        return list.Items.TrueForAll(i => i.Kind == SchemaKind.String) ? [.. list.Items.Select(i => i.String)] : null;
    }

    private static List<int> ListOf<TKey>(Dictionary<TKey, List<int>> index, TKey key) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list)) index.Add(key, list = []);
        return list;
    }
}
