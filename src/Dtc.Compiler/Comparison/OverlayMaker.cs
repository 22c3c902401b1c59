using System.Text;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Comparison;

/// <summary>
/// Writes the overlay that turns one tree into another, as source. Nodes of the base are addressed by their symbols,
/// or by path where there is none; they are referred to by symbol, by phandle, or by a label on a fragment of their own.
/// </summary>
public sealed class OverlayMaker
{
    private readonly DeviceTree _base;
    private readonly DeviceTree _wanted;
    private readonly TreeReferences _baseReferences;
    private readonly TreeReferences _wantedReferences;
    private readonly Dictionary<string, string> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fragment> _byPath = new(StringComparer.Ordinal);
    private readonly List<Fragment> _fragments = [];
    private readonly Dictionary<Node, string> _labels = [];
    private readonly List<string> _obstacles = [];
    private readonly List<string> _doubts = [];
    private int _nextLabel;

    private OverlayMaker(DeviceTree from, DeviceTree to)
    {
        _base = from;
        _wanted = to;
        _baseReferences = new TreeReferences(from);
        _wantedReferences = new TreeReferences(to);
        if (from.Root.FindChild(from.Names.Symbols) is not { } symbols) return;
        foreach (var symbol in symbols.Properties)
        {
            _taken.Add(symbol.Name.ToString());
            if (symbol.Length > 0 && SourceNames.IsLabel(symbol.Name.Utf8)) _symbols.TryAdd(Encoding.UTF8.GetString(symbol.Value[..^1]), symbol.Name.ToString());
        }
    }

