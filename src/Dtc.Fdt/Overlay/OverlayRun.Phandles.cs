using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Gives the overlay's phandles numbers that the base does not use.</summary>
internal sealed partial class OverlayRun
{
    private static ReadOnlySpan<byte> Modern => "phandle"u8;

    private static ReadOnlySpan<byte> Legacy => "linux,phandle"u8;

    /// <summary>Where in the overlay copy the cells are that refer to nodes of the overlay.</summary>
    private readonly List<int> _references = [];

    /// <summary>The same by their contents; made when first needed.</summary>
    private Dictionary<uint, List<int>>? _referencesTo;

    private bool RenumberPhandles()
    {
        var result = FdtLookup.MaxPhandle(_tree.Blocks, out var delta);
        if (result < 0) return Fail(result, "the structure of the base is broken");
        var overlay = Overlay;
        var body = FdtOffsets.Body(overlay, 0);
        if (body < 0) return Fail(body, "the overlay has no root");
        if (!Renumber(overlay, 0, Modern, delta) || !Renumber(overlay, 0, Legacy, delta)) return false;
        foreach (var node in new FdtNodeEnumerator(overlay, body, -1))
        {
            if (!Renumber(overlay, node.Offset, Modern, delta) || !Renumber(overlay, node.Offset, Legacy, delta))
                return false;
        }

        return UpdateLocalReferences(delta);
    }

    private bool Renumber(FdtBlocks overlay, int node, ReadOnlySpan<byte> name, uint delta)
    {
        var property = FdtOffsets.Property(overlay, node, name);
        if (property == -(int)FdtError.NotFound) return true;
        if (property < 0) return Fail(property, $"the structure of the overlay is broken in {PathOf(overlay, node)}");
        var value = ValueMemory(property);
        if (value.Length != 4)
        {
            var path = PathOf(overlay, node);
            return Fail(FdtError.BadPhandle, $"the {Text(name)} of the overlay's {path} is not one cell", null, path);
        }

        var phandle = BinaryPrimitives.ReadUInt32BigEndian(value);
        var sum = (ulong)phandle + delta;
        if (sum >= uint.MaxValue)
        {
            var path = PathOf(overlay, node);
            var message = $"the phandle {phandle} of the overlay's {path} cannot be raised by {delta}, the largest of the base";
            return Fail(FdtError.NoPhandles, message, null, path);
        }

        BinaryPrimitives.WriteUInt32BigEndian(value, (uint)sum);
        return true;
    }

    /// <summary>
    /// Follows <c>/__local_fixups__</c>, a copy of the overlay's tree whose properties list the offsets of cells that
    /// hold phandles of the overlay itself.
    /// </summary>
    private bool UpdateLocalReferences(uint delta)
    {
        var overlay = Overlay;
        var fixups = FdtOffsets.Path(overlay, "/__local_fixups__"u8);
        if (fixups == -(int)FdtError.NotFound) return true;
        if (fixups < 0) return Fail(fixups, "the structure of the overlay is broken");
        var nodes = new Stack<int>(); // the nodes of the tree that the open nodes of the copy are for
        nodes.Push(0);
        var inProperties = true;
        for (var at = FdtOffsets.Body(overlay, fixups); at >= 0 && nodes.Count > 0;)
        {
            switch (FdtScan.Next(overlay.Structure, overlay.FullPaths, at, out var next))
            {
                case FdtToken.Property:
                    if (inProperties && !UpdateLocalReferences(overlay, at, nodes.Peek(), delta)) return false;
                    break;
                case FdtToken.BeginNode:
                    var name = new FdtNode(overlay, at, next).Name;
                    var node = FdtOffsets.Child(overlay, nodes.Peek(), name);
                    if (node < 0)
                    {
                        var path = PathOf(overlay, at);
                        var error = node == -(int)FdtError.NotFound ? FdtError.BadOverlay : (FdtError)(-node);
                        return Fail(error, $"{path} stands for no node of the overlay", null, path);
                    }

                    nodes.Push(node);
                    inProperties = true;
                    break;
                case FdtToken.EndNode:
                    nodes.Pop();
                    inProperties = false;
                    break;
                case FdtToken.End:
                    return true;
            }

            at = next;
        }

        return true;
    }

    private bool UpdateLocalReferences(FdtBlocks overlay, int fixup, int node, uint delta)
    {
        var list = FdtScan.Property(overlay, fixup);
        if (!list.TryGetName(out var name, out var nameError))
            return Fail(nameError, $"a property of /__local_fixups__ has no name: {nameError.ToLibfdtName()}");
        if (list.Value.Length % 4 != 0)
        {
            return Fail(
                FdtError.BadOverlay, $"'{Text(name)}' in /__local_fixups__ is not a list of cells", null, Place(overlay, node, name));
        }

        var property = FdtOffsets.Property(overlay, node, name);
        if (property < 0)
        {
            var error = property == -(int)FdtError.NotFound ? FdtError.BadOverlay : (FdtError)(-property);
            return Fail(error, $"/__local_fixups__ names the property {Place(overlay, node, name)}, which does not exist",
                null, Place(overlay, node, name));
        }

        var value = ValueMemory(property);
        var start = (int)_header.StructureOffset + property + FdtScan.PropertyHead;
        if (overlay.FullPaths) start += FdtScan.Shift(property, value.Length);
        foreach (var offset in list.Cells)
        {
            // libfdt does not look, and patches whatever is there.
            if ((ulong)offset + 4 > (ulong)value.Length)
            {
                var place = $"{Place(overlay, node, name)}:{offset}";
                return Fail(FdtError.BadOverlay, $"/__local_fixups__ names {place}, behind the end of the property", null, place);
            }

            var position = start + (int)offset;
            SetCellAt(position, CellAt(position) + delta);
            _references.Add(position);
        }

        return true;
    }

    private static string Place(scoped in FdtBlocks overlay, int node, ReadOnlySpan<byte> property) =>
        $"{PathOf(overlay, node)}:{Text(property)}";

    /// <summary>Makes the overlay's references to one of its phandles refer to a phandle of the base.</summary>
    private void Redirect(uint from, uint to)
    {
        if (_referencesTo is null)
        {
            _referencesTo = [];
            foreach (var position in _references) References(CellAt(position)).Add(position);
        }

        if (from == to || !_referencesTo.Remove(from, out var moved)) return;
        var known = References(to);
        foreach (var position in moved)
        {
            if (CellAt(position) == from) SetCellAt(position, to);
        }

        // The shorter list is copied, so that no chain of redirections copies one cell over and over.
        if (known.Count < moved.Count)
        {
            moved.AddRange(known);
            _referencesTo[to] = moved;
        }
        else known.AddRange(moved);
    }

    private List<int> References(uint phandle)
    {
        if (!_referencesTo!.TryGetValue(phandle, out var list)) _referencesTo[phandle] = list = [];
        return list;
    }
}
