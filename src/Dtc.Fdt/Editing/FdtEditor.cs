using System.Diagnostics.CodeAnalysis;

namespace Dtc.Fdt;

/// <summary>
/// Edits a blob in memory: properties and nodes are set, added and removed where they stand, everything behind them
/// is moved. The same calls give the same bytes as with libfdt.
/// </summary>
/// <remarks>
/// Nodes are given by their offset in the structure block (the root has 0, see <see cref="FdtNode.Offset"/>). An edit
/// moves what stands behind it, so offsets of later nodes become stale; those of the edited node and its ancestors
/// stay. A stale offset leads to <see cref="FdtError.BadOffset"/> or to another node, never outside the blob.
/// New properties become the first of their node, new nodes come behind the properties of theirs, before its children
/// (as in libfdt). Every edit copies the rest of the blob: for whole trees use <see cref="FdtWriter"/>.
/// Names and values must not lie in the memory of the blob itself. Not thread-safe.
/// </remarks>
/// <example><code>
/// if (!FdtEditor.TryOpen(blob, out var editor, out var error)) return error;
/// if (editor.TryGetNode("/chosen"u8, out var chosen, out error))
///     error = editor.SetProperty(chosen, "bootargs"u8, "quiet\0"u8);
/// editor.Pack();
/// File.WriteAllBytes("new.dtb", editor.Blob);
/// </code></example>
public sealed partial class FdtEditor
{
    private const int SpareSize = 4096;

    private readonly bool _grows;
    private byte[] _buffer;

    private FdtEditor(byte[] buffer, bool grows)
    {
        _buffer = buffer;
        _grows = grows;
    }

    /// <summary>The blob as it is now, free space at its end included; valid until the next edit.</summary>
    public ReadOnlySpan<byte> Blob => _buffer.AsSpan(0, TotalSize);

    /// <summary>Bytes of <see cref="Blob"/>.</summary>
    public int TotalSize => FdtFields.Get(_buffer, FdtFields.TotalSize);

    /// <summary>Bytes of the blob without the free space at its end.</summary>
    public int DataSize => FdtFields.Get(_buffer, FdtFields.StringsOffset) + FdtFields.Get(_buffer, FdtFields.StringsSize);

    /// <summary>Makes a copy of a blob to be edited, which grows as needed.</summary>
    /// <param name="blob">The blob; bytes after its end are ignored.</param>
    /// <param name="editor">The editor.</param>
    /// <param name="error">
    /// What <see cref="FdtHeader.Validate"/> says; <see cref="FdtError.BadVersion"/> before version 16;
    /// <see cref="FdtError.Truncated"/> when the reservations do not end; for version 16 what is wrong with the
    /// structure.
    /// </param>
    public static bool TryOpen(
        ReadOnlySpan<byte> blob, [NotNullWhen(true)] out FdtEditor? editor, out FdtError error)
    {
        editor = null;
        if (!TryCut(ref blob, out error)) return false;
        // Room for the first edits, and for blocks that have to be brought in order.
        var size = Math.Min(blob.Length + (blob.Length / 4L) + SpareSize, Array.MaxLength);
        return TryOpen(blob, (int)size, true, out editor, out error);
    }

    /// <summary>
    /// Makes a copy of a blob in a buffer of a fixed size, as fdt_open_into does: edits that do not fit give
    /// <see cref="FdtError.NoSpace"/> and change nothing.
    /// </summary>
    /// <param name="blob">The blob; bytes after its end are ignored.</param>
    /// <param name="size">Bytes of the buffer.</param>
    /// <param name="editor">The editor.</param>
    /// <param name="error">As without a size, or <see cref="FdtError.NoSpace"/>.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> blob, int size, [NotNullWhen(true)] out FdtEditor? editor, out FdtError error)
    {
        editor = null;
        return TryCut(ref blob, out error) && TryOpen(blob, size, false, out editor, out error);
    }

