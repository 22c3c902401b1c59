namespace Dtc.Fdt;

/// <summary>Merges fragments into their targets.</summary>
internal sealed partial class OverlayRun
{
    /// <summary>
    /// Where a node of the overlay meets a node of the base and both have phandles, the base's stays, and the
    /// overlay's references change to it: the base may refer to it in ways that nobody knows (since libfdt 1.7.1).
    /// </summary>
    private bool KeepPhandlesOfBase()
    {
        var overlay = Overlay;
        foreach (var fragment in new FdtChildEnumerator(overlay, FdtOffsets.Body(overlay, 0)))
        {
            _fragment = Text(fragment.Name);
            var content = FdtOffsets.Child(overlay, fragment.Offset, "__overlay__"u8);
            if (content == -(int)FdtError.NotFound) continue;
            if (content < 0) return Fail(content, $"the structure of {_fragment} is broken");
            var target = OverlayTarget.Find(_tree.Blocks, overlay, fragment.Offset, out _);
            if (target == -(int)FdtError.NotFound) continue; // made by an earlier fragment, or missing: Merge tells
            if (target < 0) return FailTarget(overlay, fragment.Offset, target);
            KeepPhandles(overlay, content, target);
        }

        _fragment = null;
        return true;
    }

    private void KeepPhandles(FdtBlocks overlay, int content, int target)
    {
        var tree = _tree.Blocks;
        var targets = new Stack<int>(); // nodes of the base for the open nodes; -1 for those that are new
        targets.Push(target);
        KeepPhandle(overlay, content, tree, target);
        for (var at = FdtOffsets.Body(overlay, content); targets.Count > 0;)
        {
            switch (FdtScan.Next(overlay.Structure, overlay.FullPaths, at, out var next))
            {
                case FdtToken.BeginNode:
                    var parent = targets.Peek();
                    var node = parent < 0 ? -1 : FdtOffsets.Child(tree, parent, new FdtNode(overlay, at, next).Name);
                    targets.Push(node);
                    if (node >= 0) KeepPhandle(overlay, at, tree, node);
                    break;
                case FdtToken.EndNode:
                    targets.Pop();
                    break;
                case FdtToken.End or FdtToken.None:
                    return;
            }

            at = next;
        }
    }

    private void KeepPhandle(scoped in FdtBlocks overlay, int node, scoped in FdtBlocks tree, int target)
    {
        var kept = FdtOffsets.Phandle(tree, target);
        var replaced = FdtOffsets.Phandle(overlay, node);
        if (kept == 0 || replaced == 0) return;
        SetPhandle(overlay, node, Modern, kept);
        SetPhandle(overlay, node, Legacy, kept);
        Redirect(replaced, kept);
    }

    private void SetPhandle(scoped in FdtBlocks overlay, int node, ReadOnlySpan<byte> name, uint phandle)
    {
        var property = FdtOffsets.Property(overlay, node, name);
        if (property < 0) return;
        var value = ValueMemory(property);
        if (value.Length == 4) System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(value, phandle);
    }

    private bool Merge()
    {
        var overlay = Overlay;
        foreach (var fragment in new FdtChildEnumerator(overlay, FdtOffsets.Body(overlay, 0)))
        {
            _fragment = Text(fragment.Name);
            var content = FdtOffsets.Child(overlay, fragment.Offset, "__overlay__"u8);
            if (content == -(int)FdtError.NotFound) continue; // not meant to be merged
            if (content < 0) return Fail(content, $"the structure of {_fragment} is broken");
            var target = OverlayTarget.Find(_tree.Blocks, overlay, fragment.Offset, out _);
            if (target < 0) return FailTarget(overlay, fragment.Offset, target);
            if (!Merge(overlay, content, target)) return false;
        }

        _fragment = null;
        return true;
    }

    /// <summary>
    /// Merges the content of a node. What an edit moves lies behind the node edited, so that the offsets of the
    /// open nodes stay right.
    /// </summary>
    private bool Merge(FdtBlocks overlay, int content, int target)
    {
        var targets = new Stack<int>();
        targets.Push(target);
        var inProperties = true;
        for (var at = FdtOffsets.Body(overlay, content); targets.Count > 0;)
        {
            switch (FdtScan.Next(overlay.Structure, overlay.FullPaths, at, out var next))
            {
                case FdtToken.Property:
                    if (inProperties && !MergeProperty(overlay, at, targets.Peek())) return false;
                    break;
                case FdtToken.BeginNode:
                    if (!MergeNode(overlay, at, next, targets.Peek(), out var node)) return false;
                    targets.Push(node);
                    inProperties = true;
                    break;
                case FdtToken.EndNode:
                    targets.Pop();
                    inProperties = false;
                    break;
                case FdtToken.End or FdtToken.None:
                    return true;
            }

            at = next;
        }

        return true;
    }

    private bool MergeProperty(FdtBlocks overlay, int at, int target)
    {
        var property = FdtScan.Property(overlay, at);
        if (!property.TryGetName(out var name, out var error))
            return Fail(error, $"a property in {_fragment} has no name: {error.ToLibfdtName()}");
        error = _tree.SetProperty(target, name, property.Value);
        if (error == FdtError.None) return true;
        var message = $"{_fragment}: the property '{Text(name)}' cannot be set: {error.ToLibfdtName()}";
        return Fail(error, message, null, Text(name));
    }

    private bool MergeNode(FdtBlocks overlay, int at, int body, int target, out int node)
    {
        var name = new FdtNode(overlay, at, body).Name;
        var error = _tree.AddNode(target, name, out node);
        if (error == FdtError.Exists) _tree.TryGetChild(target, name, out node, out error);
        if (error == FdtError.None) return true;
        var path = PathOf(overlay, at);
        return Fail(error, $"{_fragment}: the node {path} cannot be merged: {error.ToLibfdtName()}", null, path);
    }

    private bool FailTarget(FdtBlocks overlay, int fragment, int result)
    {
        var error = (FdtError)(-result);
        var property = FdtOffsets.Property(overlay, fragment, "target"u8);
        if (error == FdtError.BadOverlay)
        {
            return Fail(error, property < 0
                ? $"{_fragment} has neither target nor target-path"
                : $"{_fragment}: its target is 0, which is no phandle, and it has no target-path");
        }

        if (property >= 0 && FdtScan.Property(overlay, property).TryGetUInt32(out var phandle) && phandle is not 0)
        {
            var why = phandle == uint.MaxValue
                ? "its target was never resolved: /__fixups__ does not name it"
                : $"no node of the base has the phandle {phandle} that its target says";
            return Fail(error, $"{_fragment}: {why}", null, $"/{_fragment}:target:0");
        }

        if (error == FdtError.BadPhandle) return Fail(error, $"{_fragment}: its target is not one cell", null, $"/{_fragment}:target");
        OverlayTarget.Find(_tree.Blocks, overlay, fragment, out var path);
        return Fail(error, $"{_fragment}: the base has no node '{Text(path)}', its target-path", null, $"/{_fragment}:target-path");
    }
}
