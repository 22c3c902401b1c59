using System.Buffers;
using Dtc.Compiler.Checks;
using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>Nodes that list the labels: <c>/__symbols__</c> (-@) and <c>/aliases</c> (-A).</summary>
internal sealed class LabelNodes
{
    private readonly TreeContext _context;
    private readonly Phandles? _phandles;
    private readonly Node _list;
    private readonly ArrayBufferWriter<byte> _path = new();

    private LabelNodes(TreeContext context, Node list, Phandles? phandles)
    {
        _context = context;
        _list = list;
        _phandles = phandles;
    }

    /// <summary>Lists all labels in the root's child <paramref name="name"/>; with <paramref name="phandles"/> every labelled node gets one.</summary>
    public static void Make(TreeContext context, Name name, Phandles? phandles)
    {
        var root = context.Tree.Root;
        if (!AnyLabel(root)) return;
        new LabelNodes(context, MetadataNodes.GetOrAdd(root, name), phandles).Visit(root);
    }

    // A list that holds only deleted labels counts, as in dtc.
    private static bool AnyLabel(Node node)
    {
        if (node.Labels is not null) return true;
        foreach (var child in node.Children)
        {
            if (AnyLabel(child)) return true;
        }

        return false;
    }

    private void Visit(Node node)
    {
        if (node.Labels is not null)
        {
            _path.Clear();
            node.WritePath(_path);
            _path.GetSpan(1)[0] = 0;
            _path.Advance(1);
            for (var label = node.Labels; label is not null; label = label.Next)
            {
                if (!label.Deleted) Add(label);
            }

            _phandles?.Get(node);
        }

        foreach (var child in node.Children) Visit(child);
    }

    private void Add(Label label)
    {
        if (_list.Find(label.Name) is { } existing)
        {
            // dtc says so even when the entry is what would have been added, as in a blob with symbols.
            if (_context.Options.Checks.DtcFlow || !existing.Value.SequenceEqual(_path.WrittenSpan))
            {
                _context.ReportAsDtc(Rules.SymbolExists, label.Span,
                    $"the label '{label.Name}' is already an entry of '/{_list.Name}', which says something else",
                    $"WARNING: label {DtcText.Of(label.Name)} already exists in /{DtcText.Of(_list.Name)}");
            }

            return;
        }

        var property = new Property(label.Name, SourceSpan.None);
        _context.Tree.SetValue(property, _path.WrittenSpan, [new Marker(MarkerKind.String, 0, null, SourceSpan.None)]);
        _list.Append(property);
    }
}
