using System.Buffers;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>Writes a finished tree as device tree source, as dtc <c>-O dts</c> does, byte for byte.</summary>
internal sealed class DtsOutput
{
    private readonly TextBuffer _text;
    private readonly DtsValue _value;
    private readonly OriginComment? _origins;
    private readonly ITreeComments? _comments;

    private DtsOutput(TextBuffer text, OriginComment? origins, ITreeComments? comments)
    {
        _text = text;
        _value = new DtsValue(text);
        _origins = origins;
        _comments = comments;
    }

    /// <summary>Writes the tree; with <see cref="CompileOptions.Annotate"/> and a map, origins as comments.</summary>
    public static void Write(DeviceTree tree, CompileOptions options, ISourceMap? map, IBufferWriter<byte> output)
    {
        var text = new TextBuffer(output);
        var origins = options.Annotate > 0 && map is not null ? new OriginComment(text, map, options.Annotate) : null;
        new DtsOutput(text, origins, options.Comments).Tree(tree);
    }

    private void Tree(DeviceTree tree)
    {
        _text.Add("/dts-v1/;\n"u8);
        if (tree.IsPlugin) _text.Add("/plugin/;\n"u8);
        _text.Add('\n');
        foreach (var reservation in tree.Reservations)
        {
            Labels(reservation.Labels);
            _text.Add("/memreserve/\t0x"u8);
            _text.Hex(reservation.Address, 16);
            _text.Add(" 0x"u8);
            _text.Hex(reservation.Size, 16);
            _text.Add(";\n"u8);
        }

        Node(tree.Root, 0);
    }

    private void Node(Node node, int depth)
    {
        _text.Tabs(depth);
        Labels(node.Labels);
        _text.Add(node.Name.Length == 0 ? "/"u8 : node.Name.Utf8);
        _text.Add(" {"u8);
        _origins?.Start(node);
        Comment(_comments?.Of(node));
        _text.Add('\n');

        foreach (var property in node.Properties)
        {
            _text.Tabs(depth + 1);
            Labels(property.Labels);
            _text.Add(property.Name.Utf8);
            _value.Write(property);
            _text.Add(';');
            _origins?.Of(property);
            Comment(_comments?.Of(property));
            _text.Add('\n');
        }

        foreach (var child in node.Children)
        {
            _text.Add('\n');
            Node(child, depth + 1);
        }

        _text.Tabs(depth);
        _text.Add("};"u8);
        _origins?.End(node);
        _text.Add('\n');
    }

    // What would end the comment is taken apart, what would end the line becomes a space.
    private void Comment(string? text)
    {
        if (text is null) return;
        _text.Add(" /* "u8);
        _text.Add(text.Replace("*/", "* /", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' '));
        _text.Add(" */"u8);
    }

    private void Labels(Label? label)
    {
        for (; label is not null; label = label.Next)
        {
            if (label.Deleted) continue;
            _text.Add(label.Name.Utf8);
            _text.Add(": "u8);
        }
    }
}