    /// <summary>
    /// Takes a buffer whose blob is to be edited where it is, never beyond its total size, as libfdt's functions do
    /// when they are given a blob that was not opened first. Versions before 17 and blocks out of order can then be
    /// read but not edited.
    /// </summary>
    /// <param name="buffer">The blob; the editor owns it from here on.</param>
    /// <param name="editor">The editor.</param>
    /// <param name="error">What <see cref="FdtHeader.Validate"/> says.</param>
    public static bool TryWrap(byte[] buffer, [NotNullWhen(true)] out FdtEditor? editor, out FdtError error)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        editor = FdtHeader.Validate(buffer, out _, out error) ? new FdtEditor(buffer, false) : null;
        return editor is not null;
    }

    /// <summary>An editor that holds a root without anything in it, and grows.</summary>
    public static FdtEditor CreateEmpty()
    {
        var writer = new FdtWriter();
        writer.BeginNode([]);
        writer.EndNode();
        TryOpen(writer.Finish(default), out var editor, out _);
        return editor!;
    }

    /// <summary>Gives the blob a buffer of another size, fixed or not, as fdt_open_into over itself does.</summary>
    /// <param name="size">The new total size in bytes.</param>
    /// <returns><see cref="FdtError.NoSpace"/> when the blob, its free space included, is larger.</returns>
    public FdtError Resize(int size)
    {
        if (size < TotalSize || size > Array.MaxLength) return FdtError.NoSpace;
        var buffer = new byte[size];
        var error = FdtLayouts.OpenInto(Blob, buffer, keepsOld: true);
        if (error == FdtError.None) _buffer = buffer;
        return error;
    }

    /// <summary>Removes free space: blocks are moved together, and the total size is cut.</summary>
    public FdtError Pack()
    {
        var error = Probe();
        return error != FdtError.None ? error : FdtLayouts.Pack(_buffer.AsSpan(0, TotalSize));
    }

    /// <summary>A copy of <see cref="Blob"/>.</summary>
    public byte[] ToArray() => Blob.ToArray();

    /// <summary>A reader over the blob as it is now; do not use it after the next edit.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="error">
    /// As <see cref="FdtReader.TryOpen(ReadOnlySpan{byte}, out FdtReader, out FdtError)"/>, such as when the root has
    /// been removed.
    /// </param>
    public bool TryGetReader(out FdtReader reader, out FdtError error) => FdtReader.TryOpen(Blob, out reader, out error);

    /// <summary>The node at a path; as <see cref="FdtReader.TryGetNode(ReadOnlySpan{byte}, out FdtNode, out FdtError)"/>.</summary>
    public bool TryGetNode(ReadOnlySpan<byte> path, out int node, out FdtError error) =>
        IsFound(FdtOffsets.Path(Blocks, path), out node, out error);

    /// <summary>The child of a node with a name; a name without unit address also finds one that has it.</summary>
    public bool TryGetChild(int parent, ReadOnlySpan<byte> name, out int node, out FdtError error) =>
        IsFound(name.Contains((byte)0) ? -(int)FdtError.NotFound : FdtOffsets.Child(Blocks, parent, name), out node, out error);

    /// <summary>The value of the first property of a node with a name; valid until the next edit.</summary>
    public bool TryGetProperty(int node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out FdtError error)
    {
        value = default;
        var blocks = Blocks;
        if (!IsFound(FindProperty(blocks, node, name), out var property, out error)) return false;
        value = FdtOffsets.Value(blocks, property);
        return true;
    }

    /// <summary>The blocks as they are now.</summary>
    internal FdtBlocks Blocks
    {
        get
        {
            FdtHeader.TryRead(_buffer, out var header, out _);
            return new FdtBlocks(_buffer, header);
        }
    }

    /// <summary>What the next edits may be undone to.</summary>
    internal byte[] Snapshot() => (byte[])_buffer.Clone();

    /// <summary>Undoes all edits since a snapshot.</summary>
    internal void Restore(byte[] snapshot) => _buffer = snapshot;

    private static bool TryCut(ref ReadOnlySpan<byte> blob, out FdtError error)
    {
        // Of versions too old to be edited nothing else matters.
        if (FdtHeader.TryRead(blob, out var header, out error) && header.UsesFullPaths) error = FdtError.BadVersion;
        if (error != FdtError.None || !FdtHeader.Validate(blob, out header, out error)) return false;
        blob = blob[..(int)header.TotalSize];
        return true;
    }

    private static bool TryOpen(
        ReadOnlySpan<byte> blob, int size, bool grows, out FdtEditor? editor, out FdtError error)
    {
        editor = null;
        error = FdtError.NoSpace;
        if (size < 0 || size > Array.MaxLength) return false;
        while (true)
        {
            var buffer = new byte[size];
            error = FdtLayouts.OpenInto(blob, buffer, keepsOld: false);
            if (error == FdtError.None) editor = new FdtEditor(buffer, grows);
            // Blocks that overlap need more room once they are set apart, but no more than each of them.
            if (error != FdtError.NoSpace || !grows || size == Array.MaxLength) return editor is not null;
            size = (int)Math.Min((4L * size) + SpareSize, Array.MaxLength);
        }
    }

    private static bool IsFound(int result, out int offset, out FdtError error)
    {
        offset = Math.Max(result, 0);
        error = result < 0 ? (FdtError)(-result) : FdtError.None;
        return result >= 0;
    }

    /// <summary>True when the blob can be edited, as libfdt asks before each edit.</summary>
    private FdtError Probe()
    {
        var version = (uint)FdtFields.Get(_buffer, FdtFields.Version);
        if (version < FdtVersion.Default) return FdtError.BadVersion;
        var structure = FdtFields.Get(_buffer, FdtFields.StructureSize);
        if (FdtLayouts.IsMisordered(_buffer, FdtHeader.ReservationSize, structure)) return FdtError.BadLayout;
        // What later versions add would not survive.
        if (version > FdtVersion.Default) FdtFields.Set(_buffer, FdtFields.Version, FdtVersion.Default);
        return FdtError.None;
    }

    private static FdtError Error(int result) => result < 0 ? (FdtError)(-result) : FdtError.None;
}
