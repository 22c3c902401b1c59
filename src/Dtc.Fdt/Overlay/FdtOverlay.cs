using System.Diagnostics.CodeAnalysis;

namespace Dtc.Fdt;

/// <summary>
/// Applies overlays as libfdt 1.8 does, byte for byte: phandles are renumbered, references to labels of the base
/// resolved through its <c>/__symbols__</c>, fragments merged into their targets in order, and the overlay's symbols
/// added to those of the base.
/// </summary>
public static class FdtOverlay
{
    /// <summary>Applies an overlay to a tree. On failure the tree is as it was.</summary>
    /// <param name="tree">The base; nodes of it move.</param>
    /// <param name="overlay">The blob of the overlay; it is not changed.</param>
    /// <param name="failure">Null, or what does not fit.</param>
    public static bool TryApply(
        FdtEditor tree, ReadOnlySpan<byte> overlay, [NotNullWhen(false)] out FdtOverlayFailure? failure)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (FdtHeader.Validate(overlay, out var header, out var error))
            return OverlayRun.TryApply(tree, overlay[..(int)header.TotalSize].ToArray(), header, out failure);
        failure = new FdtOverlayFailure(error, $"the overlay is no readable device tree blob: {error.ToLibfdtName()}");
        return false;
    }

    /// <summary>Applies an overlay to a blob.</summary>
    /// <param name="tree">The blob of the base; it is not changed.</param>
    /// <param name="overlay">The blob of the overlay; it is not changed.</param>
    /// <param name="result">The blob of both, without free space at its end; null on failure.</param>
    /// <param name="failure">Null, or what does not fit.</param>
    public static bool TryApply(
        ReadOnlySpan<byte> tree,
        ReadOnlySpan<byte> overlay,
        [NotNullWhen(true)] out byte[]? result,
        [NotNullWhen(false)] out FdtOverlayFailure? failure)
    {
        result = null;
        if (!FdtEditor.TryOpen(tree, out var editor, out var error))
        {
            failure = new FdtOverlayFailure(error, $"the base cannot be edited: {error.ToLibfdtName()}");
            return false;
        }

        if (!TryApply(editor, overlay, out failure)) return false;
        editor.Pack();
        result = editor.ToArray();
        return true;
    }

    /// <summary>Finds the node of a base that a fragment of an overlay is for.</summary>
    /// <param name="tree">The base.</param>
    /// <param name="overlay">The overlay, its references resolved already.</param>
    /// <param name="fragment">A child of the overlay's root.</param>
    /// <param name="target">The node of the base.</param>
    /// <param name="path">The <c>target-path</c> that led there; empty when it was the phandle in <c>target</c>.</param>
    /// <param name="error">
    /// <see cref="FdtError.BadPhandle"/> for a malformed or unresolved <c>target</c>; <see cref="FdtError.BadOverlay"/>
    /// without <c>target</c> and <c>target-path</c>; or what the search in the base gives.
    /// </param>
    public static bool TryGetTarget(
        scoped in FdtReader tree,
        FdtReader overlay,
        scoped in FdtNode fragment,
        out int target,
        out ReadOnlySpan<byte> path,
        out FdtError error)
    {
        var result = OverlayTarget.Find(tree.Blocks, overlay.Blocks, fragment.Offset, out path);
        target = Math.Max(result, 0);
        error = result < 0 ? (FdtError)(-result) : FdtError.None;
        return result >= 0;
    }
}
