using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dtc.Fdt;

/// <summary>
/// One application of an overlay. All steps before the merge change the copy of the overlay only, and no step
/// recurses, however deep a hostile tree is nested.
/// </summary>
internal sealed partial class OverlayRun
{
    private readonly FdtEditor _tree;
    private readonly byte[] _overlay;
    private readonly FdtHeader _header;
    private FdtOverlayFailure? _failure;
    private string? _fragment;

    private OverlayRun(FdtEditor tree, byte[] overlay, in FdtHeader header)
    {
        _tree = tree;
        _overlay = overlay;
        _header = header;
    }

    private FdtBlocks Overlay => new(_overlay, _header);

    /// <summary>Applies an overlay, whose copy is used up.</summary>
    public static bool TryApply(
        FdtEditor tree, byte[] overlay, in FdtHeader header, [NotNullWhen(false)] out FdtOverlayFailure? failure)
    {
        var run = new OverlayRun(tree, overlay, header);
        var done = run.RenumberPhandles()
            && run.ResolveLabels()
            && run.KeepPhandlesOfBase();
        if (done)
        {
            var snapshot = tree.Snapshot();
            done = run.Merge() && run.AddSymbols();
            if (!done) tree.Restore(snapshot);
        }

        failure = done ? null : run._failure ?? new FdtOverlayFailure(FdtError.Internal, "a fault of dtc-sharp");
        return done;
    }

    private bool Fail(FdtError error, string message, string? label = null, string? location = null)
    {
        _failure = new FdtOverlayFailure(error, message) { Fragment = _fragment, Label = label, Location = location };
        return false;
    }

    /// <summary>Fails over something that is wrong in a blob rather than with what it says.</summary>
    private bool Fail(int result, string what, string? label = null, string? location = null)
    {
        var error = (FdtError)(-result);
        return Fail(error, $"{what}: {error.ToLibfdtName()}", label, location);
    }

    private Span<byte> ValueMemory(int property) => FdtInPlace.Value(_overlay, _header, Overlay, property);

    private uint CellAt(int position) => BinaryPrimitives.ReadUInt32BigEndian(_overlay.AsSpan(position));

    private void SetCellAt(int position, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(_overlay.AsSpan(position), value);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Path of a node, for messages.</summary>
    private static string PathOf(scoped in FdtBlocks blocks, int node)
    {
        var buffer = new byte[4096];
        var length = FdtAncestry.Path(blocks, node, buffer);
        return length < 0 ? $"the node at offset {node}" : Text(buffer.AsSpan(0, length));
    }
}
