using Dtc.Bindings.Values;

namespace Dtc.Bindings.Decoding;

/// <summary>Something in a tree that does not have the form its type asks for.</summary>
/// <param name="NodePath">Path of the node; null when it is the blob as a whole.</param>
/// <param name="Property">Name of the property, if it is one.</param>
/// <param name="Message">What is wrong.</param>
internal readonly record struct DecodeProblem(string? NodePath, string? Property, string Message);

/// <summary>
/// Decodes a whole tree: each property by its type, then the properties whose shape follows from other nodes. Nodes
/// whose names begin with two underscores are read for what they say of unresolved references, and left out.
/// </summary>
internal sealed class TreeDecoder
{
    private readonly BindingTree _tree;
    private readonly SymbolTable _symbols;
    private readonly DecodingTypes _types;
    private readonly Symbol _phandle;
    private readonly References _references = new();
    private readonly List<DecodeProblem> _problems;

    private TreeDecoder(BindingTree tree, SymbolTable symbols, DecodingTypes types, List<DecodeProblem> problems)
    {
        _tree = tree;
        _symbols = symbols;
        _types = types;
        _problems = problems;
        _phandle = symbols["phandle"];
    }

    /// <summary>Decodes a tree.</summary>
    /// <returns>The root; null when there is none.</returns>
    public static TypedObject? Decode(
        BindingTree tree, SymbolTable symbols, DecodingTypes types, List<DecodeProblem> problems)
    {
        if (tree.Error is { } error) problems.Add(new DecodeProblem(null, null, error));
        if (tree.NodeCount == 0) return null;
        var decoder = new TreeDecoder(tree, symbols, types, problems);
        var root = decoder.DecodeNode(0, symbols["/"], string.Empty);
        if (root is not null) new CellSplitter(symbols, types, decoder._references, problems).Split(root);
        return root;
    }

    private TypedObject? DecodeNode(int node, Symbol name, string path)
    {
        if (name.Text == "__fixups__")
        {
            ReadFixups(node, name, path);
            return null;
        }

        if (name.Text == "__local_fixups__")
        {
            ReadLocalFixups(node, string.Empty);
            return null;
        }

        if (name.Text.StartsWith("__", StringComparison.Ordinal)) return null;
        var result = DecodeProperties(node, name, path);
        if (result.TryGet(_phandle, out var phandle))
        {
            if (phandle.TryCount(out var number)) _references.Providers[number] = result;
            else if (phandle.Kind == TypedKind.Array) Note(path, _phandle.Text, "is not one number");
        }

        for (var child = _tree.FirstChild(node); child >= 0; child = _tree.NextSibling(child))
        {
            var childName = _symbols[_tree.NodeName(child)];
            if (DecodeNode(child, childName, $"{path}/{childName.Text}") is { } value)
            {
                result.Set(childName, TypedValue.Of(value));
            }
        }

        return result;
    }

    private TypedObject DecodeProperties(int node, Symbol nodeName, string path)
    {
        var result = new TypedObject(nodeName);
        var (first, count) = _tree.PropertiesOf(node);
        for (var i = first; i < first + count; i++)
        {
            var name = _symbols[_tree.PropertyName(i)];
            var type = name.TypeIn(_types);
            result.Set(name, PropertyDecoder.Decode(nodeName.Text, name.Text, type, _tree.PropertyValue(i), out var problem));
            if (problem is not null) _problems.Add(new DecodeProblem(path.Length == 0 ? "/" : path, name.Text, problem));
        }

        return result;
    }

    private void Note(string path, string property, string message) =>
        _problems.Add(new DecodeProblem(path.Length == 0 ? "/" : path, property, $"{property}: {message}"));

    private void ReadFixups(int node, Symbol name, string path)
    {
        var fixups = DecodeProperties(node, name, path);
        for (var i = 0; i < fixups.Count; i++)
        {
            if (fixups.ValueAt(i).Kind != TypedKind.Array)
            {
                Note(path, fixups.NameAt(i).Text, "is not a list of places");
                continue;
            }

            foreach (var place in fixups.ValueAt(i).Items)
            {
                if (place.Kind == TypedKind.String) _references.Places.Add(place.String);
            }
        }
    }

    // The path is that of the node with the references.
    private void ReadLocalFixups(int node, string path)
    {
        var (first, count) = _tree.PropertiesOf(node);
        for (var i = first; i < first + count; i++)
        {
            var value = _tree.PropertyValue(i);
            if (value.Length % 4 != 0)
            {
                Note($"/__local_fixups__{path}", _symbols[_tree.PropertyName(i)].Text, "is not a list of offsets");
            }

            for (var at = 0; at + 4 <= value.Length; at += 4)
            {
                var offset = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(value[at..]);
                _references.Places.Add($"{path}:{_symbols[_tree.PropertyName(i)].Text}:{offset}");
            }
        }

        for (var child = _tree.FirstChild(node); child >= 0; child = _tree.NextSibling(child))
        {
            ReadLocalFixups(child, $"{path}/{_symbols[_tree.NodeName(child)].Text}");
        }
    }
}

/// <summary>What phandles of a tree point to.</summary>
internal sealed class References
{
    /// <summary>Nodes by phandle.</summary>
    public Dictionary<Int128, TypedObject> Providers { get; } = [];

    /// <summary>Places of references, resolved or not: <c>PATH:PROPERTY:OFFSET</c>.</summary>
    public HashSet<string> Places { get; } = new(StringComparer.Ordinal);
}
