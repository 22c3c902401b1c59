using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Judges a whole blob, with the verdicts of libfdt's fdt_check_full.</summary>
public static class FdtVerifier
{
    /// <summary>
    /// Checks header, reservations, the structure to its end and the name of every property. Linear in the blob,
    /// allocates nothing.
    /// </summary>
    /// <remarks>
    /// A blob may pass that some reader stumbles over, as it may with libfdt: properties after children or outside the
    /// root, names with slashes, a structure without any node. What passes can be walked without meeting an error.
    /// </remarks>
    /// <param name="blob">The blob; bytes after its end are ignored.</param>
    /// <param name="rules">Whose rules decide the corners; see <see cref="FdtRules"/>.</param>
    /// <returns><see cref="FdtError.None"/> for a sound blob, else the first fault found.</returns>
    public static FdtError Check(ReadOnlySpan<byte> blob, FdtRules rules = FdtRules.Libfdt16)
    {
        if (!FdtHeader.Validate(blob, out var header, out var error, rules)) return error;
        blob = blob[..(int)header.TotalSize];

        var reservations = new FdtReservations(blob[(int)header.ReservationsOffset..]);
        while (reservations.MoveNext())
        {
        }
        if (reservations.Error != FdtError.None) return reservations.Error;
        return CheckStructure(new FdtBlocks(blob, header), rules);
    }

    private static FdtError CheckStructure(scoped in FdtBlocks blocks, FdtRules rules)
    {
        var s = blocks.Structure;
        var fullPaths = blocks.FullPaths;
        // Every name up to here is terminated inside the block, so that none need be searched.
        var lastNul = blocks.Strings.LastIndexOf((byte)0);
        var depth = 0;
        var rootClosed = false;
        for (var offset = 0; ;)
        {
            var token = FdtScan.Next(s, fullPaths, offset, out var next);
            if (token == FdtToken.None) return (FdtError)(-next);
            if (rootClosed && token != FdtToken.End && (token != FdtToken.Nop || rules == FdtRules.Libfdt16))
                return FdtError.BadStructure;
            switch (token)
            {
                case FdtToken.Property:
                    var name = BinaryPrimitives.ReadUInt32BigEndian(s[(offset + 8)..]);
                    if (name > (uint)lastNul || lastNul < 0)
                        return name < (uint)blocks.Strings.Length ? FdtError.Truncated : FdtError.BadOffset;
                    break;
                case FdtToken.BeginNode:
                    if (depth++ == 0 && !IsRootName(FdtScan.NodeName(s, offset, next), fullPaths))
                        return FdtError.BadStructure;
                    break;
                case FdtToken.EndNode:
                    if (depth == 0) return FdtError.BadStructure;
                    rootClosed = --depth == 0;
                    break;
                case FdtToken.End:
                    return depth == 0 ? FdtError.None : FdtError.BadStructure;
            }
            offset = next;
        }
    }

    /// <summary>
    /// The root has no name; where names are full paths, none after its last slash, which must be there.
    /// </summary>
    private static bool IsRootName(ReadOnlySpan<byte> name, bool fullPaths) =>
        fullPaths ? name.Length > 0 && name[^1] == '/' : name.Length == 0;
}
