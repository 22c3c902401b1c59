using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>A schema that is tried on nodes by itself.</summary>
/// <param name="Document">The schema.</param>
/// <param name="Select">What says whether it is for a node; null when it is for all.</param>
internal sealed record SelectedSchema(SchemaDocument Document, Schema? Select);

/// <summary>
/// Which of the schemas with a <c>select</c> may be for a node, found by what each select cannot do without: one of
/// some compatibles, a property, or a node name. What is left is asked its select in full. Schemas that select every node
/// are most of the work, and say something of a few properties each: a node meets those that its properties matter to.
/// </summary>
internal sealed class Selection
{
    private readonly List<(int Document, Documents.SchemaValue? Select)> _entries = [];
    private readonly SelectedSchema?[] _schemas;
    private readonly ProgramContext _context;
    private readonly List<int> _any = [];
    private readonly int[] _allByCompatible;
    private readonly Dictionary<string, int[]> _byCompatible = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, int[]> _byProperty = [];
    private readonly List<(int Schema, Schema NodeName)> _byNodeName = [];
    private readonly Symbol _compatible;
    private int[]? _always;

    public Selection(ProgramContext context)
    {
        _context = context;
        _compatible = context.Symbols["compatible"];
        var byCompatible = new List<int>();
        foreach (var (document, select, key) in context.Image.Selection())
        {
            var at = _entries.Count;
            _entries.Add((document, select));
            switch (key.Kind)
            {
                case SelectKind.Compatible:
                    byCompatible.Add(at);
                    foreach (var compatible in key.Names) Append(_byCompatible, compatible, at);
                    break;
                case SelectKind.Property:
                    Append(_byProperty, context.Symbols[key.Names[0]], at);
                    break;
                case SelectKind.NodeName:
                    _byNodeName.Add((at, new Schema(select!["properties"]!["$nodename"]!, context.Document(document))));
                    break;
                default:
                    _any.Add(at);
                    break;
            }
        }

        _allByCompatible = [.. byCompatible];
        _schemas = new SelectedSchema?[_entries.Count];
    }

    /// <summary>A schema by its place in the order they are tried in.</summary>
    public SelectedSchema this[int index] => _schemas[index] ??= Make(index);

    /// <summary>Words of a set of candidates, one bit for each schema.</summary>
    public int WordCount => (_entries.Count + 63) / 64;

    /// <summary>The schemas that may be for a node: those whose bits are set.</summary>
    public void FindCandidates(TypedObject node, Evaluator evaluator, Span<ulong> candidates)
    {
        candidates.Clear();
        Set(candidates, _always ??= FindAlways());
        if (node.TryGet(_compatible, out var compatible))
        {
            // A list is not even looked into when the value is none. (dt-validate fails on one that is empty; then
            // it is of no use to say what each of these schemas wants.)
            if (compatible.Kind == TypedKind.Array) AddByCompatible(compatible.Items, candidates);
            else if (compatible.Kind != TypedKind.Boolean) Set(candidates, _allByCompatible);
        }

        for (var i = 0; i < node.Count; i++) Set(candidates, node.NameAt(i).PropertySchemas ??= FindByProperty(node.NameAt(i)));
        Set(candidates, node.Name.NodeSchemas ??= FindByNodeName(node.Name, evaluator));
    }

    // A schema for every node that only says something of some properties is left to those.
    private int[] FindAlways() => [.. _any.Where(at => this[at].Select is not null || !this[at].Document.Root.IsAboutProperties)];

    private int[] FindByProperty(Symbol name)
    {
        var found = new List<int>();
        if (_byProperty.TryGetValue(name, out var selected)) found.AddRange(selected);
        foreach (var at in _any)
        {
            if (Array.IndexOf(_always!, at) < 0 && this[at].Document.Root.Concerns(name)) found.Add(at);
        }

        return [.. found];
    }

    private SelectedSchema Make(int index)
    {
        var document = _context.Document(_entries[index].Document);
        return new SelectedSchema(document, _entries[index].Select is { } select ? new Schema(select, document) : null);
    }

    private void AddByCompatible(TypedValue[] compatibles, Span<ulong> candidates)
    {
        foreach (ref readonly var item in compatibles.AsSpan())
        {
            if (item.Kind == TypedKind.String && _byCompatible.TryGetValue(item.String, out var list)) Set(candidates, list);
        }
    }

    private int[] FindByNodeName(Symbol name, Evaluator evaluator)
    {
        var value = TypedValue.Of([TypedValue.Of(name.Text)]);
        var found = new List<int>();
        foreach (var (at, nodeName) in _byNodeName)
        {
            if (evaluator.IsValid(nodeName, value)) found.Add(at);
        }

        return [.. found];
    }

    private static void Set(Span<ulong> candidates, ReadOnlySpan<int> schemas)
    {
        foreach (var at in schemas) candidates[at >> 6] |= 1UL << at;
    }

    private static void Append<TKey>(Dictionary<TKey, int[]> index, TKey key, int at) where TKey : notnull =>
        index[key] = index.TryGetValue(key, out var list) ? [.. list, at] : [at];
}