    /// <summary>Makes the overlay.</summary>
    /// <param name="from">The base; its passes have run.</param>
    /// <param name="to">What the base should become; from the same compiler.</param>
    /// <param name="obstacles">What no overlay can do, one line each: removals above all. They are left out.</param>
    /// <param name="doubts">Values that may refer to nodes whose phandles will be others, one line each.</param>
    /// <returns>The source; null when there is nothing to change.</returns>
    public static string? Make(DeviceTree from, DeviceTree to, out IReadOnlyList<string> obstacles, out IReadOnlyList<string> doubts)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var maker = new OverlayMaker(from, to);
        obstacles = maker._obstacles;
        doubts = maker._doubts;
        foreach (var change in TreeComparison.Of(from, to)) maker.Take(change);
        if (maker._fragments.Count == 0) return null;
        // Writing finds out which nodes need labels, and which base nodes fragments for one; so it is done until no
        // further fragment comes up, and once more for the labels.
        for (var i = 0; i < maker._fragments.Count; i++) maker.Write(maker._fragments[i], new StringBuilder(), i);
        return maker.Text();
    }

    private void Take(TreeChange change)
    {
        var names = _base.Names;
        for (var node = change.LeftNode ?? change.RightNode; node?.Parent is not null; node = node.Parent)
        {
            if (node.Parent.Parent is null && (node.Name == names.Fixups || node.Name == names.LocalFixups)) return;
        }

        switch (change.Kind)
        {
            case ChangeKind.NodeAdded:
                Look(change.RightNode!);
                if (CanWrite(change.RightNode!)) FragmentFor(change.RightNode!.Parent!).Nodes.Add(change.RightNode);
                break;
            case ChangeKind.PropertyAdded or ChangeKind.PropertyChanged:
                Look(change.RightNode!, change.Right!);
                if (CanWrite(change.Right!)) FragmentFor(change.RightNode!).Properties.Add((change.RightNode!, change.Right!));
                break;
            case ChangeKind.NodeRemoved:
                _obstacles.Add($"the node {change.Path} would have to be deleted");
                break;
            case ChangeKind.PropertyRemoved:
                _obstacles.Add($"the property {change.Left!.Name} of {change.Path} would have to be deleted");
                break;
            case ChangeKind.Reservations:
                _obstacles.Add("the memory reservations differ");
                break;
            case ChangeKind.BootCpu:
                _obstacles.Add("the boot CPU differs");
                break;
        }
    }

    // Lists what of a new node source cannot say, and what it may say wrongly.
    private void Look(Node node)
    {
        if (!CanWrite(node))
        {
            _obstacles.Add($"the node {node.Path} has a name that cannot be written as source");
            return;
        }

        foreach (var property in node.Properties)
        {
            if (!TreeReferences.IsPhandle(_wanted, property)) Look(node, property);
        }

        foreach (var child in node.Children) Look(child);
    }

    private void Look(Node node, Property property)
    {
        if (!CanWrite(property))
        {
            _obstacles.Add($"the property {property.Name} of {node.Path} has or refers to a name that cannot be written as source");
            return;
        }

        foreach (var target in _wantedReferences.Possible(property))
        {
            // New nodes get their phandles when the overlay is applied; it would move a number written here.
            var phandle = _wantedReferences.PhandleOf(target);
            if (InBase(target) is { } known && _baseReferences.PhandleOf(known) == phandle) continue;
            _doubts.Add($"a value of {node.Path} may be a reference: {property.Name} holds 0x{phandle:x}, the phandle of {target.Path}, which will have another");
            break;
        }
    }

    private static bool CanWrite(Node node) => SourceNames.IsName(node.Name.Utf8);

    private bool CanWrite(Property property)
    {
        if (!SourceNames.IsName(property.Name.Utf8)) return false;
        foreach (var reference in _wantedReferences.Of(property))
        {
            if (reference.Target is { } target ? !IsReachable(target) : !SourceNames.IsReference(reference.Label!.Utf8)) return false;
        }

        return true;
    }

    // Nodes of the base are written by their symbols or numbers, new ones by labels put on them.
    private bool IsReachable(Node node)
    {
        var at = node;
        while (at.Parent is { } parent && InBase(at) is null)
        {
            if (!CanWrite(at)) return false;
            at = parent;
        }

        return true;
    }

    private Node? InBase(Node node) => _base.FindByPath(node.Parent is null ? default : Encoding.UTF8.GetBytes(node.Path));

    private Fragment FragmentFor(Node node)
    {
        var path = node.Path;
        if (_byPath.TryGetValue(path, out var known)) return known;
        var fragment = new Fragment(path);
        _byPath.Add(path, fragment);
        _fragments.Add(fragment);
        return fragment;
    }

    private string Text()
    {
        var text = new StringBuilder("/dts-v1/;\n/plugin/;\n\n/ {\n");
        for (var i = 0; i < _fragments.Count; i++)
        {
            if (i > 0) text.Append('\n');
            Write(_fragments[i], text, i);
        }

        return text.Append("};\n").ToString();
    }

    private void Write(Fragment fragment, StringBuilder text, int number)
    {
        text.Append($"\tfragment@{number:x} {{\n\t\t");
        var target = _symbols.TryGetValue(fragment.Path, out var symbol)
            ? $"target = <&{symbol}>"
            : $"target-path = {ValueText.Of(Encoding.UTF8.GetBytes(fragment.Path + "\0"), [], static r => r.Name)}";
        text.Append(target).Append(";\n\n\t\t");
        if (fragment.Label is { } label) text.Append(label).Append(": ");
        text.Append("__overlay__ {\n");
        foreach (var (node, property) in fragment.Properties) Property(node, property, text, 3);
        foreach (var node in fragment.Nodes) NewNode(node, text, 3);
        text.Append("\t\t};\n\t};\n");
    }

    private void NewNode(Node node, StringBuilder text, int depth)
    {
        text.Append('\t', depth);
        if (_labels.TryGetValue(node, out var label)) text.Append(label).Append(": ");
        text.Append(node.Name).Append(" {\n");
        foreach (var property in node.Properties)
        {
            if (!TreeReferences.IsPhandle(_wanted, property) && CanWrite(property)) Property(node, property, text, depth + 1);
        }

        foreach (var child in node.Children)
        {
            if (CanWrite(child)) NewNode(child, text, depth + 1);
        }

        text.Append('\t', depth).Append("};\n");
    }

    private void Property(Node node, Property property, StringBuilder text, int depth)
    {
        text.Append('\t', depth).Append(property.Name);
        var value = ValueText.Of(property.Value, _wantedReferences.Of(property), NameOf);
        if (value.Length > 0) text.Append(" = ").Append(value);
        text.Append(";\n");
    }

    // What a cell of the overlay has to say to mean a node of the tree that is wanted.
    private string NameOf(CellReference reference)
    {
        if (reference.Target is not { } target) return reference.Name;
        if (InBase(target) is not { } known)
        {
            if (!_labels.TryGetValue(target, out var label)) _labels.Add(target, label = NewLabel());
            return $"&{label}";
        }

        if (_symbols.TryGetValue(target.Path, out var symbol)) return $"&{symbol}";
        if (_baseReferences.PhandleOf(known) is var phandle and not (0 or uint.MaxValue)) return $"0x{phandle:x}";
        var fragment = FragmentFor(known);
        return $"&{fragment.Label ??= NewLabel()}";
    }

    private string NewLabel()
    {
        while (true)
        {
            var label = $"node_{_nextLabel++}";
            if (_taken.Add(label)) return label;
        }
    }

    // What is changed of one node of the base.
    private sealed class Fragment(string path)
    {
        public string Path { get; } = path;

        public string? Label { get; set; }

        public List<(Node Node, Property Property)> Properties { get; } = [];

        public List<Node> Nodes { get; } = [];
    }
}
