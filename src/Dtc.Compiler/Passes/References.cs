using System.Buffers;
using Dtc.Compiler.Checks;
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

    /// <summary>dtc's phandle_references for one node: cells become phandles; open ones stay ~0 in a plugin.</summary>
    public void Phandles(CheckRun run, int at)
    {
        if ((run.Facts(at).Marks & Marks.PhandleReferences) == 0) return;
        var node = run.Node(at);
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
                else Unknown(run, node, marker);
            }
        }
    }

    /// <summary>dtc's path_references for one node: a reference outside of cells becomes the target's full path.</summary>
    public void Paths(CheckRun run, int at)
    {
        if ((run.Facts(at).Marks & Marks.PathReferences) == 0) return;
        foreach (var property in run.Node(at).Properties)
        {
            foreach (var marker in property.Markers)
            {
                if (marker.Kind != MarkerKind.PathReference) continue;
                InsertPaths(run, run.Node(at), property);
                break;
            }
        }
    }

    /// <summary>dtc's omit_unused_nodes for one node; with -@ a label keeps it.</summary>
    public void Omit(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.OmitIfUnreferenced && !node.Referenced && !(_context.Options.Symbols && node.Labels is not null)) node.Delete();
    }

    private void InsertPaths(CheckRun run, Node node, Property property)
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
                Unknown(run, node, marker);
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

    private void Unknown(CheckRun run, Node node, in Marker marker)
    {
        var reference = marker.Reference!.ToString();
        var shown = reference.Length > 60 ? reference[..60] + "…" : reference;
        var byPath = reference.Contains('/', StringComparison.Ordinal);
        run.Fail(node, $"Reference to non-existent node or label \"{DtcText.Of(marker.Reference)}\"\n",
            byPath ? $"no node at '{shown}'" : $"no node has the label '{shown}'",
            byPath || !run.Reports ? null : _context.Tree.SuggestLabel(reference), span: marker.Span);
    }
}
