using System.Text;

namespace Dtc.Fdt.Tests;

/// <summary>Look-ups on a sound blob, compared with libfdt's.</summary>
internal static unsafe class OracleLookups
{
    private static readonly byte[][] Paths =
    [
        .. new[] { "/", "/soc", "/soc/serial@0", "/serial", "/bus/a", "/i2c/", "/x@1,2", "/x@1", "//a//a" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Compares a few look-ups, chosen by <paramref name="salt"/>, and returns how many.</summary>
    public static int Compare(in FdtReader reader, byte* blob, int salt)
    {
        var path = Paths[salt % Paths.Length];
        fixed (byte* p = path)
        {
            var ours = reader.TryGetNode(path, out var node, out var error) ? node.Offset : -(int)error;
            MutationTests.Same(Libfdt.PathOffset(blob, p, path.Length), ours, "path");
        }

        var phandle = (uint)(salt / 7) % 21;
        var byPhandle = reader.TryGetNodeByPhandle(phandle, out var target, out var why) ? target.Offset : -(int)why;
        MutationTests.Same(Libfdt.NodeByPhandle(blob, phandle), byPhandle, "phandle");

        // All nodes in the order of libfdt; one of them, for the way back up.
        var theirs = -1;
        var depth = -1;
        var index = 0;
        var picked = reader.Root;
        foreach (var one in reader.Nodes)
        {
            theirs = Libfdt.NextNode(blob, theirs, &depth);
            MutationTests.Same(theirs, one.Offset, "next node");
            if (index++ <= salt % 16) picked = one;
        }
        MutationTests.Same((int)Libfdt.GetPhandle(blob, picked.Offset), (int)picked.Phandle, "phandle of node");
        var parent = reader.TryGetParent(picked, out var up) ? up.Offset : -(int)FdtError.NotFound;
        MutationTests.Same(Libfdt.Parent(blob, picked.Offset), parent, "parent");

        int length;
        fixed (byte* name = "reg"u8)
        {
            var value = Libfdt.GetProperty(blob, picked.Offset, name, 3, &length);
            var found = picked.TryGetProperty("reg"u8, out var property);
            if (found != (value != null)) throw new InvalidOperationException("property: one has it, the other not");
            if (found && !property.Value.SequenceEqual(new ReadOnlySpan<byte>(value, length)))
                throw new InvalidOperationException("property: the values differ");
        }

        // A name with a slash, which only a damaged blob has, makes paths ambiguous.
        foreach (var one in reader.Nodes)
        {
            if (one.Name.Contains((byte)'/')) return 5;
        }
        var buffer = stackalloc byte[1024];
        Span<byte> ourPath = stackalloc byte[1024];
        var result = Libfdt.GetPath(blob, picked.Offset, buffer, 1024);
        var got = reader.TryGetPath(picked, ourPath, out var written, out var pathError);
        MutationTests.Same(result, got ? 0 : -(int)pathError, "path of node");
        if (got && (buffer[written] != 0 || !new ReadOnlySpan<byte>(buffer, written).SequenceEqual(ourPath[..written])))
            throw new InvalidOperationException("path of node: the paths differ");
        return 6;
    }
}
