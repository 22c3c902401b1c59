using System.Buffers;
using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>Puts phandles and paths where the source refers to nodes, and drops nodes that nothing refers to.</summary>
internal sealed class References
{
    private readonly TreeContext _context;
    private readonly Phandles _phandles;
    private readonly ArrayBufferWriter<byte> _value = new();

    public References(TreeContext context, Phandles phandles)
    {
        _context = context;
        _phandles = phandles;
    }

    /// <summary>dtc's phandle_references: cells become phandles; open ones stay ~0 in a plugin.</summary>
    public void ResolvePhandles() => ResolvePhandles(_context.Tree.Root);

    /// <summary>dtc's path_references: a reference outside of cells becomes the node's full path.</summary>
    public void ResolvePaths() => ResolvePaths(_context.Tree.Root);

    /// <summary>dtc's omit_unused_nodes; with -@ a label keeps a node.</summary>
    public void OmitUnreferenced() => OmitUnreferenced(_context.Tree.Root);

    private void ResolvePhandles(Node node)
    {
        foreach (var property in node.Properties)
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind != MarkerKind.PhandleReference) continue;
                if (_context.Tree.FindByReference(marker.Reference!) is { } target)
                {
                    property.PatchCell(marker.Offset, _phandles.Get(target));
                    target.Referenced = true;
                }
                else if (_context.Tree.IsPlugin) property.PatchCell(marker.Offset, uint.MaxValue);
                else Unknown(Rules.PhandleReferences, marker);
            }
        }

        foreach (var child in node.Children) ResolvePhandles(child);
    }

    private void ResolvePaths(Node node)
    {
        foreach (var property in node.Properties)
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind != MarkerKind.PathReference) continue;
                InsertPaths(property);
                break;
            }
        }

        foreach (var child in node.Children) ResolvePaths(child);
    }

    private void InsertPaths(Property property)
    {
        var markers = property.Markers.ToArray();
        var value = property.Value;
        var inserted = 0;
        var copied = 0;
        _value.Clear();
        for (var i = 0; i < markers.Length; i++)
        {
            var marker = markers[i];
            var offset = marker.Offset;
            markers[i] = marker with { Offset = offset + inserted };
            if (marker.Kind != MarkerKind.PathReference) continue;
            if (_context.Tree.FindByReference(marker.Reference!) is not { } target)
            {
                Unknown(Rules.PathReferences, marker);
                continue;
            }

            _value.Write(value[copied..offset]);
            copied = offset;
            var before = _value.WrittenCount;
            target.WritePath(_value);
            _value.GetSpan(1)[0] = 0;
            _value.Advance(1);
            inserted += _value.WrittenCount - before;
            target.Referenced = true;
        }

        _value.Write(value[copied..]);
        _context.Tree.SetValue(property, _value.WrittenSpan, markers);
    }

    private void OmitUnreferenced(Node node)
    {
        if (node.OmitIfUnreferenced && !node.Referenced && !(_context.Options.Symbols && node.Labels is not null)) node.Delete();
        foreach (var child in node.Children) OmitUnreferenced(child);
    }

    private void Unknown(Rule rule, in Marker marker)
    {
        var reference = marker.Reference!.ToString();
        var shown = reference.Length > 60 ? reference[..60] + "…" : reference;
        var byPath = reference.Contains('/', StringComparison.Ordinal);
        _context.Report(rule, marker.Span,
            byPath ? $"no node at '{shown}'" : $"no node has the label '{shown}'",
            byPath ? null : _context.Tree.SuggestLabel(reference));
    }
}
