using System.Collections.Concurrent;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>A schema that is tried on nodes by itself.</summary>
/// <param name="Document">The schema.</param>
/// <param name="Select">What says whether it is for a node; null when it is for all.</param>
internal readonly record struct SelectedSchema(SchemaDocument Document, Schema? Select);

/// <summary>
/// Which of the schemas with a <c>select</c> may be for a node, found by what each select cannot do without: one of
/// some compatibles, a property, or a node name. What is left is asked its select in full.
/// </summary>
internal sealed class Selection
{
    // Names with unit addresses have no end in a long-running process.
    private const int CacheLimit = 50_000;

    private readonly List<(int Document, Documents.SchemaValue? Select)> _entries = [];
    private readonly SelectedSchema?[] _schemas;
    private readonly ProgramContext _context;
    private readonly List<int> _always = [];
    private readonly List<int> _allByCompatible = [];
    private readonly Dictionary<string, int[]> _byCompatible = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, int[]> _byProperty = [];
    private readonly List<(int Schema, Schema NodeName)> _byNodeName = [];
    private readonly ConcurrentDictionary<Symbol, int[]> _nodeNames = new();
    private readonly Symbol _compatible;

    public Selection(ProgramContext context)
    {
        _context = context;
        _compatible = context.Symbols["compatible"];
        foreach (var (document, select, key) in context.Image.Selection())
        {
            var at = _entries.Count;
            _entries.Add((document, select));
            switch (key.Kind)
            {
                case SelectKind.Compatible:
                    _allByCompatible.Add(at);
                    foreach (var compatible in key.Names) Append(_byCompatible, compatible, at);
                    break;
                case SelectKind.Property:
                    Append(_byProperty, context.Symbols[key.Names[0]], at);
                    break;
                case SelectKind.NodeName:
                    _byNodeName.Add((at, new Schema(select!["properties"]!["$nodename"]!, context.Document(document))));
                    break;
                default:
                    _always.Add(at);
                    break;
            }
        }

        _schemas = new SelectedSchema?[_entries.Count];
    }

    /// <summary>A schema by its place in the order they are tried in.</summary>
    public SelectedSchema this[int index] => _schemas[index] ??= Make(index);

    /// <summary>The schemas that may be for a node, in their order.</summary>
    public void FindCandidates(TypedObject node, Evaluator evaluator, List<int> candidates)
    {
        candidates.Clear();
        candidates.AddRange(_always);
        if (node.TryGet(_compatible, out var compatible))
        {
            // A list is not even looked into when the value is none. (dt-validate fails on one that is empty; then
            // it is of no use to say what each of these schemas wants.)
            if (compatible.Kind == TypedKind.Array) AddByCompatible(compatible.Items, candidates);
            else if (compatible.Kind != TypedKind.Boolean) candidates.AddRange(_allByCompatible);
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

    private SelectedSchema Make(int index)
    {
        var document = _context.Document(_entries[index].Document);
        return new SelectedSchema(document, _entries[index].Select is { } select ? new Schema(select, document) : null);
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
        var found = new List<int>();
        foreach (var (at, nodeName) in _byNodeName)
        {
            if (evaluator.IsValid(nodeName, value)) found.Add(at);
        }

        int[] answer = [.. found];
        if (_nodeNames.Count < CacheLimit) _nodeNames.TryAdd(name, answer);
        return answer;
    }

    private static void Append<TKey>(Dictionary<TKey, int[]> index, TKey key, int at) where TKey : notnull =>
        index[key] = index.TryGetValue(key, out var list) ? [.. list, at] : [at];
}
