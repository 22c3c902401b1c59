using Xunit;

namespace Dtc.Fdt.Tests;

/// <summary>Edits and overlays over damaged blobs: errors, never an exception, and a blob that stays consistent.</summary>
public sealed class HostileEditTests
{
    private const int Count = 100_000;
    private const int Seed = 77;

    [Fact]
    public void Damaged_blobs_are_edited_or_refused()
    {
        var mutator = new BlobMutator(Seed);
        var buffer = new byte[BlobMutator.Capacity];
        long opened = 0, edits = 0, done = 0;
        for (var i = 0; i < Count; i++)
        {
            var blob = buffer.AsSpan(0, mutator.Next(buffer)).ToArray();
            var random = new Random(i);
            try
            {
                if (!FdtEditor.TryOpen(blob, out var editor, out _)) FdtEditor.TryWrap(blob, out editor, out _);
                if (editor is null) continue;
                opened++;
                for (var n = 0; n < 8; n++)
                {
                    edits++;
                    if (RandomEdit.Next(random, editor.Blob).Apply(editor) >= 0) done++;
                    Assert.True(FdtHeader.Validate(editor.Blob, out _, out var error), $"{error} after edit {n}");
                }

                editor.TryGetNode("/soc/serial"u8, out _, out _);
                editor.Resize(editor.TotalSize + random.Next(100));
                editor.Pack();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"blob {i}: {e.Message}\n{Convert.ToBase64String(blob)}", e);
            }
        }

        Report.Write($"editing: {Count} damaged blobs, {opened} opened, {edits} edits, {done} of them done; no exception");
        Assert.True(opened > Count / 4 && done > edits / 8);
    }

    [Fact]
    public void Damaged_overlays_and_bases_are_applied_or_refused_with_a_reason()
    {
        long applied = 0;
        for (var i = 0; i < Count; i++)
        {
            var pair = new OverlayPair(i % 5000, mayMeet: true);
            var random = new Random(i);
            var (tree, overlay) = (pair.Base, pair.Overlay);
            if (random.Next(3) != 0) Damage(overlay, random);
            if (random.Next(3) == 0) Damage(tree, random);
            if (random.Next(20) == 0) overlay = overlay[..random.Next(overlay.Length)];
            try
            {
                if (!FdtEditor.TryOpen(tree, out var editor, out _)) continue;
                var before = editor.ToArray();
                if (FdtOverlay.TryApply(editor, overlay, out var failure)) applied++;
                else
                {
                    Assert.True(failure.Error != FdtError.None && failure.Message.Length > 10);
                    Assert.True(editor.Blob.SequenceEqual(before));
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"pair {i}: {e.Message}", e);
            }
        }

        Report.Write($"overlays: {Count} damaged pairs, {applied} applied, the others refused with a reason; no exception");
        Assert.True(applied > Count / 20);
    }

    [Fact]
    public void Deep_nesting_needs_no_stack()
    {
        var tree = Nested(20_000, "phandle");
        var overlay = new TreeModel("");
        var fragment = overlay.Add("fragment@0");
        fragment.Set("target-path", "/");
        Assert.True(FdtEditor.TryOpen(overlay.ToBlob(), out var editor, out _));
        Assert.True(editor.TryGetNode("/fragment@0"u8, out var parent, out _));
        Assert.Equal(FdtError.None, editor.AddNode(parent, "__overlay__"u8, out _));
        Assert.True(FdtOverlay.TryApply(tree, editor.Blob, out _, out _));
        Assert.True(FdtOverlay.TryApply(editor, tree, out _));
    }

    private static byte[] Nested(int depth, string property)
    {
        var writer = new FdtWriter();
        writer.BeginNode([]);
        writer.BeginNode("fragment@0"u8);
        writer.Property("target-path"u8, "/\0"u8);
        writer.BeginNode("__overlay__"u8);
        for (var i = 0; i < depth; i++)
        {
            writer.BeginNode("n"u8);
            writer.Property(System.Text.Encoding.ASCII.GetBytes(property), TreeModel.Cell((uint)i + 1));
        }

        for (var i = 0; i < depth + 3; i++) writer.EndNode();
        return writer.Finish(default);
    }

    private static void Damage(byte[] blob, Random random)
    {
        for (var n = 1 + random.Next(3); n > 0; n--)
        {
            var at = random.Next(blob.Length);
            if (random.Next(3) == 0) blob[at] = (byte)random.Next(256);
            else if (random.Next(2) == 0) blob[at] ^= (byte)(1 << random.Next(8));
            else blob.AsSpan(at & ~3, Math.Min(4, blob.Length - (at & ~3))).Fill((byte)random.Next(5));
        }
    }
}
