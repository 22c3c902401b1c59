using Xunit;
using Xunit.Abstractions;

namespace Dtc.Fdt.Tests;

/// <summary>The same edits, done by libfdt and by ours: the same answers, and the same bytes after each.</summary>
public sealed unsafe class EditOracleTests(ITestOutputHelper output)
{
    private const int Rounds = 20000;
    private const int EditsPerRound = 30;
    private const int Seed = 20250607;

    [Fact]
    public void Random_edits_leave_the_bytes_of_libfdt()
    {
        Libfdt.Require();
        var mutator = new BlobMutator(Seed);
        long edits = 0, refused = 0, full = 0, unopened = 0;
        using var native = new NativeBlob(2 * BlobMutator.Capacity);
        using var source = new NativeBlob(BlobMutator.Capacity);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(Seed + round);
            var blob = mutator.Sound[round % mutator.Sound.Count];
            if (round % 3 == 0) blob = Misorder(blob, random);
            var size = blob.Length + random.Next(-20, random.Next(2) == 0 ? 64 : 3000);
            source.Set(blob);
            native.Set(new byte[Math.Max(size, 0)]);
            var opened = FdtEditor.TryOpen(blob, size, out var ours, out var error);
            MutationTests.Same(Libfdt.OpenInto(source.Pointer, native.Pointer, size), -(int)error, $"open, round {round}");
            if (!opened)
            {
                unopened++;
                continue;
            }

            Assert.True(FdtEditor.TryOpen(blob, out var growing, out _));
            for (var i = 0; i < EditsPerRound; i++)
            {
                var edit = RandomEdit.Next(random, ours!.Blob);
                var expected = edit.Apply(native.Pointer);
                var actual = edit.Apply(ours);
                var what = $"round {round}, edit {i}: {edit}";
                MutationTests.Same(expected, actual, what);
                Assert.True(native.Span[..ours.TotalSize].SequenceEqual(ours.Blob), $"the bytes differ after {what}");
                edits++;
                if (actual < 0) refused++;
                if (actual == -(int)FdtError.NoSpace) full++;

                // Until there is no space, an editor that grows does the same.
                if (growing is null) continue;
                if (actual == -(int)FdtError.NoSpace) growing = null;
                else
                {
                    MutationTests.Same(actual, edit.Apply(growing), $"growing: {what}");
                    Assert.True(
                        ours.Blob[40..ours.DataSize].SequenceEqual(growing.Blob[40..growing.DataSize]), $"growing: {what}");
                }
            }
        }

        var report = $"editing: {edits} random edits over {Rounds} blobs leave the bytes of libfdt "
            + $"({refused} refused alike, {full} of them for want of space; {unopened} blobs not opened)";
        output.WriteLine(report);
        Report.Write(report);
        Assert.True(full > 1000 && unopened > 100 && edits > refused * 3 / 2);
    }

    /// <summary>The same blob with its blocks in another order, or with gaps between them.</summary>
    private static byte[] Misorder(byte[] blob, Random random)
    {
        if (!FdtReader.TryOpen(blob, out var reader, out _) || reader.Header.Version < 17) return blob;
        var header = reader.Header;
        var reservations = blob.AsSpan((int)header.ReservationsOffset, (int)(header.StructureOffset - header.ReservationsOffset));
        var parts = new (int Field, byte[] Bytes)[]
        {
            (16, reservations.ToArray()), (8, reader.StructureBlock.ToArray()), (12, reader.StringsBlock.ToArray()),
        };
        random.Shuffle(parts);
        var bytes = new List<byte>(blob[..40]);
        foreach (var (field, part) in parts)
        {
            while (bytes.Count % 8 != 0) bytes.Add(0);
            for (var gap = 8 * random.Next(2); gap > 0; gap--) bytes.Add(0);
            var at = bytes.Count;
            bytes.AddRange(part);
            for (var i = 0; i < 4; i++) bytes[field + i] = (byte)(at >> (24 - (8 * i)));
        }

        for (var i = 0; i < 4; i++) bytes[4 + i] = (byte)(bytes.Count >> (24 - (8 * i)));
        return [.. bytes];
    }
}
