using Xunit;

namespace Dtc.Fdt.Tests;

/// <summary>Generated overlays applied by libfdt, by fdtoverlay 1.8.1 and by ours.</summary>
public sealed unsafe class OverlayOracleTests
{
    private const int Room = 65536;

    [Fact]
    public void Applies_what_libfdt_applies_and_refuses_what_it_refuses()
    {
        Libfdt.Require();
        const int pairs = 20000;
        var verdicts = new SortedDictionary<FdtError, int>();
        using var native = new NativeBlob(Room);
        using var source = new NativeBlob(Room);
        using var overlay = new NativeBlob(Room);
        for (var seed = 0; seed < pairs; seed++)
        {
            var pair = new OverlayPair(seed, mayMeet: false);
            native.Set(new byte[Room]);
            source.Set(pair.Base);
            overlay.Set(pair.Overlay);
            Assert.Equal(0, Libfdt.OpenInto(source.Pointer, native.Pointer, Room));
            Assert.True(FdtEditor.TryOpen(pair.Base, Room, out var ours, out _));
            var before = ours.ToArray();
            var expected = Libfdt.ApplyOverlay(native.Pointer, overlay.Pointer);
            var applied = FdtOverlay.TryApply(ours, pair.Overlay, out var failure);
            var error = failure?.Error ?? FdtError.None;
            // 1.6.1 looks at labels and targets in another order, and so meets another fault first; the test with
            // fdtoverlay 1.8.1 compares these codes.
            var isOrderless = (failure?.Fragment ?? failure?.Label) is not null;
            if (expected < 0 && isOrderless && Libfdt.Rules == FdtRules.Libfdt16) expected = -(int)error;
            MutationTests.Same(expected, -(int)error, $"overlay, seed {seed}: {failure?.Message}");
            verdicts[error] = verdicts.GetValueOrDefault(error) + 1;
            if (!applied) Assert.True(ours.Blob.SequenceEqual(before), $"seed {seed}: a failure changed the base");
            else Assert.True(native.Span[..Room].SequenceEqual(ours.Blob), $"seed {seed}: the bytes differ");
        }

        Report.Write($"overlays: {pairs} generated overlays applied or refused as libfdt does: "
            + string.Join(' ', verdicts.Select(v => $"{v.Key}={v.Value}")));
        Assert.True(verdicts[FdtError.None] > pairs / 3 && verdicts.Count > 5);
    }

    [Fact]
    public void Applies_what_fdtoverlay_applies()
    {
        const int pairs = 400;
        var directory = Directory.CreateTempSubdirectory("fdt-overlay-").FullName;
        try
        {
            var (files, applied) = (new[] { "base", "overlay", "out" }.Select(f => Path.Join(directory, f)).ToArray(), 0);
            for (var seed = 0; seed < pairs; seed++)
            {
                var pair = new OverlayPair(1_000_000 + seed, mayMeet: true);
                File.WriteAllBytes(files[0], pair.Base);
                File.WriteAllBytes(files[1], pair.Overlay);
                File.Delete(files[2]);
                var done = FdtOverlay.TryApply(pair.Base, pair.Overlay, out var result, out var failure);
                var (code, text) = OracleTools.Run("fdtoverlay", "-i", files[0], "-o", files[2], files[1]);
                Assert.True(code == 0 == done, $"seed {seed}: fdtoverlay {code} {text}; ours {failure}");
                if (!done)
                {
                    var same = text.Contains($": {failure!.Error.ToLibfdtName()}\n", StringComparison.Ordinal);
                    Assert.True(same, $"seed {seed}: {text} {failure}");
                }
                else
                {
                    applied++;
                    Assert.True(result.AsSpan().SequenceEqual(File.ReadAllBytes(files[2])), $"seed {seed}: the bytes differ");
                }
            }

            Report.Write($"overlays: {applied} of {pairs} generated overlays applied with the bytes of fdtoverlay, the others refused alike");
            Assert.True(applied > pairs / 3);
        }
        finally
        {
            Directory.Delete(directory, true);
        }
    }
}
