using System.Buffers;
using System.Text;
using Dtc.Compiler.Output;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>Writes a tree that came from a blob as source for people.</summary>
internal sealed class SourceWriter
{
    private readonly DeviceTree _tree;
    private readonly SourceLevel _level;
    private readonly ValueAnalysis _values;
    private readonly IReadOnlySet<Property> _asBytes;
    private readonly HashSet<Property> _omitted;
    private readonly LabelNames _labels;
    private readonly TextBuffer _text;
    private readonly ValueWriter _valueWriter;

    private SourceWriter(DeviceTree tree, SourceLevel level, ValueAnalysis values, IReadOnlySet<Property> asBytes, IBufferWriter<byte> output)
    {
        _tree = tree;
        _level = level;
        _values = values;
        _asBytes = asBytes;
        _text = new TextBuffer(output);
        _labels = new LabelNames(tree.Root);
        HasSymbols = tree.Root.FindChild(tree.Names.Symbols) is not null;
        // With -@ every label becomes a symbol: then only those are written that are symbols already.
        if (level.References && !MakesSymbols) _labels.Make(Targets(tree.Root));
        _omitted = level.LeavesPhandles ? PhandleOmission.Find(tree, values, MakesSymbols, IsWritten) : [];
        _valueWriter = new ValueWriter(_text, tree, Reference);
    }

    /// <summary>Writes the source at a level; properties in <paramref name="asBytes"/> as nothing but bytes.</summary>
    /// <returns>True when it has to be compiled with <c>-@</c>.</returns>
    public static bool Write(
        DeviceTree tree, SourceLevel level, ValueAnalysis values, IReadOnlySet<Property> asBytes, IBufferWriter<byte> output)
    {
        var writer = new SourceWriter(tree, level, values, asBytes, output);
        writer.Tree();
        return writer.MakesSymbols;
    }

    private bool HasSymbols { get; }

    private bool MakesSymbols => _level.LeavesMetadata && HasSymbols;

    private bool IsWritten(Node node) =>
        !_level.LeavesMetadata || node.Parent != _tree.Root
        || !(node.Name == _tree.Names.Symbols || (_tree.IsPlugin && (node.Name == _tree.Names.Fixups || node.Name == _tree.Names.LocalFixups)));

    private List<Node> Targets(Node root)
    {
        var targets = new List<Node>();
        Visit(root);
        return targets;

        void Visit(Node node)
        {
            if (node.Parent == root && node.Name == _tree.Names.Aliases)
            {
                foreach (var alias in node.Properties)
                {
                    if (alias.Value is [(byte)'/', .., 0] && _tree.FindByPath(alias.Value[..^1]) is { } aliased) targets.Add(aliased);
                }
            }

            foreach (var property in node.Properties)
            {
                if (!_values.Forms.TryGetValue(property, out var form)) continue;
                foreach (var reference in form.References)
                {
                    if (reference.Target is { } target) targets.Add(target);
                }
            }

            foreach (var child in node.Children) Visit(child);
        }
    }

    private void Tree()
    {
        _text.Add("/dts-v1/;\n"u8);
        if (_tree.IsPlugin && _level.References) _text.Add("/plugin/;\n"u8);
        _text.Add('\n');
        foreach (var reservation in _tree.Reservations)
        {
            _text.Add("/memreserve/ 0x"u8);
            _text.Hex(reservation.Address, 1);
            _text.Add(" 0x"u8);
            _text.Hex(reservation.Size, 1);
            _text.Add(";\n"u8);
        }

        if (_tree.Reservations.Count > 0) _text.Add('\n');
        Node(_tree.Root, 0);
    }

    private void Node(Node node, int depth)
    {
        _text.Tabs(depth);
        Labels(node);
        if (node.Parent is null) _text.Add("/ {\n"u8);
        else
        {
            Name(node.Name.Utf8);
            _text.Add(" {\n"u8);
        }

        var any = false;
        foreach (var property in node.Properties)
        {
            if (_omitted.Contains(property)) continue;
            any = true;
            _text.Tabs(depth + 1);
            Name(property.Name.Utf8);
            if (property.Length > 0)
            {
                _text.Add(" = "u8);
                _valueWriter.Write(property, Form(property), depth + 1);
            }

            _text.Add(";\n"u8);
        }

        foreach (var child in node.Children)
        {
            if (!IsWritten(child)) continue;
            if (any) _text.Add('\n');
            any = true;
            Node(child, depth + 1);
        }

        _text.Tabs(depth);
        _text.Add("};\n"u8);
    }

    private ValueForm Form(Property property)
    {
        if (_asBytes.Contains(property)) return new ValueForm(ValueKind.Bytes);
        if (!_level.Types || !_values.Forms.TryGetValue(property, out var form)) return ValueForm.Guess;
        if (_level.References) return form;
        return form with { References = [], Kind = form.Kind == ValueKind.Paths ? ValueKind.Strings : form.Kind };
    }

    private void Labels(Node node)
    {
        if (!_level.References) return;
        for (var label = node.Labels; label is not null; label = label.Next)
        {
            if (label.Deleted || !SourceNames.IsLabel(label.Name.Utf8)) continue;
            _text.Add(label.Name.Utf8);
            _text.Add(": "u8);
        }

        if (_labels.Made(node) is not { } made) return;
        _text.Add(made);
        _text.Add(": "u8);
    }

    // "&label" or "&{/path}"; null when the path cannot be written
    private string? Reference(Node node)
    {
        if (LabelNames.First(node) is { } label) return $"&{label}";
        if (_labels.Made(node) is { } made) return $"&{made}";
        var path = node.Path;
        return SourceNames.IsPath(Encoding.UTF8.GetBytes(path)) ? $"&{{{path}}}" : null;
    }

    // Nothing in a name may end it and begin something else; such a source is not compiled, but it can be read.
    private void Name(ReadOnlySpan<byte> name)
    {
        foreach (var c in name) _text.Add(SourceNames.IsNameCharacter((char)c) ? (char)c : '?');
        if (name.IsEmpty) _text.Add('?');
    }
}
