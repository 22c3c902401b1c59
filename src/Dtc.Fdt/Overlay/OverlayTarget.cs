using System.Buffers.Binary;

namespace Dtc.Fdt;

/// <summary>Finds what fragments are for.</summary>
internal static class OverlayTarget
{
    /// <summary>
    /// Offset of the target in the base or an error code negated; the path that led there, empty with a phandle.
    /// </summary>
    public static int Find(scoped in FdtBlocks tree, FdtBlocks overlay, int fragment, out ReadOnlySpan<byte> path)
    {
        path = default;
        uint phandle = 0;
        var property = FdtOffsets.Property(overlay, fragment, "target"u8);
        if (property >= 0)
        {
            var value = FdtOffsets.Value(overlay, property);
            if (value.Length != 4) return -(int)FdtError.BadPhandle;
            phandle = BinaryPrimitives.ReadUInt32BigEndian(value);
            if (phandle == uint.MaxValue) return -(int)FdtError.BadPhandle;
        }

        if (phandle != 0) return FdtLookup.Phandle(tree, phandle);
        property = FdtOffsets.Property(overlay, fragment, "target-path"u8);
        if (property == -(int)FdtError.NotFound) return -(int)FdtError.BadOverlay;
        if (property < 0) return property;
        path = Text(FdtOffsets.Value(overlay, property));
        return FdtOffsets.Path(tree, path);
    }

    /// <summary>A value up to its first NUL.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        return end < 0 ? value : value[..end];
    }
}
