namespace Dtc.Fdt;

/// <summary>Adds the overlay's symbols to those of the base, for overlays to come.</summary>
internal sealed partial class OverlayRun
{
    private static ReadOnlySpan<byte> ContentName => "/__overlay__"u8;

    private bool AddSymbols()
    {
        var overlay = Overlay;
        var symbols = FdtOffsets.Child(overlay, 0, "__symbols__"u8);
        if (symbols < 0) return true;
        if (!_tree.TryGetChild(0, "__symbols__"u8, out var known, out var error) && error == FdtError.NotFound)
            error = _tree.AddNode(0, "__symbols__"u8, out known);
        if (error != FdtError.None) return Fail(error, $"the base's /__symbols__ cannot be extended: {error.ToLibfdtName()}");

        var all = new FdtPropertyEnumerator(overlay, FdtOffsets.Body(overlay, symbols));
        while (all.MoveNext())
        {
            if (!all.Current.TryGetName(out var label, out error))
                return Fail(error, $"a property of the overlay's /__symbols__ has no name: {error.ToLibfdtName()}");
            if (!AddSymbol(overlay, known, label, all.Current)) return false;
        }

        return true;
    }

    private bool AddSymbol(FdtBlocks overlay, int known, ReadOnlySpan<byte> label, FdtProperty symbol)
    {
        if (!symbol.TryGetString(out var path) || path.IsEmpty || path[0] != '/')
            return Fail(FdtError.BadValue, $"the overlay's symbol '{Text(label)}' is not a path", Text(label));

        // /FRAGMENT/__overlay__/REST or /FRAGMENT/__overlay__; what lies elsewhere is not merged, and left out.
        var end = path[1..].IndexOf((byte)'/') + 1;
        if (end == 0) return true;
        var below = path[end..];
        if (!below.StartsWith(ContentName)) return true;
        below = below[ContentName.Length..];
        if (!below.IsEmpty && below[0] != '/') return true;
        if (!below.IsEmpty) below = below[1..];

        var name = path[1..end];
        _fragment = Text(name);
        var fragment = FdtOffsets.Child(overlay, 0, name);
        if (fragment < 0 || FdtOffsets.Child(overlay, fragment, "__overlay__"u8) < 0)
        {
            var message = $"the overlay's symbol '{Text(label)}' stands for '{Text(path)}', which is in none of its fragments";
            return Fail(FdtError.BadOverlay, message, Text(label), Text(path));
        }

        var target = OverlayTarget.Find(_tree.Blocks, overlay, fragment, out var targetPath);
        if (target < 0) return FailTarget(overlay, fragment, target);
        if (targetPath.IsEmpty && !TryGetPath(target, out targetPath)) return false;
        var prefix = targetPath.Length > 1 ? targetPath.Length : 0;
        var value = new byte[prefix + 1 + below.Length + 1];
        targetPath[..prefix].CopyTo(value);
        value[prefix] = (byte)'/';
        below.CopyTo(value.AsSpan(prefix + 1));
        var error = _tree.SetProperty(known, label, value);
        _fragment = null;
        return error == FdtError.None
            || Fail(error, $"the symbol '{Text(label)}' cannot be added: {error.ToLibfdtName()}", null, Text(label));
    }

    private bool TryGetPath(int node, out ReadOnlySpan<byte> path)
    {
        var tree = _tree.Blocks;
        for (var size = 256; ; size *= 4)
        {
            var buffer = new byte[size];
            var length = FdtAncestry.Path(tree, node, buffer);
            path = buffer.AsSpan(0, Math.Max(length, 0));
            if (length >= 0) return true;
            // No path is longer than the block that holds the names.
            if (length != -(int)FdtError.NoSpace || size > tree.Structure.Length)
                return Fail(length, $"{_fragment}: its target has no path");
        }
    }
}
