namespace Dtc.Fdt.Tests;

/// <summary>A small board for the reader's tests.</summary>
internal static class SampleTree
{
    /// <summary>The board as a blob of the given version.</summary>
    public static byte[] Write(int version)
    {
        var w = new FdtWriter(version);
        w.AddReservation(0x8000_0000, 0x1_0000);
        w.AddReservation(0xffff_ffff_0000_0000, 1);
        Begin(w, ""u8, "/"u8);
        w.Property("#address-cells"u8, [0, 0, 0, 1]);
        w.Property("compatible"u8, "acme,board\0acme,soc\0"u8);
        Begin(w, "aliases"u8, "/aliases"u8);
        w.Property("serial0"u8, "/soc/serial@1000\0"u8);
        w.Property("bus"u8, "/soc\0"u8);
        w.Property("relative"u8, "serial0\0"u8);
        w.Property("unterminated"u8, "/soc"u8);
        w.EndNode();
        Begin(w, "soc"u8, "/soc"u8);
        w.Property("#address-cells"u8, [0, 0, 0, 2]);
        w.Property("#size-cells"u8, [0, 0, 0, 1]);
        w.Property("phandle"u8, [0, 0, 0, 7]);
        Begin(w, "serial@1000"u8, "/soc/serial@1000"u8);
        w.Property("compatible"u8, "acme,uart\0"u8);
        w.Property("reg"u8, [0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0x40]);
        w.Property("linux,phandle"u8, [0, 0, 0, 9]);
        w.EndNode();
        Begin(w, "serial@2000"u8, "/soc/serial@2000"u8);
        w.Property("compatible"u8, "acme,uart2\0acme,uart\0"u8);
        w.Property("clock"u8, [0, 0, 0, 1, 0, 0, 0, 2]);
        w.Property("phandle"u8, [0, 0, 0]);
        Begin(w, "leaf"u8, "/soc/serial@2000/leaf"u8);
        w.EndNode();
        w.EndNode();
        w.EndNode();
        Begin(w, "serialize"u8, "/serialize"u8);
        w.EndNode();
        w.EndNode();
        return w.Finish(default);
    }

    private static void Begin(FdtWriter w, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path) =>
        w.BeginNode(w.UsesFullPaths ? path : name);
}
